#pragma once
// declared_command.h — a command with its options, as help, manual and completions read it.

#include "cli/command.h"

#include <string>
#include <vector>

namespace av::cli {

// DeclaredCommand is one command; arguments and options in the order they were declared.
struct DeclaredCommand {
  CommandInfo info;
  std::vector<DeclaredOption> arguments;
  std::vector<DeclaredOption> options;

  // usage is "antivenom scan [OPTIONS] [PATHS]...".
  [[nodiscard]] std::string usage() const;
  // groups is the headings of the options, in their order.
  [[nodiscard]] std::vector<std::string> groups() const;
};

// declared describes a command whose options `parser` holds.
DeclaredCommand declared(const CommandInfo& info, const ArgumentParser& parser);

// declared_commands is all of them with the options that all have, in the order of `antivenom
// help`.
std::vector<DeclaredCommand> declared_commands();

}  // namespace av::cli
