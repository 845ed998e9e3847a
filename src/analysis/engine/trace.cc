#include "analysis/engine/trace.h"

#include <algorithm>
#include <string_view>

namespace av::engine {
namespace {

using syntax::NodeId;
using syntax::NodeKind;
using text::Span;

constexpr std::size_t kLongestName = 40;

// quoted is the source of a node in backquotes, its first line, shortened when long.
std::string quoted(const syntax::Tree& tree, NodeId node) {
  const std::string_view text = tree.text_of(node);
  std::size_t end = std::min(text.find_first_of("\r\n`"), text.size());
  if (end == text.size() && end <= kLongestName) {
    return "`" + std::string(text) + "`";
  }
  end = std::min(end, kLongestName);
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;  // not inside a character
  }
  return "`" + std::string(text.substr(0, end)) + "…`";
}

// The callee of a call, the name of a parameter, the target of an assignment; else the node.
NodeId named_part(const syntax::Tree& tree, NodeId node) {
  switch (tree.kind(node)) {
    case NodeKind::Call:
    case NodeKind::Parameter:
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
    case NodeKind::AugAssign:
      return tree.child(node, 0);
    default:
      return node;
  }
}

std::string message_of(const syntax::Tree& tree, const StepAt& step) {
  const std::string name = quoted(tree, named_part(tree, step.node));
  switch (step.kind) {
    case StepAt::Kind::Source:
      return "comes from " + std::string(words_of(step.source));
    case StepAt::Kind::Passed:
      return "is passed to " + name;
    case StepAt::Kind::Arrives:
      return "arrives as " + name;
    case StepAt::Kind::Kept:
      return "is kept in " + name;
    case StepAt::Kind::Returned:
      return "is returned";
    case StepAt::Kind::Through:
      return tree.is(step.node, NodeKind::Call) ? "goes through " + name : "goes on";
    case StepAt::Kind::Reaches:
      return "reaches " + name;
  }
  return {};
}

Span first_line_of(const FileText& file, Span span) {
  const std::uint32_t line = file.lines.line_at(span.start);
  const auto size = static_cast<std::uint32_t>(file.lines.line_text(line).size());
  return {span.start, std::min(span.end, file.lines.line_start(line) + size)};
}

bool is_same_line(const TraceStep& one, const TraceStep& other) {
  return one.path == other.path && one.place.start.line == other.place.start.line &&
         one.place.start.cell == other.place.start.cell;
}

}  // namespace

std::vector<TraceStep> tell_steps(const FileText& file, const syntax::Tree& tree,
                                  const std::string& path, std::span<const StepAt> steps) {
  std::vector<TraceStep> told;
  told.reserve(steps.size());
  for (const StepAt& step : steps) {
    TraceStep made;
    made.path = path;
    if (step.node.index() < tree.nodes().size()) {  // else the file has changed
      const Span span = first_line_of(file, {tree[step.node].start, tree[step.node].end});
      made.place = place_of(file, span);
      made.excerpt = excerpt_of(file, span, Surroundings::None);
      made.message = file.secrets.masked(message_of(tree, step));
    }
    told.push_back(std::move(made));
  }
  return told;
}

std::vector<TraceStep> trace_of(std::span<const StepRef> way,
                                const std::vector<std::vector<TraceStep>>& told) {
  std::vector<TraceStep> trace;
  for (std::size_t i = 0; i < way.size(); ++i) {
    if (way[i].step >= told[way[i].file].size()) {
      continue;  // the file could not be read again
    }
    const TraceStep& step = told[way[i].file][way[i].step];
    const bool repeats = !trace.empty() && is_same_line(trace.back(), step);
    if (repeats && i + 1 < way.size()) {
      continue;
    }
    if (repeats && trace.size() > 1) {
      trace.pop_back();
    }
    trace.push_back(step);
  }
  return trace;
}

}  // namespace av::engine
