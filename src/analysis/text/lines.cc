#include "analysis/text/lines.h"

#include "base/assert.h"
#include "base/scan.h"
#include "base/utf8.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace av::text {
namespace {

// The offset of `c` in text[from, to), or `to`.
std::size_t find_byte(std::string_view text, char c, std::size_t from, std::size_t to) {
  const void* found = std::memchr(text.data() + from, c, to - from);
  return found == nullptr ? to
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// A line longer than this is long, and has the column of a character noted in each such stretch.
constexpr std::size_t kStretch = 512;

}  // namespace

std::uint32_t count_lines(std::string_view text) {
  std::uint32_t count = 1 + static_cast<std::uint32_t>(base::count_equal(text, '\n'));
  for (std::size_t at = text.find('\r'); at != std::string_view::npos;
       at = text.find('\r', at + 1)) {
    count += text.substr(at + 1).starts_with('\n') ? 0U : 1U;
  }
  return count;
}

// memchr finds each \n at memory speed; what lies before it is searched for \r, which most texts do
// not have.
LineIndex::LineIndex(std::string_view text) : text_(text) {
  const auto add = [this](std::size_t start) {
    starts_.push_back(static_cast<std::uint32_t>(start));
  };
  add(0);
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t newline = find_byte(text, '\n', start, text.size());
    std::size_t carriage_return = find_byte(text, '\r', start, newline);
    while (carriage_return < newline) {
      if (carriage_return + 1 < newline || newline == text.size()) {
        add(carriage_return + 1);
      }
      carriage_return = find_byte(text, '\r', carriage_return + 1, newline);
    }
    if (newline < text.size()) {
      add(newline + 1);
    }
    start = newline + 1;
  }
  for (std::uint32_t line = 1; line <= line_count(); ++line) {
    if (const std::string_view long_line = line_text(line); long_line.size() > kStretch) {
      add_columns(long_line);
    }
  }
}

void LineIndex::add_columns(std::string_view line) {
  const auto start = static_cast<std::uint32_t>(line.data() - text_.data());
  Column at = {start, 1, 1};
  std::uint32_t next = start;
  while (!line.empty()) {
    if (at.offset >= next) {
      columns_.push_back(at);
      next = at.offset + static_cast<std::uint32_t>(kStretch);
    }
    const base::Utf8Step step = base::decode_utf8(line);
    at.offset += static_cast<std::uint32_t>(step.length);
    at.column += 1;
    at.column_utf16 += step.code_point > 0xFFFF ? 2 : 1;
    line.remove_prefix(step.length);
  }
}

std::uint32_t LineIndex::line_count() const {
  return static_cast<std::uint32_t>(starts_.size());
}

std::uint32_t LineIndex::line_at(std::uint32_t offset) const {
  const auto behind = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::uint32_t>(behind - starts_.begin());
}

std::uint32_t LineIndex::line_start(std::uint32_t line) const {
  AV_ASSERT(line >= 1 && line <= line_count());
  return starts_[line - 1];
}

std::string_view LineIndex::line_text(std::uint32_t line) const {
  const std::uint32_t start = line_start(line);
  const std::size_t end = line < line_count() ? starts_[line] : text_.size();
  std::string_view text = text_.substr(start, end - start);
  if (text.ends_with('\n')) {
    text.remove_suffix(1);
  }
  if (text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  return text;
}

// column_before is the nearest place of the line, not behind `offset`, of which the column is
// known.
LineIndex::Column LineIndex::column_before(std::uint32_t line, std::uint32_t offset) const {
  const Column start = {line_start(line), 1, 1};
  const auto behind = std::ranges::upper_bound(columns_, offset, {}, &Column::offset);
  const bool is_in_line = behind != columns_.begin() && std::prev(behind)->offset >= start.offset;
  return is_in_line ? *std::prev(behind) : start;
}

Position LineIndex::position_at(std::uint32_t offset) const {
  const auto end = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  Position position;
  position.line = line_at(end);
  position.column_bytes += end - line_start(position.line);
  const Column known = column_before(position.line, end);
  position.column = known.column;
  position.column_utf16 = known.column_utf16;
  std::string_view between = text_.substr(known.offset, end - known.offset);
  while (!between.empty()) {
    const base::Utf8Step step = base::decode_utf8(between);
    position.column += 1;
    position.column_utf16 += step.code_point > 0xFFFF ? 2 : 1;
    between.remove_prefix(step.length);
  }
  return position;
}

}  // namespace av::text
