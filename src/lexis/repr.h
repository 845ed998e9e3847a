#pragma once
// repr.h — Python's repr() of a string or of bytes.
//
// Source: CPython's unicodeobject.c and bytesobject.c.  What is printable is decided by the
// Unicode version of the utf8proc library (15.0 in Debian 12, as in CPython 3.12).

#include <string>
#include <string_view>

namespace av::lexis {

// text_repr is repr() of a str: 'it', "it's", '\x00\ud800é'.  `value` is UTF-8 that may hold lone
// surrogates (strings.h); bytes that are neither are shown as \udcXX, as `surrogateescape` does.
std::string text_repr(std::string_view value);

// bytes_repr is repr() of bytes: b'\x00a'.
std::string bytes_repr(std::string_view value);

// is_printable is what str.isprintable() says of one character.
bool is_printable(char32_t code_point);

}  // namespace av::lexis
