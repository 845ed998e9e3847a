#include "lexis/numbers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace av::lexis {
namespace {

constexpr const char* kInvalidDecimal = "invalid decimal literal";
constexpr const char* kInvalidHexadecimal = "invalid hexadecimal literal";
constexpr const char* kInvalidOctal = "invalid octal literal";
constexpr const char* kInvalidBinary = "invalid binary literal";
constexpr const char* kInvalidImaginary = "invalid imaginary literal";
constexpr const char* kLeadingZeros =
    "leading zeros in decimal integer literals are not permitted; "
    "use an 0o prefix for octal integers";

// Digits 8 and 9 in octal, 2 to 9 in binary.
constexpr std::array<const char*, 2> kOctalDigit = {"invalid digit '8' in octal literal",
                                                    "invalid digit '9' in octal literal"};
constexpr std::array<const char*, 8> kBinaryDigit = {
    "invalid digit '2' in binary literal", "invalid digit '3' in binary literal",
    "invalid digit '4' in binary literal", "invalid digit '5' in binary literal",
    "invalid digit '6' in binary literal", "invalid digit '7' in binary literal",
    "invalid digit '8' in binary literal", "invalid digit '9' in binary literal"};

// Words that may follow a number without a space: `1if x else 2`; and those that could until 3.9,
// whose tokenizer did not look behind a number.
constexpr std::array<std::string_view, 8> kFollowers = {"and", "else", "for", "if",
                                                        "in",  "is",   "not", "or"};
constexpr std::array<std::string_view, 3> kOldFollowers = {"as", "async", "from"};

constexpr bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What can go on an identifier; all bytes beyond ASCII may.
constexpr bool continues_name(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Scanner walks one number.  `at` is the first byte not yet taken.
struct Scanner {
  const char* start;
  const char* at;
  NumberToken token;

  explicit Scanner(const char* text) : start(text), at(text) {}

  NumberToken scan();
  void radix(unsigned bits, const char* problem);
  void zeros();
  void decimal();
  void fraction_and_beyond();
  void exponent();
  void finish(const char* problem);
  bool digits();
  bool long_suffix();
  void malformed(const char* problem);
};

constexpr bool is_digit_of(char c, unsigned bits) {
  switch (bits) {
    case 1:
      return c == '0' || c == '1';
    case 3:
      return c >= '0' && c <= '7';
    default:
      return is_hex_digit(c);
  }
}

// A decimal digit the radix lacks has a message of its own.
constexpr const char* wrong_digit(char c, unsigned bits) {
  if (!is_digit(c)) {
    return nullptr;
  }
  const auto value = static_cast<std::size_t>(c - '0');
  return bits == 3 ? kOctalDigit[value - 8] : kBinaryDigit[value - 2];
}

NumberToken Scanner::scan() {
  if (*at == '.') {
    ++at;
    token.kind = NumberKind::Float;
    if (digits()) {
      exponent();
    }
  } else if (*at == '0') {
    switch (at[1]) {
      case 'x':
      case 'X':
        radix(4, kInvalidHexadecimal);
        break;
      case 'o':
      case 'O':
        radix(3, kInvalidOctal);
        break;
      case 'b':
      case 'B':
        radix(1, kInvalidBinary);
        break;
      default:
        zeros();
    }
  } else {
    decimal();
  }
  token.length = static_cast<std::uint32_t>(at - start);
  return token;
}

void Scanner::radix(unsigned bits, const char* problem) {
  at += 2;
  do {
    if (*at == '_') {
      token.underscore = true;
      ++at;
    }
    if (!is_digit_of(*at, bits)) {
      const char* digit = wrong_digit(*at, bits);
      malformed(digit != nullptr ? digit : problem);
      return;
    }
    while (is_digit_of(*at, bits)) {
      ++at;
    }
  } while (*at == '_');
  if (const char* digit = wrong_digit(*at, bits); digit != nullptr) {
    malformed(digit);
    return;
  }
  finish(problem);
}

// A number that starts with 0 and no radix: zero, a float, or Python 2's octal.
void Scanner::zeros() {
  const char* first = at;
  if (!digits()) {
    return;
  }
  const std::string_view taken(first, static_cast<std::size_t>(at - first));
  const bool is_zero = taken.find_first_not_of("0_") == std::string_view::npos;
  if (*at == '.' || *at == 'e' || *at == 'E' || *at == 'j' || *at == 'J') {
    const char* end = at;
    fraction_and_beyond();
    if (at == end && !is_zero) {
      token.kind = NumberKind::Float;  // CPython takes the e of 07else for an exponent's
    }
    return;
  }
  if (!is_zero) {
    if (token.underscore || taken.find_first_of("89") != std::string_view::npos) {
      malformed(kLeadingZeros);
      return;
    }
    token.old_octal = true;
  }
  finish(kInvalidDecimal);
}

void Scanner::decimal() {
  if (digits()) {
    fraction_and_beyond();
  }
}

void Scanner::fraction_and_beyond() {
  if (*at == '.') {
    ++at;
    token.kind = NumberKind::Float;
    if (is_digit(*at) && !digits()) {
      return;
    }
  }
  exponent();
}

// The exponent, if one is there; `1else` has none.
void Scanner::exponent() {
  if (*at == 'e' || *at == 'E') {
    const bool is_signed = at[1] == '+' || at[1] == '-';
    if (is_digit(at[is_signed ? 2 : 1])) {
      at += is_signed ? 2 : 1;
      token.kind = NumberKind::Float;
      if (!digits()) {
        return;
      }
    } else if (is_signed) {
      ++at;
      malformed(kInvalidDecimal);
      return;
    }
  }
  if (*at == 'j' || *at == 'J') {
    ++at;
    token.kind = NumberKind::Imaginary;
    finish(kInvalidImaginary);
    return;
  }
  finish(kInvalidDecimal);
}

// Digits with single underscores between them.  False when the number is malformed (and done).
bool Scanner::digits() {
  while (true) {
    while (is_digit(*at)) {
      ++at;
    }
    if (*at != '_') {
      return true;
    }
    token.underscore = true;
    ++at;
    if (!is_digit(*at)) {
      malformed(kInvalidDecimal);
      return false;
    }
  }
}

bool Scanner::long_suffix() {
  if ((*at == 'l' || *at == 'L') && token.kind == NumberKind::Int && !token.underscore) {
    token.long_suffix = true;
    ++at;
    return true;
  }
  return false;
}

// The number is complete: nothing of a word may follow it but certain keywords.
void Scanner::finish(const char* problem) {
  if (!continues_name(*at)) {
    return;
  }
  if (long_suffix() && !continues_name(*at)) {
    return;
  }
  const char* end = at;
  while (continues_name(*end)) {
    ++end;
  }
  const std::string_view word(at, static_cast<std::size_t>(end - at));
  token.old_follower = contains(kOldFollowers, word);
  if (!token.old_follower && !contains(kFollowers, word)) {
    malformed(problem);
  }
}

// Takes the rest of what was meant as one number, so that it gives one problem and not several.
void Scanner::malformed(const char* problem) {
  token.problem = problem;
  while (continues_name(*at) || (*at == '.' && is_digit(at[1]))) {
    ++at;
  }
}

}  // namespace

NumberToken scan_number(const char* text) {
  return Scanner(text).scan();
}

}  // namespace av::lexis
