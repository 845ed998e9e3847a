#pragma once
// place_text.h — places in words: a notebook's are counted in its cells.

#include "analysis/text/lines.h"

#include <string>

namespace av::report {

// place_text is "17:5", in a notebook "cell 3:17:5".
inline std::string place_text(const text::Position& position) {
  const std::string cell =
      position.cell > 0 ? "cell " + std::to_string(position.cell) + ":" : std::string();
  return cell + std::to_string(position.line) + ":" + std::to_string(position.column);
}

// line_words is "line 17", in a notebook "cell 3, line 17".
inline std::string line_words(const text::Position& position) {
  const std::string cell =
      position.cell > 0 ? "cell " + std::to_string(position.cell) + ", " : std::string();
  return cell + "line " + std::to_string(position.line);
}

// line_in_file is the line that a program finds which knows nothing of cells.
inline std::uint32_t line_in_file(const text::Position& position) {
  return position.file_line > 0 ? position.file_line : position.line;
}

}  // namespace av::report
