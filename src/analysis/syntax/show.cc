#include "analysis/syntax/show.h"

#include "analysis/text/lines.h"
#include "base/printable.h"

#include <span>
#include <vector>

namespace av::syntax {
namespace {

constexpr std::size_t kLongestText = 60;

// FlagWord is one flag of one kind in a word.
struct FlagWord {
  NodeKind kind;
  std::uint8_t flag;
  std::string_view word;
};

constexpr FlagWord kFlagWords[] = {
    {NodeKind::FunctionDef, flag::kAsync, "async"},
    {NodeKind::FunctionDef, flag::kReturns, "returns"},
    {NodeKind::For, flag::kAsync, "async"},
    {NodeKind::With, flag::kAsync, "async"},
    {NodeKind::ComprehensionFor, flag::kAsync, "async"},
    {NodeKind::AnnAssign, flag::kSimple, "simple"},
    {NodeKind::Raise, flag::kFrom, "from"},
    {NodeKind::Import, flag::kLazy, "lazy"},
    {NodeKind::ImportFrom, flag::kLazy, "lazy"},
    {NodeKind::Print, flag::kChevron, "chevron"},
    {NodeKind::Print, flag::kTrailingComma, "trailing comma"},
    {NodeKind::WithItems, flag::kTrailingComma, "trailing comma"},
    {NodeKind::Handler, flag::kAs, "as"},
    {NodeKind::MatchAs, flag::kAs, "as"},
    {NodeKind::Case, flag::kGuard, "guard"},
    {NodeKind::Parameter, flag::kStar, "star"},
    {NodeKind::Parameter, flag::kDoubleStar, "double star"},
    {NodeKind::Parameter, flag::kAnnotated, "annotated"},
    {NodeKind::Parameter, flag::kDefault, "default"},
    {NodeKind::TypeParam, flag::kStar, "star"},
    {NodeKind::TypeParam, flag::kDoubleStar, "double star"},
    {NodeKind::TypeParam, flag::kAnnotated, "bound"},
    {NodeKind::TypeParam, flag::kDefault, "default"},
    {NodeKind::Try, flag::kStar, "star"},
    {NodeKind::MatchStar, flag::kDoubleStar, "double star"},
    {NodeKind::String, flag::kBytes, "bytes"},
    {NodeKind::FString, flag::kTemplate, "template"},
    {NodeKind::Slice, flag::kLower, "lower"},
    {NodeKind::Slice, flag::kUpper, "upper"},
    {NodeKind::Slice, flag::kStep, "step"},
    {NodeKind::Field, flag::kDebug, "debug"},
};

constexpr std::string_view kOperatorWords[] = {
    "+", "-", "*",   "/",  "//", "%",  "@", "**", "&", "|",  "^",  "<<",     ">>", "~",      "not",
    "+", "-", "and", "or", "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in",
};

bool has_operator(NodeKind kind) {
  return kind == NodeKind::BinOp || kind == NodeKind::AugAssign || kind == NodeKind::UnaryOp ||
         kind == NodeKind::BoolOp || kind == NodeKind::CompareOp;
}

void add_word(std::string& words, std::string_view word) {
  words += words.empty() ? "" : ", ";
  words += word;
}

void add_place(std::string& line, const text::LineIndex& lines, text::Span span) {
  const text::Position start = lines.position_at(span.start);
  const text::Position end = lines.position_at(span.end);
  line += std::to_string(start.line) + ":" + std::to_string(start.column) + "-" +
          std::to_string(end.line) + ":" + std::to_string(end.column);
}

// add_text quotes source text, cut where it is long.
void add_text(std::string& line, std::string_view text) {
  const bool cut = text.size() > kLongestText;
  std::size_t end = cut ? kLongestText : text.size();
  while (cut && (text[end] & 0xC0) == 0x80) {
    --end;  // not inside a character
  }
  line += " `" + base::printable(text.substr(0, end)) + (cut ? "...`" : "`");
}

std::string node_line(const Tree& tree, NodeId id, const text::LineIndex& lines) {
  const Node& node = tree[id];
  std::string line(name_of(node.kind));
  const std::string words = flag_words(node);
  line += words.empty() ? " " : " (" + words + ") ";
  add_place(line, lines, {node.start, node.end});
  const bool is_leaf = node.kind == NodeKind::ImportLevel || tree.children(id).empty();
  if (is_leaf && node.end > node.start) {
    add_text(line, tree.text_of(id));
  }
  return line;
}

// show_remarks writes what the tree says about its text.
void show_remarks(const Tree& tree, const text::LineIndex& lines, base::Sink& out) {
  for (const Problem& problem : tree.problems()) {
    std::string line = "problem ";
    add_place(line, lines, {problem.start, problem.end});
    out.write(line + " " + problem.message + "\n");
  }
  for (const FeatureUse& use : tree.features()) {
    const FeatureInfo& info = info_of(use.feature);
    std::string line = "feature ";
    add_place(line, lines, {use.start, use.start});
    line += " " + std::string(info.what) + ": since " + version_text(info.since);
    line += info.until == 0 ? "" : ", until " + version_text(info.until);
    out.write(line + "\n");
  }
}

}  // namespace

std::string flag_words(const Node& node) {
  std::string words;
  if (has_operator(node.kind)) {
    words = kOperatorWords[static_cast<std::size_t>(node.op())];
  }
  for (const FlagWord& known : kFlagWords) {
    if (known.kind == node.kind && node.has(known.flag)) {
      add_word(words, known.word);
    }
  }
  if (node.kind == NodeKind::Field && (node.flags & flag::kConversionMask) != 0) {
    constexpr std::string_view kConversions[] = {"", "!s", "!r", "!a"};
    add_word(words, kConversions[node.flags & flag::kConversionMask]);
  }
  if (node.has(flag::kParenthesized)) {
    add_word(words, "parenthesized");
  }
  return words;
}

void show_tree(const Tree& tree, base::Sink& out) {
  const text::LineIndex lines(tree.text());
  struct Waiting {
    NodeId id;
    std::size_t depth;
  };
  std::vector<Waiting> waiting = {{tree.root(), 0}};
  while (!waiting.empty()) {
    const Waiting next = waiting.back();
    waiting.pop_back();
    out.write(std::string(2 * next.depth, ' ') + node_line(tree, next.id, lines) + "\n");
    if (tree.is(next.id, NodeKind::ImportLevel)) {
      continue;
    }
    const Children children = tree.children(next.id);
    for (std::uint32_t i = children.size(); i > 0; --i) {
      waiting.push_back({children[i - 1], next.depth + 1});
    }
  }
  show_remarks(tree, lines, out);
}

void show_tokens(const Tokens& tokens, std::string_view text, base::Sink& out) {
  const text::LineIndex lines(text);
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const text::Span span = {tokens.start[i], tokens.end[i]};
    std::string line;
    add_place(line, lines, span);
    line += " " + std::string(spelling_of(tokens.kind[i]));
    const std::string_view written = text.substr(span.start, span.end - span.start);
    if (!written.empty() && written != spelling_of(tokens.kind[i])) {
      add_text(line, written);
    }
    out.write(line + "\n");
  }
}

}  // namespace av::syntax
