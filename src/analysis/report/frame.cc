#include "analysis/report/frame.h"

#include "analysis/report/line_layout.h"

#include <algorithm>
#include <cstdint>

namespace av::report {
namespace {

std::string_view bar(const FrameLook& look) {
  return look.symbols == Symbols::Unicode ? "│" : "|";
}

// add_margin appends the margin and the bar, with a line number or without.
void add_margin(std::string& out, std::string_view number, unsigned margin, const FrameLook& look) {
  std::string text(margin - std::min<std::size_t>(margin, number.size()), ' ');
  text.append(number).append(" ").append(bar(look));
  out += look.painter.paint(Role::Faint, text);
}

void add_line(std::string& out, const engine::ExcerptLine& line, unsigned margin, Role role,
              const FrameLook& look) {
  constexpr unsigned kLeastColumns = 20;
  const unsigned used = margin + 3;
  const unsigned room = look.columns > used + kLeastColumns ? look.columns - used : kLeastColumns;
  const ShownLine shown = lay_out(line, room);
  add_margin(out, std::to_string(line.number), margin, look);
  out += shown.text.empty() ? "\n" : " " + shown.text + "\n";
  if (shown.mark_width > 0) {
    add_margin(out, "", margin, look);
    out.append(shown.mark_column + 1, ' ');
    out += look.painter.paint(role, std::string(shown.mark_width, '^')) + "\n";
  }
}

}  // namespace

unsigned margin_of(const engine::Excerpt& excerpt) {
  std::uint32_t largest = 0;
  for (const engine::ExcerptLine& line : excerpt) {
    largest = std::max(largest, line.number);
  }
  return static_cast<unsigned>(std::to_string(largest).size());
}

void add_frame(std::string& out, const engine::Excerpt& excerpt, unsigned margin, Role role,
               const FrameLook& look) {
  std::uint32_t next = excerpt.empty() ? 0 : excerpt.front().number;
  for (const engine::ExcerptLine& line : excerpt) {
    if (line.number > next) {
      out += look.painter.paint(Role::Faint, std::string(margin + 1, ' ') + ":") + "\n";
    }
    add_line(out, line, margin, role, look);
    next = line.number + 1;
  }
}

void add_note(std::string& out, std::string_view label, std::string_view text, unsigned margin,
              const FrameLook& look) {
  const unsigned indent = margin + 3 + static_cast<unsigned>(label.size()) + 2;
  constexpr unsigned kLeastColumns = 30;
  const unsigned room =
      look.columns > indent + kLeastColumns ? look.columns - indent : kLeastColumns;
  const std::string head = std::string(margin + 1, ' ') + "= ";
  bool first = true;
  for (const std::string& line : wrap(text, room)) {
    if (first) {
      out += look.painter.paint(Role::Faint, head);
      out += look.painter.paint(Role::Strong, std::string(label) + ":") + " ";
    } else {
      out.append(indent, ' ');
    }
    out += line + "\n";
    first = false;
  }
}

}  // namespace av::report
