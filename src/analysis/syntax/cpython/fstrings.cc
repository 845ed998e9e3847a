// fstrings.cc — joined strings with fields.
//
// Until 3.11 all parts of a joined string have the position of the whole; since 3.12 each has its
// own.  Neighbouring texts become one Constant, the text of `{x=}` included, and empty ones vanish
// (but in a format spec of 3.12.1, which keeps its parts as the tokenizer made them).

#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"
#include "lexis/repr.h"

namespace av::syntax::cpython {
namespace {

constexpr int kReprConversion = 'r';
constexpr int kNoConversion = -1;

bool is_expression_end(char c) {
  return c == '=' || c == '!' || c == ':' || c == '}';
}

// without_comments is the text of `{x=}` as 3.12 and 3.13 keep it: what follows a # on its line is
// gone, be it in a string or not.
std::string without_comments(std::string_view text) {
  std::string kept;
  bool in_comment = false;
  for (const char c : text) {
    in_comment = c != '\n' && c != '\r' && (in_comment || c == '#');
    if (!in_comment) {
      kept += c;
    }
  }
  return kept;
}

int conversion_of(const Node& field, bool has_spec) {
  constexpr int kConversions[] = {kNoConversion, 's', kReprConversion, 'a'};
  const int conversion = kConversions[field.flags & flag::kConversionMask];
  const bool shows_repr = field.has(flag::kDebug) && !has_spec && conversion == kNoConversion;
  return shows_repr ? kReprConversion : conversion;
}

}  // namespace

// Piece is one part of a joined string: a field, or text.
struct Printer::Piece {
  NodeId field = NodeId::none();
  std::uint32_t run = 0;
  std::string text;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  bool is_text_kind = false;
  bool stays = false;  // even when it is empty

