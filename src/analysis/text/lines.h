#pragma once
// lines.h — from byte offsets to lines and columns and back.
//
// Analysis works on byte offsets; lines and columns exist only where people or formats want them.
// A line ends at \n, \r\n or a lone \r, as Python's tokenizer sees it.  Form feeds end no line.

#include "analysis/text/span.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace av::text {

// Position is a place as people count: both from 1.  `column` counts characters (code points),
// `column_bytes` bytes, `column_utf16` UTF-16 units; all from 1.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t column_bytes = 1;
  std::uint32_t column_utf16 = 1;
  std::uint32_t cell = 0;       // of a notebook, from 1: `line` counts in it; 0 in other files
  std::uint32_t file_line = 0;  // the line of the file, where that is not `line`
};

// count_lines is how many lines a text has; at least 1, as an empty text has one empty line.
std::uint32_t count_lines(std::string_view text);

// LineIndex knows where each line of a text starts, and in long lines the columns of some places,
// so that none costs more to look up than a short stretch of text.  Built once; then read-only and
// safe for any number of threads.  `text` must outlive it.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  // line_count is at least 1: an empty text has one empty line.
  [[nodiscard]] std::uint32_t line_count() const;
  // line_at is the line (from 1) that holds `offset`; offsets beyond the end are in the last line.
  [[nodiscard]] std::uint32_t line_at(std::uint32_t offset) const;
  [[nodiscard]] std::uint32_t line_start(std::uint32_t line) const;
  // line_text is the text of line `line` (from 1) without its line end.
  [[nodiscard]] std::string_view line_text(std::uint32_t line) const;
  [[nodiscard]] Position position_at(std::uint32_t offset) const;

 private:
  struct Column {
    std::uint32_t offset;
    std::uint32_t column;
    std::uint32_t column_utf16;
  };

  void add_columns(std::string_view line);
  [[nodiscard]] Column column_before(std::uint32_t line, std::uint32_t offset) const;

  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  std::vector<Column> columns_;  // ascending, in long lines only
};

}  // namespace av::text
