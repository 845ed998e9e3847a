#include "analysis/match/statement_lines.h"

#include "analysis/names/outline.h"

#include <algorithm>

namespace av::match {

using syntax::Children;
using syntax::Node;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// The statement kinds, and the parts of compound statements that have a header of their own.
bool has_lines(NodeKind kind) {
  return names::is_statement(kind) || kind == NodeKind::Elif || kind == NodeKind::Else ||
         kind == NodeKind::Finally || kind == NodeKind::Handler || kind == NodeKind::Case;
}

// header_end is the offset behind the colon that ends the header before `block`.
std::uint32_t header_end(const syntax::Tree& tree, std::uint32_t from, std::uint32_t block) {
  const std::string_view text = tree.text();
  for (std::uint32_t at = from; at < block; ++at) {
    if (text[at] == ':') {
      return at + 1;
    }
    if (text[at] == '#') {
      at = std::min(
          static_cast<std::uint32_t>(std::min(text.find_first_of("\r\n", at), text.size())), block);
    }
  }
  return from;
}

// end_of is where a simple statement ends, or the header of a compound one.
std::uint32_t end_of(const syntax::Tree& tree, NodeId id) {
  std::uint32_t end = tree[id].start;
  for (const NodeId child : tree.children(id)) {
    if (tree.is(child, NodeKind::Block)) {
      return header_end(tree, end, tree[child].start);
    }
    if (tree.is(child, NodeKind::Case)) {
      return end;
    }
    end = tree[child].end;
  }
  return std::max(tree[id].start + 1, tree[id].end) - 1;
}

}  // namespace

StatementLines::StatementLines(const syntax::Tree& tree, const text::LineIndex& lines) {
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    const NodeId id(i);
    if (has_lines(tree.kind(id))) {
      ranges_.push_back({lines.line_at(tree[id].start), lines.line_at(end_of(tree, id))});
    }
  }
  std::sort(ranges_.begin(), ranges_.end(),
            [](LineRange a, LineRange b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const LineRange& range : ranges_) {
    if (kept > 0 && range.first <= ranges_[kept - 1].last) {
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

std::optional<LineRange> StatementLines::around(std::uint32_t line) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), line,
      [](std::uint32_t wanted, const LineRange& range) { return wanted < range.first; });
  if (after == ranges_.begin() || !(after - 1)->has(line)) {
    return std::nullopt;
  }
  return *(after - 1);
}

std::optional<LineRange> StatementLines::next(std::uint32_t line) const {
  const auto after = std::upper_bound(
      ranges_.begin(), ranges_.end(), line,
      [](std::uint32_t wanted, const LineRange& range) { return wanted < range.first; });
  return after == ranges_.end() ? std::nullopt : std::optional(*after);
}

}  // namespace av::match
