#include "analysis/report/markdown.h"

#include "analysis/report/line_layout.h"
#include "base/printable.h"

#include <algorithm>
#include <cstddef>

namespace av::report {
namespace {

constexpr std::string_view kIndent = "  ";

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Inline is how the marks within a paragraph are rendered.
class Inline {
 public:
  explicit Inline(std::string_view text) : rest_(text) {}

  std::string plain() {
    std::string out;
    while (!rest_.empty()) {
      if (!take_code(out) && !take_link(out) && !take_strong()) {
        out += rest_.front() == '\n' ? ' ' : rest_.front();
        rest_.remove_prefix(1);
      }
    }
    return out;
  }

 private:
  // take_code keeps the quotes: in a sentence they say where code begins and ends.
  bool take_code(std::string& out) {
    if (rest_.front() != '`') {
      return false;
    }
    const std::size_t end = rest_.find('`', 1);
    if (end == std::string_view::npos) {
      return false;
    }
    for (const char c : rest_.substr(0, end + 1)) {
      out += c == '\n' ? ' ' : c;
    }
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool take_strong() {
    if (!rest_.starts_with("**")) {
      return false;
    }
    rest_.remove_prefix(2);
    return true;
  }

  bool take_link(std::string& out) {
    const std::size_t middle = rest_.find("](");
    const std::size_t end = rest_.find(')', middle);
    if (rest_.front() != '[' || middle == std::string_view::npos || end == std::string_view::npos ||
        rest_.find(']') != middle) {
      return false;
    }
    out.append(Inline(rest_.substr(1, middle - 1)).plain());
    const std::string_view address = rest_.substr(middle + 2, end - middle - 2);
    out.append(" <").append(address).append(">");
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
};

void add_paragraph(std::string& out, std::string_view text, std::string_view bullet,
                   unsigned columns) {
  const std::size_t indent = kIndent.size() + bullet.size();
  const unsigned room = columns > indent + 20 ? columns - static_cast<unsigned>(indent) : 20;
  bool first = true;
  for (const std::string& line : wrap(plain_text(text), room)) {
    out.append(kIndent);
    out.append(first ? std::string(bullet) : std::string(bullet.size(), ' ')).append(line);
    out += '\n';
    first = false;
  }
}

bool is_fence(std::string_view line) {
  return line.starts_with("```");
}

void add_code(std::string& out, std::string_view& rest, const Painter& painter) {
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (is_fence(line)) {
      return;
    }
    out += line.empty() ? "\n" : "    " + painter.paint(Role::Low, base::printable(line)) + "\n";
  }
}

// take_block takes the lines of one paragraph or list item.
std::string_view take_block(std::string_view& rest) {
  const char* const start = rest.data();
  std::size_t size = next_line(rest).size();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    if (line.empty() || is_fence(line) || line.starts_with("- ")) {
      break;
    }
    next_line(rest);
    size = static_cast<std::size_t>(line.data() + line.size() - start);
  }
  return {start, size};
}

}  // namespace

std::string_view first_paragraph(std::string_view markdown) {
  return markdown.substr(0, markdown.find("\n\n"));
}

std::string plain_text(std::string_view markdown) {
  return Inline(markdown).plain();
}

void add_markdown(std::string& out, std::string_view markdown, const MarkdownLook& look) {
  while (!markdown.empty()) {
    if (markdown.front() == '\n') {
      markdown.remove_prefix(1);
      out += '\n';
    } else if (is_fence(markdown)) {
      next_line(markdown);
      add_code(out, markdown, look.painter);
    } else {
      const std::string_view block = take_block(markdown);
      const bool item = block.starts_with("- ");
      add_paragraph(out, item ? block.substr(2) : block, item ? "- " : "", look.columns);
    }
  }
}

}  // namespace av::report
