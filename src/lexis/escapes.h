#pragma once
// escapes.h — one backslash escape of a Python string literal.
//
// Used by strings.h for literals and by decoding.h for the codec `unicode_escape`.
// Source: The Python Language Reference, 2.4.1; CPython's unicodeobject.c and bytesobject.c for
// what is an error and how many bytes it spans.

#include <cstdint>
#include <string_view>

namespace av::lexis {

// EscapeSet is which escapes mean something: bytes know no characters (\u, \U, \N).
enum class EscapeSet : std::uint8_t { Text, Bytes };

enum class EscapeKind : std::uint8_t {
  Character,  // stands for `value`: a code point, or a byte
  Nothing,    // a backslash at the end of a line: the line goes on
  Unknown,    // means nothing to Python: the backslash stands for itself, with a warning
  Malformed,  // begins as an escape and is none; `problem` says why
};

// Escape is what read_escape found: `length` bytes from the backslash on.
struct Escape {
  EscapeKind kind = EscapeKind::Unknown;
  char32_t value = 0;
  std::uint32_t length = 1;
  bool large_octal = false;       // \400 to \777: Python warns
  const char* problem = nullptr;  // CPython's reason; static storage
};

// read_escape reads the escape at the start of `text`, which starts with a backslash.
// Time linear in the escape's length, except that an unclosed \N{ looks at all of `text`.
Escape read_escape(std::string_view text, EscapeSet set);

// read_unicode_escape reads \uXXXX or \UXXXXXXXX, all that a raw text of Python 2 and the codec
// `raw_unicode_escape` know; anything else is Unknown.
Escape read_unicode_escape(std::string_view text);

}  // namespace av::lexis
