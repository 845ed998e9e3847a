// old_fstrings.cc — what f-strings could not hold before 3.12 (PEP 498).

#include "analysis/syntax/cpython/rejects.h"

#include <algorithm>
#include <string_view>

namespace av::syntax::cpython {
namespace {

constexpr int kMaxLevel = 2;  // a field, and a field in its format

// old_token_end is where the string token that starts at `start` ended: at the first quote like its
// own that no backslash stands before.
std::uint32_t old_token_end(std::string_view text, std::uint32_t start) {
  std::uint32_t at = start;
  while (text[at] != '\'' && text[at] != '"') {
    ++at;
  }
  const std::string_view quote = text.substr(at, 1);
  const std::string triple(3, quote[0]);
  const bool is_triple = text.substr(at, 3) == triple;
  const std::string_view closing = is_triple ? std::string_view(triple) : quote;
  at += static_cast<std::uint32_t>(closing.size());
  while (at < text.size() && text.substr(at, closing.size()) != closing) {
    at += text[at] == '\\' ? 2U : 1U;
  }
  return at + static_cast<std::uint32_t>(closing.size());
}

// FieldScan is the scan for the end of a field's expression.
class FieldScan {
 public:
  FieldScan(std::string_view text, std::uint32_t start, std::uint32_t limit)
      : text_(text), at_(start), limit_(limit) {}

  // run returns the offset of the = ! : or } that ends the expression; or of what is refused, and
  // then fault() says why.
  std::uint32_t run() {
    while (at_ < limit_ && fault_ == nullptr && !step()) {
      ++at_;
    }
    return at_;
  }
  [[nodiscard]] const char* fault() const { return fault_; }

 private:
  [[nodiscard]] char next() const { return at_ + 1 < limit_ ? text_[at_ + 1] : '\0'; }
  [[nodiscard]] bool has_three() const {
    return at_ + 2 < limit_ && text_[at_ + 1] == text_[at_] && text_[at_ + 2] == text_[at_];
  }

  // step looks at one character; true when the expression ends before it.
  bool step() {
    const char c = text_[at_];
    if (c == '\\') {
      fault_ = "f-string expression part cannot include a backslash";
    } else if (quote_ != '\0') {
      step_in_string(c);
    } else if (c == '\'' || c == '"') {
      quote_ = c;
      is_triple_ = has_three();
      at_ += is_triple_ ? 2U : 0U;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth_;
    } else if (c == '#') {
      fault_ = "f-string expression part cannot include '#'";
    } else if (depth_ == 0) {
      return ends_expression(c);
    } else if (c == ')' || c == ']' || c == '}') {
      --depth_;
    }
    return false;
  }

  void step_in_string(char c) {
    if (c == quote_ && (!is_triple_ || has_three())) {
      at_ += is_triple_ ? 2U : 0U;
      quote_ = '\0';
    }
  }

  bool ends_expression(char c) {
    if (next() == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
      ++at_;
      return false;
    }
    return c == '!' || c == ':' || c == '}' || c == '=';
  }

  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t limit_;
  int depth_ = 0;
  char quote_ = '\0';
  bool is_triple_ = false;
  const char* fault_ = nullptr;
};

// OldFString checks the fields of one f-string token.
class OldFString {
 public:
  OldFString(const Tree& tree, NodeId id, Version as) : tree_(tree), end_(tree[id].end), as_(as) {}

  std::optional<Rejection> check(Children parts, int level) {
    std::optional<Rejection> rejection;
    for (const NodeId part : parts) {
      if (!rejection && tree_.is(part, NodeKind::Field)) {
        rejection = check_field(part, level);
      }
    }
    return rejection;
  }

 private:
  std::optional<Rejection> check_field(NodeId id, int level) {
    const Node& field = tree_[id];
    const std::string_view text = tree_.text();
    if (level >= kMaxLevel) {
      return Rejection{field.start, "f-string: expressions nested too deeply"};
    }
    if (as_ >= 309 && tree_.is(tree_.child(id, 0), NodeKind::Starred)) {
      return Rejection{field.start, "f-string: cannot use starred expression here"};
    }
    FieldScan scan(text, field.start + 1, end_);
    std::uint32_t at = scan.run();
    if (scan.fault() != nullptr) {
      return Rejection{at, scan.fault()};
    }
    if (text[at] == '=') {
      at = static_cast<std::uint32_t>(
          std::min<std::size_t>(text.find_first_not_of(" \t\f\n\r\v", at + 1), end_));
    }
    at += text[at] == '!' ? 2U : 0U;
    const Children parts = tree_.children(id);
    const bool has_spec = parts.size() > 1;
    const std::uint32_t expected = has_spec ? tree_[parts[1]].start - 1 : field.end - 1;
    if (at != expected) {
      return Rejection{at, "f-string: expecting '}'"};
    }
    return has_spec ? check(tree_.children(parts[1]), level + 1) : std::nullopt;
  }

  const Tree& tree_;
  std::uint32_t end_;
  Version as_;
};

}  // namespace

std::optional<Rejection> find_old_fstring_fault(const Tree& tree, NodeId id, Version as) {
  const Node& node = tree[id];
  if (old_token_end(tree.text(), node.start) != node.end) {
    return Rejection{node.start, "f-string: expecting '}'"};
  }
  return OldFString(tree, id, as).check(tree.children(id), 0);
}

}  // namespace av::syntax::cpython
