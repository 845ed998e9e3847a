#include "cli/declared_command.h"

#include "cli/common_options.h"
#include "cli/help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace av::cli {
namespace {

DeclaredOption described(const CLI::Option& option) {
  DeclaredOption out;
  out.description = option.get_description();
  out.group = option.get_group();
  out.is_required = option.get_required();
  out.may_repeat = option.get_items_expected_max() > 1;
  if (option.get_positional()) {
    out.value = option.get_name(true);
  } else if (option.get_items_expected_max() > 0) {
    out.value = option.get_type_name();
  }
  // An argument is called by its type, unless it says otherwise.
  out.type = option.get_type_name().starts_with("TEXT") ? out.value : option.get_type_name();
  out.names.reserve(option.get_snames().size() + option.get_lnames().size());
  for (const std::string& name : option.get_snames()) {
    out.names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    out.names.push_back("--" + name);
  }
  return out;
}

}  // namespace

std::string DeclaredOption::term() const {
  std::string term;
  for (const std::string& name : names) {
    term.append(term.empty() ? "" : ", ").append(name);
  }
  return value.empty() ? term : term + " " + value;
}

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

DeclaredCommand declared(const CommandInfo& info, const CLI::App& app) {
  DeclaredCommand out{info, {}, {}};
  const auto is_shown = [](const CLI::Option* option) { return !option->get_group().empty(); };
  for (const CLI::Option* option : app.get_options(is_shown)) {
    auto& list = option->get_positional() ? out.arguments : out.options;
    list.push_back(described(*option));
  }
  return out;
}

std::vector<DeclaredCommand> declared_commands() {
  std::vector<DeclaredCommand> out;
  for (const std::unique_ptr<Command>& command : all_commands()) {
    CLI::App app;
    app.set_help_flag();
    command->declare(app);
    CommonOptions common;
    common.declare(app);
    out.push_back(declared(command->info(), app));
  }
  return out;
}

}  // namespace av::cli
