#pragma once
// help.h — what --help prints, made from the commands themselves.

#include "cli/command.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::cli {

// Group is the first word of two-word commands.
struct Group {
  std::string_view name;
  std::string_view summary;
};

// ExitCode is what the process tells its caller, and what that means.
struct ExitCode {
  int number;
  std::string_view meaning;
};
std::span<const ExitCode> exit_codes();

// all_groups and all_commands are commands.def.
std::span<const Group> all_groups();
std::vector<std::unique_ptr<Command>> all_commands();

// overview_help lists the groups and commands, or one group's commands.
std::string overview_help();
std::string group_help(std::string_view group);

// command_help describes one command; `parser` holds its declared options.
std::string command_help(const CommandInfo& info, const ArgumentParser& parser);

}  // namespace av::cli
