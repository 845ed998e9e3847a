#pragma once
// frame.h — excerpts with line numbers in the margin and marks below the lines.

#include "analysis/engine/scan_result.h"
#include "analysis/report/paint.h"

#include <string>
#include <string_view>

namespace av::report {

// FrameLook is how frames are drawn.
struct FrameLook {
  Painter painter;
  Symbols symbols = Symbols::Ascii;
  unsigned columns = 100;
};

// margin_of is the width that the largest line number of an excerpt needs.
unsigned margin_of(const engine::Excerpt& excerpt);

// Frame draws excerpts and notes with one margin for all.
class Frame {
 public:
  // Line numbers are right-aligned in `margin` columns.
  Frame(unsigned margin, const FrameLook& look) : margin_(margin), look_(look) {}

  // add_excerpt draws lines, their marks in the colour of `role`: below the line, and of a place
  // over several lines below the first and in the margin of all.
  void add_excerpt(const engine::Excerpt& excerpt, Role role);
  // add_note draws "   = label: text", wrapped to the width.
  void add_note(std::string_view label, std::string_view text);

  [[nodiscard]] const std::string& text() const { return out_; }

 private:
  // Bar is how the margin of a line ends.
  enum class Bar : unsigned char { Plain, Marked };
  // MarkLook is how the marks of an excerpt are drawn.
  struct MarkLook {
    Role role;
    Bar bar;
  };

  void add_line(const engine::ExcerptLine& line, MarkLook look);
  void add_mark(const engine::ExcerptLine& line, MarkLook look);
  void add_margin(std::string_view number, MarkLook look);
  [[nodiscard]] unsigned room() const;

  unsigned margin_;
  const FrameLook& look_;
  std::string out_;
};

}  // namespace av::report
