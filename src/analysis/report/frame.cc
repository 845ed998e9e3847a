#include "analysis/report/frame.h"

#include "analysis/report/line_layout.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace av::report {

unsigned margin_of(const engine::Excerpt& excerpt) {
  std::uint32_t largest = 0;
  for (const engine::ExcerptLine& line : excerpt) {
    largest = std::max(largest, line.number);
  }
  return static_cast<unsigned>(std::to_string(largest).size());
}

void Frame::add_margin(std::string_view number) {
  std::string text(margin_ - std::min<std::size_t>(margin_, number.size()), ' ');
  text.append(number).append(look_.symbols == Symbols::Unicode ? " │" : " |");
  out_ += look_.painter.paint(Role::Faint, text);
}

void Frame::add_line(const engine::ExcerptLine& line, Role role) {
  constexpr unsigned kLeastColumns = 20;
  const unsigned used = margin_ + 3;
  const unsigned room = look_.columns > used + kLeastColumns ? look_.columns - used : kLeastColumns;
  const ShownLine shown = lay_out(line, room);
  add_margin(std::to_string(line.number));
  out_ += shown.text.empty() ? "\n" : " " + shown.text + "\n";
  if (shown.mark_width > 0) {
    add_margin("");
    out_.append(shown.mark_column + 1, ' ');
    out_ += look_.painter.paint(role, std::string(shown.mark_width, '^')) + "\n";
  }
}

void Frame::add_excerpt(const engine::Excerpt& excerpt, Role role) {
  std::uint32_t next = excerpt.empty() ? 0 : excerpt.front().number;
  for (const engine::ExcerptLine& line : excerpt) {
    if (line.number > next) {
      out_ += look_.painter.paint(Role::Faint, std::string(margin_ + 1, ' ') + ":") + "\n";
    }
    add_line(line, role);
    next = line.number + 1;
  }
}

void Frame::add_note(std::string_view label, std::string_view text) {
  constexpr unsigned kLeastColumns = 30;
  const unsigned indent = margin_ + 3 + static_cast<unsigned>(label.size()) + 2;
  const unsigned room =
      look_.columns > indent + kLeastColumns ? look_.columns - indent : kLeastColumns;
  bool first = true;
  for (const std::string& line : wrap(text, room)) {
    if (first) {
      out_ += look_.painter.paint(Role::Faint, std::string(margin_ + 1, ' ') + "= ");
      out_ += look_.painter.paint(Role::Strong, std::string(label) + ":") + " ";
    } else {
      out_.append(indent, ' ');
    }
    out_ += line + "\n";
    first = false;
  }
}

}  // namespace av::report
