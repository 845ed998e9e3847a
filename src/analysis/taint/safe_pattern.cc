#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace av::taint {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_harmless_char(char c) {
  return is_word(c) || c == '-' || c == '@' || c == '+' || c == ':' || c == ',' || c == '=';
}

// Reader goes through a pattern; `rest` is what is left of it.
class Reader {
 public:
  Reader(std::string_view pattern, Dots dots) : rest_(pattern), dots_(dots) {}

  bool admits_harmless() {
    int dots = 0;
    while (!rest_.empty()) {
      const char c = take();
      if (c == '\\') {
        if (!take_escape(dots)) {
          return false;
        }
      } else if (c == '[') {
        if (!take_class()) {
          return false;
        }
      } else if (c == '{') {
        skip_repeat();
      } else if (c == '(') {
        if (!take_group()) {
          return false;
        }
      } else if (!is_harmless_char(c) &&
                 std::string_view("*+?)|").find(c) == std::string_view::npos) {
        return false;
      }
    }
    return dots <= 1 || dots_ == Dots::Any;  // ".." leaves a folder
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool take_escape(int& dots) {
    const char c = rest_.empty() ? '\0' : take();
    dots += c == '.' ? 1 : 0;
    return c == 'd' || c == 'w' || c == '-' || c == '.';
  }

  // [a-z0-9_-]: no negation, and ranges within letters or digits.
  bool take_class() {
    if (rest_.starts_with('^')) {
      return false;
    }
    for (bool is_first = true; !rest_.empty(); is_first = false) {
      const char c = take();
      if (c == ']' && !is_first) {
        return true;
      }
      if (!take_member(c)) {
        return false;
      }
    }
    return false;
  }

  // What a class holds: an escape, a range, a character.
  bool take_member(char c) {
    if (c == '\\') {
      const char escaped = rest_.empty() ? '\0' : take();
      return escaped == 'd' || escaped == 'w' || escaped == '-' ||
             (escaped == '.' && dots_ == Dots::Any);
    }
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      const char last = rest_[1];
      rest_.remove_prefix(2);
      return (c >= 'a' && last <= 'z') || (c >= 'A' && last <= 'Z') || (c >= '0' && last <= '9');
    }
    return is_harmless_char(c) || (c == '.' && dots_ != Dots::One);
  }

  void skip_repeat() { rest_.remove_prefix(std::min(rest_.find('}') + 1, rest_.size())); }

  // (…), (?:…), (?P<name>…); no flags, which could change what a class means.
  bool take_group() {
    if (!rest_.starts_with('?')) {
      return true;
    }
    if (rest_.starts_with("?:")) {
      rest_.remove_prefix(2);
      return true;
    }
    const std::size_t end = rest_.find('>');
    if (!rest_.starts_with("?P<") || end == std::string_view::npos) {
      return false;
    }
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
  Dots dots_;
};

bool has_bare_choice(std::string_view pattern) {
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    i += pattern[i] == '\\' ? 1U : 0U;
    const char c = i < pattern.size() ? pattern[i] : '\0';
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (c == '|' && depth == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_safe_pattern(std::string_view pattern, bool is_whole, Dots dots) {
  const bool starts = pattern.starts_with('^') || pattern.starts_with("\\A");
  const bool ends =
      pattern.ends_with("\\Z") || (pattern.ends_with('$') && !pattern.ends_with("\\$"));
  if (!is_whole && (!starts || !ends || has_bare_choice(pattern))) {
    return false;
  }
  if (starts) {
    pattern.remove_prefix(pattern[0] == '^' ? 1 : 2);
  }
  if (ends) {
    pattern.remove_suffix(pattern.ends_with('$') ? 1 : 2);
  }
  return !pattern.empty() && Reader(pattern, dots).admits_harmless();
}

// Of a class that is negated the class itself is what stays.
bool leaves_harmless(std::string_view pattern) {
  if (pattern == "\\W" || pattern == "\\W+") {
    return true;
  }
  if (!pattern.starts_with("[^")) {
    return false;
  }
  const std::string stays = "[" + std::string(pattern.substr(2));
  const std::size_t end = stays.find(']', 2);
  const bool is_one_class = end != std::string::npos && stays[end - 1] != '\\' &&
                            (end + 1 == stays.size() || stays.substr(end + 1) == "+");
  return is_one_class && is_safe_pattern(stays, true);
}

// One character, or one class: a negated one must not name what it leaves among white space.
bool takes_line_ends(std::string_view pattern) {
  if (pattern.ends_with('+')) {
    pattern.remove_suffix(1);
  }
  const auto names = [&](std::string_view what) { return pattern.find(what) != pattern.npos; };
  const bool has_line_end = names("\n") || names("\\n") || names("\\s");
  const bool is_class = pattern.starts_with('[') && pattern.find(']') + 1 == pattern.size();
  if (is_class && pattern.starts_with("[^")) {
    return !has_line_end && !names("\\r") && !names("\\S") && !names("\\W") && !names("\\D");
  }
  return has_line_end && (is_class || pattern == "\n" || pattern == "\\n" || pattern == "\\s");
}

bool is_harmless_text(std::string_view text) {
  return std::ranges::all_of(text, is_harmless_char);
}

}  // namespace av::taint
