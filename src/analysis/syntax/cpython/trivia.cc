#include "analysis/syntax/cpython/trivia.h"

namespace av::syntax::cpython {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\f' || is_line_end(c);
}

std::uint32_t skip_comment(std::string_view text, std::uint32_t at) {
  while (at < text.size() && !is_line_end(text[at])) {
    ++at;
  }
  return at;
}

std::uint32_t count(std::string_view text, std::uint32_t from, std::uint32_t to, char wanted) {
  std::uint32_t found = 0;
  for (std::uint32_t at = skip_trivia(text, from); at < to; at = skip_trivia(text, at + 1)) {
    found += text[at] == wanted ? 1U : 0U;
  }
  return found;
}

}  // namespace

std::uint32_t skip_trivia(std::string_view text, std::uint32_t at) {
  while (at < text.size()) {
    if (is_space(text[at])) {
      ++at;
    } else if (text[at] == '#') {
      at = skip_comment(text, at);
    } else if (text[at] == '\\' && at + 1 < text.size() && is_line_end(text[at + 1])) {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

std::uint32_t skip_closing(std::string_view text, std::uint32_t at) {
  at = skip_trivia(text, at);
  while (at < text.size() && text[at] == ')') {
    at = skip_trivia(text, at + 1);
  }
  return at;
}

std::uint32_t count_opening(std::string_view text, std::uint32_t from, std::uint32_t to) {
  return count(text, from, to, '(');
}

std::uint32_t count_closing(std::string_view text, std::uint32_t from, std::uint32_t to) {
  return count(text, from, to, ')');
}

std::uint32_t outer_end(std::string_view text, const Node& inner, std::uint32_t from) {
  std::uint32_t end = inner.end;
  for (std::uint32_t i = count_opening(text, from, inner.start); i > 0; --i) {
    end = skip_trivia(text, end) + 1;
  }
  return end;
}

}  // namespace av::syntax::cpython
