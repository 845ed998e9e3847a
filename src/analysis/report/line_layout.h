#pragma once
// line_layout.h — one line of source as it is shown: safe to print, cut to fit, its mark placed.
//
// Tabs become spaces, control and invisible characters visible escapes; wide characters count two
// columns and combining ones none, so that the mark stands below what it marks.
// Source of widths: utf8proc's reading of Unicode's EastAsianWidth and categories.

#include "analysis/engine/scan_result.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::report {

// ShownLine is one line for a terminal.  The mark is `mark_width` columns from `mark_column` on
// (from 0); none when the width is 0.
struct ShownLine {
  std::string text;
  unsigned mark_column = 0;
  unsigned mark_width = 0;
};

// lay_out fits `line` into `columns` (at least 20), keeping the start of its mark in view; what is
// cut off is shown as three dots.
ShownLine lay_out(const engine::ExcerptLine& line, unsigned columns);

// width_of is the number of columns that printable(text) takes.
unsigned width_of(std::string_view text);

// wrap breaks text at spaces into lines of at most `columns`; a longer word stays whole.
std::vector<std::string> wrap(std::string_view text, unsigned columns);

}  // namespace av::report
