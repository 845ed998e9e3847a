#pragma once
// format_text.h — takes the templates of `%` and str.format apart.
//
// Source: Python library reference, "printf-style String Formatting" and "Format String Syntax".

#include "analysis/names/value.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace av::names {

// FormatPart is literal text, or a field that one argument fills.
struct FormatPart {
  std::string_view literal;  // when not a field
  bool is_field = false;
  bool is_plain = true;  // the argument itself, not an attribute or element of it
  Piece::Form form = Piece::Form::Plain;
  bool has_spec = false;               // width, precision …: the text may be padded or cut
  std::optional<std::uint32_t> index;  // which positional argument
  std::string_view name;               // which keyword argument, or key of the mapping
};

// parse_percent_template reads `%s %(name)d`.  nullopt when `%` would fail at run time.
std::optional<std::vector<FormatPart>> parse_percent_template(std::string_view text);

// parse_brace_template reads `{} {0} {name!r:>10}`.  nullopt when format() would fail at run time.
std::optional<std::vector<FormatPart>> parse_brace_template(std::string_view text);

// form_of_spec is what a format specification (behind the colon) lets through.
Piece::Form form_of_spec(std::string_view spec);

}  // namespace av::names
