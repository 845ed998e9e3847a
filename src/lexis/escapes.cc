#include "lexis/escapes.h"

#include "base/utf8.h"
#include "lexis/unicode_names.h"

#include <cstddef>
#include <optional>

namespace av::lexis {
namespace {

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

constexpr bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

Escape character(char32_t value, std::size_t length) {
  return {EscapeKind::Character, value, static_cast<std::uint32_t>(length), false, nullptr};
}

Escape malformed(std::size_t length, const char* problem) {
  return {EscapeKind::Malformed, 0, static_cast<std::uint32_t>(length), false, problem};
}

// \x, \u and \U: exactly `digits` hexadecimal digits.
Escape read_hex(std::string_view text, std::size_t digits, const char* problem) {
  char32_t value = 0;
  std::size_t i = 2;
  for (; i < 2 + digits && i < text.size() && hex_value(text[i]) >= 0; ++i) {
    value = (value << 4) | static_cast<char32_t>(hex_value(text[i]));
  }
  if (i < 2 + digits) {
    return malformed(i, problem);
  }
  return value > base::kMaxCodePoint ? malformed(i, "illegal Unicode character")
                                     : character(value, i);
}

Escape read_octal(std::string_view text, EscapeSet set) {
  char32_t value = 0;
  std::size_t i = 1;
  for (; i < 4 && i < text.size() && is_octal(text[i]); ++i) {
    value = (value << 3) | static_cast<char32_t>(text[i] - '0');
  }
  Escape escape = character(set == EscapeSet::Bytes ? value & 0xFF : value, i);
  escape.large_octal = value > 0xFF;
  return escape;
}

Escape read_named(std::string_view text) {
  constexpr const char* kMalformed = "malformed \\N character escape";
  if (text.size() < 3 || text[2] != '{') {
    return malformed(2, kMalformed);
  }
  const std::size_t close = text.find('}', 3);
  if (close == std::string_view::npos) {
    return malformed(text.size(), kMalformed);
  }
  if (close == 3) {
    return malformed(3, kMalformed);
  }
  const auto found = find_character(text.substr(3, close - 3));
  return found ? character(*found, close + 1)
               : malformed(close + 1, "unknown Unicode character name");
}

// The escapes that only text knows.
Escape read_text_only(std::string_view text) {
  switch (text[1]) {
    case 'u':
      return read_hex(text, 4, "truncated \\uXXXX escape");
    case 'U':
      return read_hex(text, 8, "truncated \\UXXXXXXXX escape");
    case 'N':
      return read_named(text);
    default:
      return {};
  }
}

// What a single letter or sign behind the backslash stands for.
std::optional<char> simple(char c) {
  switch (c) {
    case '\\':
    case '\'':
    case '"':
      return c;
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return std::nullopt;
  }
}

}  // namespace

Escape read_escape(std::string_view text, EscapeSet set) {
  if (text.size() < 2) {
    return malformed(text.size(), "\\ at end of string");
  }
  const char c = text[1];
  if (const auto value = simple(c)) {
    return character(static_cast<unsigned char>(*value), 2);
  }
  if (c == '\n' || c == '\r') {
    const bool pair = c == '\r' && text.size() > 2 && text[2] == '\n';
    return {EscapeKind::Nothing, 0, pair ? 3U : 2U, false, nullptr};
  }
  if (c == 'x') {
    return read_hex(text, 2,
                    set == EscapeSet::Bytes ? "invalid \\x escape" : "truncated \\xXX escape");
  }
  if (is_octal(c)) {
    return read_octal(text, set);
  }
  return set == EscapeSet::Bytes ? Escape{} : read_text_only(text);
}

Escape read_unicode_escape(std::string_view text) {
  const bool is_unicode = text.size() > 1 && (text[1] == 'u' || text[1] == 'U');
  return is_unicode ? read_text_only(text) : Escape{};
}

}  // namespace av::lexis
