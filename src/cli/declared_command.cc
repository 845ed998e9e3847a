#include "cli/declared_command.h"

#include "cli/common_options.h"
#include "cli/help.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace av::cli {
std::string DeclaredCommand::usage() const {
  std::string usage = "antivenom " + std::string(info.name) + " [OPTIONS]";
  for (const DeclaredOption& argument : arguments) {
    usage += argument.is_required ? " " + argument.value : " [" + argument.value + "]";
    usage += argument.may_repeat ? "..." : "";
  }
  return usage;
}

std::vector<std::string> DeclaredCommand::groups() const {
  std::vector<std::string> groups;
  for (const DeclaredOption& option : options) {
    if (std::ranges::find(groups, option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  return groups;
}

DeclaredCommand declared(const CommandInfo& info, const ArgumentParser& parser) {
  DeclaredCommand out{info, {}, {}};
  for (DeclaredOption& option : parser.declared()) {
    auto& list = option.names.empty() ? out.arguments : out.options;
    list.push_back(std::move(option));
  }
  return out;
}

std::vector<DeclaredCommand> declared_commands() {
  std::vector<DeclaredCommand> out;
  for (const std::unique_ptr<Command>& command : all_commands()) {
    ArgumentParser parser;
    command->declare(parser);
    CommonOptions common;
    common.declare(parser);
    out.push_back(declared(command->info(), parser));
  }
  return out;
}

}  // namespace av::cli
