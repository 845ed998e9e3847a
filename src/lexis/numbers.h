#pragma once
// numbers.h — Python's number tokens: where one ends, whether it is well formed, and its value.
//
// Source: The Python Language Reference, 2.4.5 to 2.4.7; PEP 515 (underscores); Python 2.7's
// reference for 0777 and 1L.

#include <antivenom/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace av::lexis {

enum class NumberKind : std::uint8_t { Int, Float, Imaginary };

// NumberToken is what scan_number found.
struct NumberToken {
  std::uint32_t length = 0;  // bytes, malformed tail included
  NumberKind kind = NumberKind::Int;
  bool underscore = false;        // 1_000
  bool old_octal = false;         // 0777: Python 2 only (00 and 0_0 are fine everywhere)
  bool long_suffix = false;       // 1L: Python 2 only
  bool old_follower = false;      // 1as: until Python 3.9
  const char* problem = nullptr;  // why no Python reads it, a sentence without a full stop
};

// scan_number measures the number at `text`, which starts with a digit, or a dot and a digit, and
// is followed by a NUL somewhere.  Never fails: malformed numbers have a `problem`.  Linear.
// `1if` is a number followed by a keyword and no problem, `1as` one that only some Pythons read;
// `1x` is a problem.
NumberToken scan_number(const char* text);

// kMaxIntegerDigits is how long an integer CPython turns into decimal text, unless told otherwise.
inline constexpr std::size_t kMaxIntegerDigits = 4300;

// integer_text is the value of the Int `token` (no problem in it) in decimal: "0xff" -> "255".
// LimitExceeded when that has more than `max_digits` digits.  Quadratic in max_digits.
Result<std::string> integer_text(std::string_view token,
                                 std::size_t max_digits = kMaxIntegerDigits);

// float_value is the value of the Float or Imaginary `token` (no problem in it), rounded as Python
// rounds; beyond the largest double it is infinity.  An Int token in decimal is read as a float.
double float_value(std::string_view token);

// float_repr is repr(value) in Python: the shortest text that reads back as the same value.
std::string float_repr(double value);

// imaginary_repr is repr(complex(0, value)) for a value that is not negative: "1j", "1e+16j".
std::string imaginary_repr(double value);

}  // namespace av::lexis
