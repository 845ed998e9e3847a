#pragma once
// identifiers.h — what may be a Python name, and when two spellings are one name.
//
// Source: PEP 3131 (XID_Start, XID_Continue, NFKC); Unicode data of the utf8proc library.

#include <cstddef>
#include <string>
#include <string_view>

namespace av::lexis {

// find_invalid_identifier_byte checks UTF-8 `name` against Python 3's rule for identifiers and
// returns the offset of the first character that breaks it, or npos when the name is good.
std::size_t find_invalid_identifier_byte(std::string_view name);

// is_ascii says whether every byte is below 0x80: such a name is its own normal form.
bool is_ascii(std::string_view text);

// normalized is the NFKC form of `name`, by which Python compares names: a full-width or
// mathematical spelling of `eval` is `eval`.  Invalid UTF-8 is returned unchanged.
std::string normalized(std::string_view name);

}  // namespace av::lexis
