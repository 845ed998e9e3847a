#pragma once
// safe_pattern.h — whether a text that a regular expression admits can do no harm.

#include <cstdint>
#include <string_view>

namespace av::taint {

// Dots is how many dots a harmless text may have: with more it may be a host, or "..".
enum class Dots : std::uint8_t { One, Any };

// is_safe_pattern says whether `pattern` admits only letters, digits and a few marks that mean
// nothing to a shell, a database, a path or HTML.  `is_whole`: the match covers the whole text
// (re.fullmatch); otherwise the pattern itself must be anchored at both ends.  When in doubt, no.
bool is_safe_pattern(std::string_view pattern, bool is_whole, Dots dots = Dots::One);

// leaves_harmless says whether a text from which all matches of `pattern` are taken is harmless in
// that way: "[^a-z0-9]+", "\W".
bool leaves_harmless(std::string_view pattern);

// takes_line_ends says whether a pattern matches each line end: "[\r\n]+", "\s",
// "[^ -~]".
bool takes_line_ends(std::string_view pattern);

// is_harmless_text says whether a constant text has only such characters.
bool is_harmless_text(std::string_view text);

}  // namespace av::taint
