#pragma once
// unicode_names.h — characters by their names, as `\N{...}` in a Python string finds them.
//
// Source: UnicodeData.txt and NameAliases.txt of Unicode 15.0, and CPython's unicodedata.c: case
// does not matter except in computed names (Hangul syllables, CJK ideographs); named sequences are
// not characters.  Names of characters newer than the data are unknown.

#include <optional>
#include <string_view>

namespace av::lexis {

// find_character is the character called `name`, e.g. "BULLET", "nbsp", "HANGUL SYLLABLE GAG".
std::optional<char32_t> find_character(std::string_view name);

}  // namespace av::lexis
