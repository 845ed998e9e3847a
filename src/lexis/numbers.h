#pragma once
// numbers.h — Python's number tokens: where one ends, whether it is well formed, and its value.
//
// Source: The Python Language Reference, 2.4.5 to 2.4.7; PEP 515 (underscores); Python 2.7's
// reference for 0777 and 1L.

#include <antivenom/result.h>

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
  const char* problem = nullptr;  // why no Python reads it, a sentence without a full stop
};

// scan_number measures the number at `text`, which starts with a digit, or a dot and a digit, and
// is followed by a NUL somewhere.  Never fails: malformed numbers have a `problem`.  Linear.
// `1if` is a number followed by a keyword and no problem; `1x` is a problem.
NumberToken scan_number(const char* text);

}  // namespace av::lexis
