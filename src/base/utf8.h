#pragma once
// utf8.h — reading and writing UTF-8, strictly or with the surrogates Python strings may hold.
//
// Strict: what CPython's utf-8 codec accepts (no surrogates, no overlong forms, up to U+10FFFF).
// Surrogates allowed: each lone surrogate is three bytes, as CPython's `surrogatepass` writes it.
// Source: The Unicode Standard 15.0, table 3-7 and section 3.9 (maximal subparts).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace av::base {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;
inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

// Surrogates says whether the three-byte forms of U+D800 to U+DFFF are text.
enum class Surrogates : std::uint8_t { Refused, Allowed };

// Utf8Step is one step through a text.  When not `valid`, `length` covers the bytes that one
// replacement character stands for (1 to 3) and `code_point` is U+FFFD.
struct Utf8Step {
  char32_t code_point = kReplacementCharacter;
  std::uint8_t length = 1;
  bool valid = false;
};

// decode_utf8 reads the code point at the start of `text`, which must not be empty.
Utf8Step decode_utf8(std::string_view text, Surrogates surrogates = Surrogates::Refused);

// append_utf8 appends `code_point` (surrogates too, as three bytes) to `out`.
void append_utf8(std::string& out, char32_t code_point);

// find_invalid_utf8 is the offset of the first byte, from `from` on, that is not strict UTF-8, or
// npos.  Linear; ASCII passes at memory speed.
std::size_t find_invalid_utf8(std::string_view text, std::size_t from = 0);

// find_non_ascii is the offset of the first byte >= 0x80, from `from` on, or the text's size.
std::size_t find_non_ascii(std::string_view text, std::size_t from = 0);

// is_surrogate says whether `code_point` is half of a UTF-16 pair.
constexpr bool is_surrogate(char32_t code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

}  // namespace av::base
