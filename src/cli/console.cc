#include "base/printable.h"
#include "cli/command.h"

#include <algorithm>
#include <string>

namespace av::cli {

void Console::complain(const Error& error) const {
  std::string text = "antivenom: " + base::printable(error.message) + "\n";
  if (!error.hint.empty()) {
    text += "  " + base::printable(error.hint) + "\n";
  }
  err.write(text);
}

void Console::say(std::string_view message) const {
  err.write(std::string(message) + "\n");
}

report::MarkdownLook markdown_look(const base::TerminalStyle& style) {
  constexpr unsigned kMostColumns = 100;
  using report::Painter;
  return {Painter(style.colour ? Painter::Colour::On : Painter::Colour::Off),
          std::min(style.columns, kMostColumns)};
}

}  // namespace av::cli