  static Piece of_text(std::uint32_t start, std::uint32_t end) {
    Piece piece;
    piece.start = start;
    piece.end = end;
    return piece;
  }
  static Piece of_field(NodeId field, std::uint32_t run, const Node& node) {
    Piece piece = of_text(node.start, node.end);
    piece.field = field;
    piece.run = run;
    return piece;
  }
};

void Printer::joined_string(const Step& step) {
  const Node& node = at(step);
  const Children tokens = string_tokens(NodeId(step.a));
  const Node& first = tree_[tokens.front()];
  const bool first_is_u = tree_.text_of(tokens.front()).front() == 'u';
  std::vector<Piece> pieces;
  for (const NodeId id : tokens) {
    const Node& token = tree_[id];
    if (token.kind == NodeKind::String) {
      Piece piece = Piece::of_text(token.start, token.end);
      piece.is_text_kind = tree_.text_of(id).front() == 'u';
      append_string_value(id, piece.text);
      pieces.push_back(std::move(piece));
      continue;
    }
    const std::string_view prefix = tree_.text_of(id).substr(0, 2);
    string_runs_.push_back({.start = node.start,
                            .end = node.end,
                            .first_end = first.end,
                            .token_start = token.start,
                            .token_end = token.end,
                            .is_text_kind = first_is_u,
                            .is_raw = prefix.find_first_of("rR") != std::string_view::npos});
    add_pieces(tree_.children(id), static_cast<std::uint32_t>(string_runs_.size() - 1), pieces);
  }
  merge_texts(pieces);
  const StringRun whole{.start = node.start, .end = node.end, .is_text_kind = first_is_u};
  joined(step, pieces, whole, whole);
}

// add_pieces makes pieces of the children of an f-string or format spec.
void Printer::add_pieces(Children parts, std::uint32_t run, std::vector<Piece>& pieces) {
  const StringRun in = string_runs_[run];
  for (const NodeId id : parts) {
    const Node& node = tree_[id];
    if (node.kind == NodeKind::FStringText) {
      Piece piece = Piece::of_text(node.start, node.end);
      append_decoded(tree_.text_of(id),
                     {.raw = in.is_raw, .braces = lexis::StringReading::Braces::Doubled},
                     node.start, piece.text);
      piece.stays = shape_.version < 308;  // a lone escaped line end was kept
      if (shape_.version < 312 || in.is_spec || !piece.text.empty()) {
        pieces.push_back(std::move(piece));
      }
      continue;
    }
    if (node.has(flag::kDebug)) {
      pieces.push_back(debug_text(id, in));
    }
    pieces.push_back(Piece::of_field(id, run, node));
  }
}

// field_ends finds the = ! : or } behind a field's expression, and what ends the text that {x=}
// shows: the same, or what follows the = and white space.
Printer::FieldEnds Printer::field_ends(NodeId id) const {
  const Node& node = tree_[id];
  std::uint32_t end = skip_closing(text_, tree_[tree_.child(id, 0)].end);
  while (end + 1 < node.end && !is_expression_end(text_[end])) {
    end = skip_trivia(text_, end + 1);
  }
  return {end, node.has(flag::kDebug) ? skip_trivia(text_, end + 1) : end};
}

Printer::Piece Printer::debug_text(NodeId id, const StringRun& in) {
  const std::uint32_t start = tree_[id].start + 1;
  const std::uint32_t end = field_ends(id).shown;
  const std::string_view shown = text_.substr(start, end - start);
  Piece piece = Piece::of_text(start, end);
  if (shape_.version < 312) {
    append_decoded(shown, {.raw = true}, start, piece.text);
  } else {
    append_decoded(without_comments(shown), {.raw = in.is_raw || in.is_spec}, start, piece.text);
  }
  return piece;
}

// merge_texts joins neighbouring texts and drops empty ones.
void Printer::merge_texts(std::vector<Piece>& pieces) {
  std::vector<Piece> merged;
  const auto is_text = [](const Piece& piece) { return !piece.field.exists(); };
  for (Piece& piece : pieces) {
    if (is_text(piece) && !merged.empty() && is_text(merged.back())) {
      merged.back().text += piece.text;
      merged.back().end = piece.end;
      merged.back().stays = merged.back().stays || piece.stays;
    } else {
      merged.push_back(std::move(piece));
    }
  }
  std::erase_if(merged, [&](const Piece& piece) {
    return is_text(piece) && piece.text.empty() && !piece.stays;
  });
  pieces = std::move(merged);
}

// joined writes a JoinedStr.  Until 3.11 its texts have the position of `inner`, but one at the end
// has that of `whole`, as the node itself.
void Printer::joined(const Step& step, const std::vector<Piece>& pieces, const StringRun& whole,
                     const StringRun& inner) {
  Plan plan(*this, step.frame, "JoinedStr(");
  plan.begin_list("values=");
  for (const Piece& piece : pieces) {
    if (piece.field.exists()) {
      plan.item_step({.action = Action::Field, .a = piece.field.index(), .b = piece.run});
      continue;
    }
    const bool is_last = &piece == &pieces.back();
    plan.item_step(
        {.action = Action::TextPiece, .a = keep_text_piece(piece, is_last ? whole : inner)});
  }
  plan.end_list();
  plan.place(whole.start, whole.end);
}

std::uint32_t Printer::keep_text_piece(const Piece& piece, const StringRun& whole) {
  const bool is_own = shape_.version >= 312;
  const std::string shown = lexis::text_repr(piece.text);
  text_pieces_.push_back({.start = is_own ? piece.start : whole.start,
                          .end = is_own ? piece.end : whole.end,
                          .kept = static_cast<std::uint32_t>(kept_.size()),
                          .length = static_cast<std::uint32_t>(shown.size()),
                          .is_text_kind = is_own ? piece.is_text_kind : whole.is_text_kind});
  kept_ += shown;
  return static_cast<std::uint32_t>(text_pieces_.size() - 1);
}

void Printer::text_piece(const Step& step) {
  const TextPiece& piece = text_pieces_[step.a];
  Plan plan(*this, step.frame, shape_.has_constant ? "Constant(" : "Str(");
  plan.step(shape_.has_constant ? "value=" : "s=", Action::Kept, piece.kept, piece.length);
  if (shape_.has_constant) {
    constant_kind(plan, piece.is_text_kind ? ConstantKind::U : ConstantKind::None);
  }
  plan.place(piece.start, piece.end);
}

void Printer::field(const Step& step) {
  const Node& node = at(step);
  const Children parts = children(step);
  const StringRun& in = string_runs_[step.b];
  const FieldEnds ends = field_ends(NodeId(step.a));
  const bool has_spec = parts.size() > 1;
  const std::uint32_t frame =
      positions_.enter_field(step.frame, {.string_start = in.token_start,
                                          .group_start = in.start,
                                          .group_end = in.first_end,
                                          .expression = node.start + 1,
                                          .expression_end = ends.expression});
  const bool is_own = shape_.version >= 312;
  std::uint32_t parentheses = 0;
  if (!is_own && shape_.version >= 308) {
    implied_parentheses_.push_back({node.start, ends.expression + 1});
    parentheses = static_cast<std::uint32_t>(implied_parentheses_.size() - 1);
  }
  Plan plan(*this, step.frame, "FormattedValue(");
  plan.expr_in_frame("value=", parts[0], frame, parentheses);
  plan.kept("conversion=", std::to_string(conversion_of(node, has_spec)));
  if (has_spec) {
    plan.step("format_spec=", Action::FormatSpec, parts[1].index(), step.b);
  } else {
    plan.absent("format_spec=");
  }
  plan.place(is_own ? node.start : in.start, is_own ? node.end : in.end);
}

// spec_pieces makes the pieces of a format spec, which is never raw since 3.12.
std::vector<Printer::Piece> Printer::spec_pieces(NodeId id, StringRun in) {
  in.is_raw = in.is_raw && shape_.version < 312;
  in.is_spec = true;
  string_runs_.push_back(in);
  std::vector<Piece> pieces;
  add_pieces(tree_.children(id), static_cast<std::uint32_t>(string_runs_.size() - 1), pieces);
  if (shape_.version == 312) {
    reject_debug_fields(pieces);
    split_as_tokens(pieces, tree_[id].end);
  } else {
    merge_texts(pieces);
  }
  return pieces;
}

// reject_debug_fields: 3.12 stumbled over {x=} in a format.
void Printer::reject_debug_fields(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.field.exists() && tree_[piece.field].has(flag::kDebug)) {
      reject(piece.start, "field 'value' is required for Constant");
    }
  }
}

