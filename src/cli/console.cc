#include "base/printable.h"
#include "cli/command.h"

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

}  // namespace av::cli
