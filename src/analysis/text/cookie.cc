#include "analysis/text/cookie.h"

#include <algorithm>

namespace av::text {
namespace {

constexpr bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// The name behind `coding:` or `coding=` in a comment; empty when there is none.
std::string_view name_in(std::string_view comment) {
  constexpr std::string_view kWord = "coding";
  for (std::size_t at = comment.find(kWord); at != std::string_view::npos;
       at = comment.find(kWord, at + kWord.size())) {
    std::string_view rest = comment.substr(at + kWord.size());
    if (!rest.starts_with(':') && !rest.starts_with('=')) {
      continue;
    }
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_name_byte);
    if (end != rest.begin()) {
      return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    }
  }
  return {};
}

}  // namespace

std::optional<Cookie> find_cookie(std::string_view bytes) {
  std::size_t start = 0;
  for (int line = 0; line < 2 && start < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n", start), bytes.size());
    std::size_t next = std::min(end + 1, bytes.size());
    next += bytes.substr(end).starts_with("\r\n") ? 1U : 0U;
    std::string_view text = bytes.substr(start, end - start);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\f"), text.size()));
    const bool is_comment = text.starts_with('#');
    const std::string_view name = is_comment ? name_in(text) : std::string_view();
    if (!name.empty()) {
      return Cookie{name, static_cast<std::size_t>(name.data() - bytes.data()), next};
    }
    if (!is_comment && !text.empty()) {
      return std::nullopt;
    }
    start = next;
  }
  return std::nullopt;
}

}  // namespace av::text
