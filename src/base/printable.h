#pragma once
// printable.h — text from files and file names, made safe to print.
//
// A scanned file is written by somebody else.  Its control characters could move the cursor, set
// colours or answer for the user; its bidirectional and invisible characters could show code in
// another order than it runs (CVE-2021-42574).  Both are printed as visible escapes.
// Source: Unicode 15.1, categories Cc, Cf, Zl, Zp, Cs, Co and unassigned planes; tags and variation
// selectors supplement.

#include "base/utf8.h"

#include <string>
#include <string_view>

namespace av::base {

// is_hidden says that a character is not to be printed as it is.
bool is_hidden(char32_t code_point);

// add_printable appends the character at the front of `text`, which decode_utf8 read as `step`: as
// it is, or when hidden or undecodable as \x1b, \u202e or \U000e0001.
void add_printable(std::string& out, std::string_view text, Utf8Step step);

// printable is `text` with everything hidden or undecodable escaped, tabs and line ends included.
std::string printable(std::string_view text);

}  // namespace av::base
