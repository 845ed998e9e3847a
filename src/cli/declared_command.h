#pragma once
// declared_command.h — a command with its options, as help, manual and completions read it.

#include "cli/command.h"

#include <string>
#include <vector>

namespace av::cli {

// DeclaredOption is one option or argument.
struct DeclaredOption {
  std::vector<std::string> names;  // "-q", "--quiet"; none of an argument
  std::string value;               // what it takes, as help shows it: "FILE"; empty for a flag
  std::string type;                // of the value; that of an argument called `paths` is FILE
  std::string description;
  std::string group;
  bool is_required = false;
  bool may_repeat = false;

  // term is "-q, --quiet", or "--jobs N".
  [[nodiscard]] std::string term() const;
};

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

// declared describes a command whose options `app` holds.
DeclaredCommand declared(const CommandInfo& info, const CLI::App& app);

// declared_commands is all of them with the options that all have, in the order of `antivenom
// help`.
std::vector<DeclaredCommand> declared_commands();

}  // namespace av::cli
