#pragma once
// printable.h — text from files and file names, made safe to print.
//
// A scanned file is written by somebody else.  Its control characters could move the cursor, set
// colours or answer for the user; its bidirectional and invisible characters could show code in
// another order than it runs (CVE-2021-42574).  Both are printed as visible escapes.
// Source: Unicode 15.1, categories Cc, Cf, Zl, Zp, Cs, Co and unassigned planes; tags and variation
// selectors supplement.

#include <cstddef>
#include <string>
#include <string_view>

namespace av::base {

// Character is one code point of a text and its bytes; a byte that is no UTF-8 is a character of
// one byte with `valid` false and the byte as `code`.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

// character_at decodes the character at the front of `text`, which is not empty.
Character character_at(std::string_view text);

// is_hidden says that a character is not to be printed as it is.
bool is_hidden(char32_t code);

// add_escaped appends the visible form: \x1b for a control character or stray byte, \u202e,
// \U000e0001.
void add_escaped(std::string& out, Character character);

// printable is `text` with everything hidden or undecodable escaped, tabs and line ends included.
std::string printable(std::string_view text);

}  // namespace av::base
