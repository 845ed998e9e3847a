#pragma once
// strings.h — Python's string literals: their parts and the value they stand for.
//
// Values are std::strings: for bytes the bytes, for text UTF-8 in which a lone surrogate, which a
// Python string may hold, is its three bytes ('\ud800' -> ED A0 80).  Line ends inside a literal
// (\r\n, \r) are \n in its value, as Python reads files.
// Source: The Python Language Reference 2.4.1 to 2.4.3 and CPython's string_parser.c; for Python 2
// its reference 2.4.1.  Malformed escapes are errors to CPython; here the text stands for itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::lexis {

// StringPrefix is the letters in front of the opening quote.
struct StringPrefix {
  bool raw = false;
  bool bytes = false;
  bool unicode = false;    // u: text even in Python 2
  bool format = false;     // f
  bool templated = false;  // t
  std::uint8_t length = 0;
  bool python2 = false;  // ur: no Python 3 has it
  bool python3 = false;  // rb, and all with f or t: Python 2 has no such prefix
};

// read_prefix reads the prefix at the start of `text`.  When the letters in front of the first
// quote are no prefix, or there is no quote within three letters, `is_prefix` is false.
struct PrefixResult {
  StringPrefix prefix;
  bool is_prefix = false;
};
PrefixResult read_prefix(std::string_view text);

// StringParts is a literal token taken apart.  `body` lies between the quotes.
struct StringParts {
  StringPrefix prefix;
  char quote = '"';
  bool triple = false;
  bool closed = false;  // the closing quotes are there
  std::size_t body_start = 0;
  std::string_view body;
};

// split_string takes a string token apart.  A token that is no string literal has an empty body.
StringParts split_string(std::string_view token);

// StringReading is how a body is to be read.
struct StringReading {
  enum class Sort : std::uint8_t { Text, Bytes };
  enum class Braces : std::uint8_t { Plain, Doubled };
  Sort sort = Sort::Text;
  bool raw = false;
  Braces braces = Braces::Plain;  // Doubled: `{{` and `}}` of an f-string's text are one brace
  bool python2 = false;           // bytes may hold any character; \u works in raw text
};

// reading_of is how the body of a literal with `prefix` is read in Python 3, or in Python 2 where a
// literal without u is bytes (`unicode_literals` apart).
StringReading reading_of(const StringPrefix& prefix);
StringReading python2_reading_of(const StringPrefix& prefix);

// StringProblem is one escape (or byte) that CPython rejects, at an offset into the body.
struct StringProblem {
  std::uint32_t offset;
  std::uint32_t length;
  const char* reason;  // as CPython words it; static storage
};

// DecodedString is a value, and what was wrong on the way to it.
struct DecodedString {
  std::string value;
  std::vector<StringProblem> problems;         // errors to CPython, ascending
  std::vector<std::uint32_t> unknown_escapes;  // offsets of warnings: \d, \400
};

// reads_as_written says whether the value of `body` is `body`, byte for byte, without a problem.
bool reads_as_written(std::string_view body, const StringReading& reading);

// decode_string appends nothing: it replaces `out` by the value of `body`.  Linear.
void decode_string(std::string_view body, const StringReading& reading, DecodedString& out);

}  // namespace av::lexis