// split_as_tokens makes of a spec's pieces what 3.12.1 makes of it: a text ends behind each
// \N{...}, and where the tokenizer looked for text and found none there is an empty one.
void Printer::split_as_tokens(std::vector<Piece>& pieces, std::uint32_t end) {
  std::vector<Piece> split;
  bool looks_for_text = !pieces.empty();
  for (Piece& piece : pieces) {
    if (!piece.field.exists()) {
      looks_for_text = split_at_names(piece, split);
      continue;
    }
    if (text_[piece.start + 1] == '{' && looks_for_text) {
      split.push_back(Piece::of_text(piece.start, piece.start));
    }
    split.push_back(std::move(piece));
    looks_for_text = true;
  }
  if (looks_for_text) {
    split.push_back(Piece::of_text(end, end));
  }
  if (split.size() == 1 && !split[0].field.exists() && split[0].text.empty()) {
    split.clear();
  }
  pieces = std::move(split);
}

// split_at_names appends the parts of a text that end behind a \N{...}, and says whether the last
// does.
bool Printer::split_at_names(const Piece& piece, std::vector<Piece>& split) {
  std::uint32_t from = piece.start;
  for (std::uint32_t i = piece.start; i + 1 < piece.end; ++i) {
    if (text_[i] != '\\') {
      continue;
    }
    ++i;
    const std::size_t close = text_.find('}', i);
    if (text_[i] == 'N' && text_[i + 1] == '{' && close < piece.end) {
      i = static_cast<std::uint32_t>(close);
      split.push_back(text_between(from, i + 1));
      from = i + 1;
    }
  }
  if (from != piece.end) {
    split.push_back(text_between(from, piece.end));
  }
  return from == piece.end;
}

Printer::Piece Printer::text_between(std::uint32_t start, std::uint32_t end) {
  Piece piece = Piece::of_text(start, end);
  append_decoded(text_.substr(start, end - start),
                 {.braces = lexis::StringReading::Braces::Doubled}, start, piece.text);
  return piece;
}

void Printer::format_spec(const Step& step) {
  const Node& node = at(step);
  const StringRun in = string_runs_[step.b];
  const std::vector<Piece> pieces = spec_pieces(NodeId(step.a), in);
  StringRun whole = in;
  if (shape_.version >= 312) {
    whole.start = node.start - 1;  // the colon
    whole.end = node.end;
  } else if (shape_.version >= 309) {
    whole.start = in.token_start;  // not those of the whole group
    whole.end = in.token_end;
    whole.is_text_kind = false;
  }
  joined(step, pieces, whole, in);
}

}  // namespace av::syntax::cpython
