#include "analysis/knowledge/pattern_text.h"

#include <algorithm>

namespace av::knowledge {
namespace {

constexpr std::string_view kDots = "...";

bool is_variable_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Rewriter goes through a pattern once.
class Rewriter {
 public:
  explicit Rewriter(std::string_view pattern) : pattern_(pattern) { out_.python = pattern; }

  tl::expected<PatternText, PatternFault> run() {
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if (c == '"' || c == '\'') {
        skip_string();
      } else if (c == '#') {
        at_ = std::min(pattern_.find('\n', at_), pattern_.size());
      } else if (c == '$') {
        if (!take_variable()) {
          return tl::unexpected(fault_);
        }
      } else if (rest().starts_with(kDots)) {
        take_dots();
      } else {
        note_bracket(c);
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string_view rest() const { return pattern_.substr(at_); }

  // Past a string literal; one that does not end is for the parser to tell.
  void skip_string() {
    const char quote = pattern_[at_];
    const std::string triple(3, quote);
    const bool is_triple = rest().starts_with(triple);
    const std::string_view end = is_triple ? std::string_view(triple) : pattern_.substr(at_, 1);
    at_ += end.size();
    while (at_ < pattern_.size() && !rest().starts_with(end)) {
      at_ += pattern_[at_] == '\\' ? 2U : 1U;
    }
    at_ = std::min(at_ + end.size(), pattern_.size());
  }

  void note_bracket(char c) {
    if (c == '(' || c == '[' || c == '{') {
      brackets_ += c;
    } else if ((c == ')' || c == ']' || c == '}') && !brackets_.empty()) {
      brackets_.pop_back();
    }
  }

  [[nodiscard]] char bracket() const { return brackets_.empty() ? '\0' : brackets_.back(); }

  bool take_variable() {
    const std::size_t start = at_++;
    const bool is_rest = rest().starts_with(kDots);
    at_ += is_rest ? kDots.size() : 0;
    const std::size_t name_start = at_;
    while (at_ < pattern_.size() && is_variable_char(pattern_[at_])) {
      ++at_;
    }
    const std::string_view name = pattern_.substr(name_start, at_ - name_start);
    if (!is_variable_name(name)) {
      return fail_at(start, "a metavariable is $ and capital letters", "write $X or $...ARGS");
    }
    if (is_rest && brackets_.empty()) {
      return fail_at(start, "$...X stands among arguments or items", "write ... for statements");
    }
    is_rest ? star(start, name) : mark(start, false, name);
    return true;
  }

  bool fail_at(std::size_t offset, std::string message, std::string hint) {
    fault_ = {static_cast<std::uint32_t>(offset), std::move(message), std::move(hint)};
    return false;
  }

  // In a list and outside of brackets ... is Python already.
  void take_dots() {
    if (bracket() == '(' || bracket() == '{') {
      star(at_, {});
    }
    at_ += kDots.size();
  }

  // star writes *___X, or **__X in a dict.
  void star(std::size_t start, std::string_view name) {
    out_.python[start] = '*';
    const std::size_t stars = bracket() == '{' ? 2 : 1;
    const std::size_t dots = start + (pattern_[start] == '$' ? 1 + kDots.size() : kDots.size());
    for (std::size_t i = start + 1; i < dots; ++i) {
      out_.python[i] = i < start + stars ? '*' : '_';
    }
    mark(start + stars, true, name);
  }

  void mark(std::size_t start, bool is_rest, std::string_view name) {
    if (!is_rest) {
      out_.python[start] = '_';
    }
    out_.marks.push_back(
        {static_cast<std::uint32_t>(start), is_rest, name == "_" ? std::string_view() : name});
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::string brackets_;  // those that are open
  PatternText out_;
  PatternFault fault_;
};

}  // namespace

const PatternMark* PatternText::find(std::uint32_t start) const {
  const auto at = std::lower_bound(
      marks.begin(), marks.end(), start,
      [](const PatternMark& mark, std::uint32_t offset) { return mark.start < offset; });
  return at != marks.end() && at->start == start ? &*at : nullptr;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_variable_char) &&
         (name[0] < '0' || name[0] > '9');
}

tl::expected<PatternText, PatternFault> rewrite_pattern(std::string_view pattern) {
  return Rewriter(pattern).run();
}

}  // namespace av::knowledge
