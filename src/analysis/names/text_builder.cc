#include "analysis/names/text_builder.h"

#include <charconv>

namespace av::names {
namespace {

// Beyond these a text is not worth following: nobody writes such a command or query.
constexpr std::size_t kMaxTextBytes = 16384;
constexpr std::size_t kMaxPieces = 100;

}  // namespace

void TextBuilder::add_text(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (parts_.empty() || parts_.back().piece.hole.exists()) {
    parts_.push_back({Piece{}, text_.size(), 0});
  }
  parts_.back().size += text.size();
  text_ += text;
}

void TextBuilder::add_hole(const Piece& hole) {
  parts_.push_back({hole, text_.size(), hole.is_known ? hole.text.size() : 0});
  if (hole.is_known) {
    text_ += hole.text;
  }
}

// A constant written in place is text; one that comes by a name fills a hole.
void TextBuilder::add_value(const Item& item, Piece::Form form) {
  const Value& value = *item.value;
  if (form == Piece::Form::Plain && value.is(ValueKind::Text)) {
    const bool plain = value.pieces.size() < 2 && value.is_known &&
                       (value.pieces.empty() || !value.pieces[0].hole.exists());
    return plain && value.node != item.node ? add_known_hole(item, value.whole) : add_pieces(value);
  }
  if (form != Piece::Form::Repr && value.is(ValueKind::Int)) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value.integer).ptr;
    return add_known_hole(item, {digits, static_cast<std::size_t>(end - digits)});
  }
  add_hole({.text = {}, .hole = item.node, .value = item.value, .form = form, .is_known = false});
}

void TextBuilder::add_pieces(const Value& text) {
  for (const Piece& piece : text.pieces) {
    piece.hole.exists() ? add_hole(piece) : add_text(piece.text);
  }
}

void TextBuilder::add_known_hole(const Item& item, std::string_view text) {
  add_hole({.text = text,
            .hole = item.node,
            .value = item.value,
            .form = Piece::Form::Plain,
            .is_known = true});
}

const Value* TextBuilder::finish(base::Arena& arena, syntax::NodeId node, bool is_bytes) {
  if (text_.size() > kMaxTextBytes || parts_.size() > kMaxPieces) {
    return &kUnknownValue;
  }
  const std::string_view whole = arena.copy(std::string_view(text_));
  std::vector<Piece> pieces;
  pieces.reserve(parts_.size());
  bool is_known = true;
  for (const Part& part : parts_) {
    pieces.push_back(part.piece);
    pieces.back().text = whole.substr(part.start, part.size);
    is_known = is_known && part.piece.is_known;
  }
  Value value;
  value.kind = ValueKind::Text;
  value.is_bytes = is_bytes;
  value.is_known = is_known;
  value.node = node;
  value.whole = is_known ? whole : std::string_view();
  value.pieces = arena.copy(std::span<const Piece>(pieces));
  return arena.make(value);
}

}  // namespace av::names
