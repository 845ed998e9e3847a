#include "analysis/match/ignore_comment.h"

#include <algorithm>
#include <charconv>

namespace av::match {
namespace {

constexpr std::string_view kSpace = " \t";
constexpr std::string_view kMarker = "antivenom:";
constexpr std::string_view kUntil = "until=";

std::string_view trimmed(std::string_view text, std::string_view what = kSpace) {
  const std::size_t first = text.find_first_not_of(what);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(what) - first + 1);
}

// find_marked is what follows `# word`, with any white space between, or nullopt.
std::optional<std::string_view> find_marked(std::string_view comment, std::string_view word) {
  for (std::size_t at = comment.find(word); at != std::string_view::npos;
       at = comment.find(word, at + 1)) {
    const std::string_view before = trimmed(comment.substr(0, at));
    if (before.ends_with('#')) {
      return comment.substr(at + word.size());
    }
  }
  return std::nullopt;
}

// cut_until takes a leading until=DATE off `text`; false when it is no date.
bool cut_until(std::string_view& text, std::optional<std::chrono::sys_days>& until) {
  if (!text.starts_with(kUntil)) {
    return true;
  }
  const std::size_t end = std::min(text.find_first_of(kSpace), text.size());
  const std::string_view date = text.substr(kUntil.size(), end - kUntil.size());
  text = trimmed(text.substr(end));
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') {
    return false;
  }
  const auto number = [date](std::size_t start, std::size_t size) {
    unsigned value = 0;
    const char* last = date.data() + start + size;
    return std::from_chars(date.data() + start, last, value).ptr == last ? value : 0;
  };
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)),
                                        std::chrono::day(number(8, 2))};
  if (!day.ok()) {
    return false;
  }
  until = std::chrono::sys_days(day);
  return true;
}

std::vector<std::string_view> split_rules(std::string_view list) {
  std::vector<std::string_view> rules;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view rule = trimmed(list.substr(0, comma));
    if (!rule.empty()) {
      rules.push_back(rule);
    }
    list = list.substr(std::min(comma + 1, list.size()));
  }
  return rules;
}

IgnoreFault read_rest(std::string_view rest, std::chrono::sys_days today, IgnoreComment& out) {
  constexpr std::string_view kIgnore = "ignore";
  if (!rest.starts_with(kIgnore)) {
    return IgnoreFault::NotIgnore;
  }
  rest.remove_prefix(kIgnore.size());
  const std::size_t close = rest.find(']');
  if (!rest.starts_with('[') || close == std::string_view::npos) {
    return IgnoreFault::NoRules;
  }
  out.rules = split_rules(rest.substr(1, close - 1));
  rest = trimmed(rest.substr(close + 1));
  if (out.rules.empty()) {
    return IgnoreFault::NoRules;
  }
  if (!cut_until(rest, out.until)) {
    return IgnoreFault::BadDate;
  }
  out.reason = trimmed(rest, " \t:;,-.");
  if (out.reason.empty()) {
    return IgnoreFault::NoReason;
  }
  return out.until && *out.until < today ? IgnoreFault::Expired : IgnoreFault::None;
}

// noqa: E501, S602 — one of the codes is S and digits.
bool has_security_code(std::string_view codes) {
  for (std::size_t at = codes.find('S'); at != std::string_view::npos;
       at = codes.find('S', at + 1)) {
    const bool starts = at == 0 || codes[at - 1] == ' ' || codes[at - 1] == ',';
    if (starts && at + 1 < codes.size() && codes[at + 1] >= '0' && codes[at + 1] <= '9') {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<IgnoreComment> read_ignore_comment(std::string_view comment,
                                                 std::chrono::sys_days today) {
  const auto marked = find_marked(comment, kMarker);
  if (!marked) {
    return std::nullopt;
  }
  // Another comment may follow on the same line.
  const std::string_view rest = trimmed(marked->substr(0, marked->find(" #")));
  IgnoreComment out;
  out.fault = read_rest(rest, today, out);
  return out;
}

bool is_foreign_ignore(std::string_view comment) {
  if (find_marked(comment, "nosec")) {
    return true;
  }
  for (const std::string_view word : {"noqa", "NOQA"}) {
    const auto rest = find_marked(comment, word);
    if (rest && trimmed(*rest).starts_with(':')) {
      return has_security_code(trimmed(*rest).substr(1));
    }
  }
  return false;
}

}  // namespace av::match
