#pragma once
// pattern_text.h — a pattern's text made readable for the Python parser.
//
// Metavariables ($X, $...X) and the ... of arguments and dicts become names and starred names of
// the same length, so that places in the parsed text are places in the pattern.  Linear.

#include <antivenom/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// PatternMark is a place where a metavariable or ... was.
struct PatternMark {
  std::uint32_t start;    // of the name that stands for it
  bool is_rest;           // $...X or ...
  std::string_view name;  // X; empty for ... and for $_
};

// PatternText is the result.  Names are views of the pattern.
struct PatternText {
  std::string python;
  std::vector<PatternMark> marks;  // ascending

  // find is the mark at `start`, or nullptr.
  [[nodiscard]] const PatternMark* find(std::uint32_t start) const;
};

// PatternFault is what is wrong with a pattern, and where in it.
struct PatternFault {
  std::uint32_t offset = 0;
  std::string message;
  std::string hint;
};

// is_variable_name: capital letters, digits and _, no digit in front.
bool is_variable_name(std::string_view name);

// rewrite_pattern makes `pattern` Python.
tl::expected<PatternText, PatternFault> rewrite_pattern(std::string_view pattern);

}  // namespace av::knowledge
