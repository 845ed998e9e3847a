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

void Frame::add_margin(std::string_view number, MarkLook look) {
  const bool unicode = look_.symbols == Symbols::Unicode;
  std::string text(margin_ - std::min<std::size_t>(margin_, number.size()), ' ');
  text.append(number).append(" ");
  if (look.bar == Bar::Marked) {
    out_ += look_.painter.paint(Role::Faint, text);
    out_ += look_.painter.paint(look.role, unicode ? "┃" : ">");
  } else {
    out_ += look_.painter.paint(Role::Faint, text.append(unicode ? "│" : "|"));
  }
}

unsigned Frame::room() const {
  constexpr unsigned kLeastColumns = 20;
  const unsigned used = margin_ + 3;
  return look_.columns > used + kLeastColumns ? look_.columns - used : kLeastColumns;
}

void Frame::add_line(const engine::ExcerptLine& line, MarkLook look) {
  const ShownLine shown = lay_out(line, room());
  add_margin(std::to_string(line.number), look);
  out_ += shown.text.empty() ? "\n" : " " + shown.text + "\n";
}

void Frame::add_mark(const engine::ExcerptLine& line, MarkLook look) {
  const ShownLine shown = lay_out(line, room());
  add_margin("", look);
  out_.append(shown.mark_column + 1, ' ');
  out_ += look_.painter.paint(look.role, std::string(shown.mark_width, '^')) + "\n";
}

void Frame::add_excerpt(const engine::Excerpt& excerpt, Role role) {
  const auto is_marked = [](const engine::ExcerptLine& line) {
    return line.mark_start < line.mark_end;
  };
  const bool several = std::ranges::count_if(excerpt, is_marked) > 1;
  const auto first = std::ranges::find_if(excerpt, is_marked);
  std::uint32_t next = excerpt.empty() ? 0 : excerpt.front().number;
  for (auto line = excerpt.begin(); line != excerpt.end(); ++line) {
    if (line->number > next) {
      out_ += look_.painter.paint(Role::Faint, std::string(margin_ + 1, ' ') + ":") + "\n";
    }
    const MarkLook look = {role, several && is_marked(*line) ? Bar::Marked : Bar::Plain};
    add_line(*line, look);
    if (line == first) {
      add_mark(*line, look);
    }
    next = line->number + 1;
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
