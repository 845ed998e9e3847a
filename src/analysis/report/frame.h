#pragma once
// frame.h — an excerpt with line numbers in the margin and marks below the lines.

#include "analysis/engine/scan_result.h"
#include "analysis/report/paint.h"

#include <string>

namespace av::report {

// FrameLook is how frames are drawn.
struct FrameLook {
  Painter painter;
  Symbols symbols = Symbols::Ascii;
  unsigned columns = 100;
};

// margin_of is the width that the largest line number of an excerpt needs.
unsigned margin_of(const engine::Excerpt& excerpt);

// add_frame appends the excerpt, its line numbers right-aligned in `margin` columns, its marks in
// the colour of `role`.
void add_frame(std::string& out, const engine::Excerpt& excerpt, unsigned margin, Role role,
               const FrameLook& look);

// add_note appends "   = label: text", wrapped to the width, below a frame of that margin.
void add_note(std::string& out, std::string_view label, std::string_view text, unsigned margin,
              const FrameLook& look);

}  // namespace av::report
