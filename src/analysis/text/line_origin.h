#pragma once
// line_origin.h — where the lines of a source come from that is only a part of its file: the cells
// of a notebook, the fences of a Markdown page.

#include "analysis/text/lines.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace av::text {

// LineOrigin is where one line comes from.
struct LineOrigin {
  std::uint32_t cell = 0;       // of a notebook, from 1; 0 in other files
  std::uint32_t line = 1;       // in the cell, or in the file
  std::uint32_t file_line = 1;  // in the file
  std::uint32_t cut = 0;        // ASCII characters taken off at its front
};

// at_origin is the place in the file, or in the cell, of a position in the text.  `origins` has one
// entry a line; without any, the text is the file's own.
inline Position at_origin(Position position, std::span<const LineOrigin> origins) {
  if (origins.empty()) {
    return position;
  }
  const std::size_t last = origins.size() - 1;
  const LineOrigin& origin = origins[std::min<std::size_t>(position.line - 1, last)];
  position.cell = origin.cell;
  position.line = origin.line;
  position.file_line = origin.file_line;
  position.column += origin.cut;
  position.column_bytes += origin.cut;
  position.column_utf16 += origin.cut;
  return position;
}

}  // namespace av::text
