#include "analysis/report/line_layout.h"

#include "base/printable.h"
#include "base/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstddef>

namespace av::report {
namespace {

constexpr unsigned kTabStop = 4;
constexpr std::string_view kDots = "...";

// Cell is one character of the source as shown.
struct Cell {
  std::string text;
  unsigned width = 0;
  bool marked = false;
};

unsigned width_of_code_point(char32_t code_point) {
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_point));
  return width > 0 ? static_cast<unsigned>(width) : 0;
}

// cell_at shows the character at the front of `text`; `column` is where it will stand.
Cell cell_at(std::string_view text, base::Utf8Step step, unsigned column) {
  Cell cell;
  if (step.valid && step.code_point == '\t') {
    cell.width = kTabStop - column % kTabStop;
    cell.text.assign(cell.width, ' ');
    return cell;
  }
  base::add_printable(cell.text, text, step);
  const bool as_it_is = step.valid && !base::is_hidden(step.code_point);
  cell.width =
      as_it_is ? width_of_code_point(step.code_point) : static_cast<unsigned>(cell.text.size());
  return cell;
}

std::vector<Cell> cells_of(const engine::ExcerptLine& line) {
  std::vector<Cell> cells;
  const std::string_view text = line.text;
  unsigned column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const base::Utf8Step step = base::decode_utf8(text.substr(at));
    Cell cell = cell_at(text.substr(at), step, column);
    cell.marked = at < line.mark_end && at + step.length > line.mark_start;
    column += cell.width;
    at += step.length;
    cells.push_back(std::move(cell));
  }
  return cells;
}

// Window is the cells to show, and whether some are left out on either side.
struct Window {
  std::size_t first = 0, last = 0;
  bool dots_before = false, dots_after = false;
};

// choose_first is the first cell of a window that shows the start of the mark with a third of the
// room before it.
std::size_t choose_first(const std::vector<Cell>& cells, unsigned columns) {
  std::size_t first = 0;
  while (first < cells.size() && !cells[first].marked) {
    ++first;
  }
  if (first == cells.size()) {
    return 0;
  }
  unsigned before = 0;
  while (first > 0 && before + cells[first - 1].width <= columns / 3) {
    before += cells[--first].width;
  }
  return first;
}

Window choose_window(const std::vector<Cell>& cells, const engine::ExcerptLine& line,
                     unsigned columns) {
  unsigned total = 0;
  for (const Cell& cell : cells) {
    total += cell.width;
  }
  const auto dots = static_cast<unsigned>(kDots.size());
  const unsigned outer = (line.cut_before ? dots : 0) + (line.cut_after ? dots : 0);
  if (total + outer <= columns) {
    return {0, cells.size(), line.cut_before, line.cut_after};
  }
  const unsigned room = columns - 2 * dots;
  Window window;
  window.first = total <= room ? 0 : choose_first(cells, room);
  unsigned used = 0;
  window.last = window.first;
  while (window.last < cells.size() && used + cells[window.last].width <= room) {
    used += cells[window.last++].width;
  }
  while (window.first > 0 && used + cells[window.first - 1].width <= room) {
    used += cells[--window.first].width;
  }
  window.dots_before = line.cut_before || window.first > 0;
  window.dots_after = line.cut_after || window.last < cells.size();
  return window;
}

}  // namespace

ShownLine lay_out(const engine::ExcerptLine& line, unsigned columns) {
  const std::vector<Cell> cells = cells_of(line);
  const Window window = choose_window(cells, line, columns);
  ShownLine shown;
  unsigned column = 0;
  if (window.dots_before) {
    shown.text = kDots;
    column = static_cast<unsigned>(kDots.size());
  }
  bool marked = false;
  for (std::size_t i = window.first; i < window.last; ++i) {
    if (cells[i].marked && !marked) {
      shown.mark_column = column;
      marked = true;
    }
    shown.text += cells[i].text;
    column += cells[i].width;
    if (cells[i].marked) {
      shown.mark_width = std::max(column - shown.mark_column, 1U);
    }
  }
  if (window.dots_after) {
    shown.text += kDots;
  }
  return shown;
}

unsigned width_of(std::string_view text) {
  unsigned width = 0;
  while (!text.empty()) {
    const base::Utf8Step step = base::decode_utf8(text);
    width += cell_at(text, step, width).width;
    text.remove_prefix(step.length);
  }
  return width;
}

std::vector<std::string> wrap(std::string_view text, unsigned columns) {
  std::vector<std::string> lines;
  std::string line;
  unsigned width = 0;
  while (!text.empty()) {
    const std::size_t start = text.find_first_not_of(" \n");
    if (start == std::string_view::npos) {
      break;
    }
    text.remove_prefix(start);
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    const unsigned word_width = width_of(word);
    if (!line.empty() && width + 1 + word_width > columns) {
      lines.push_back(std::move(line));
      line.clear();
      width = 0;
    }
    width += word_width + (line.empty() ? 0 : 1);
    line.append(line.empty() ? "" : " ").append(word);
  }
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace av::report
