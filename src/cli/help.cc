#include "cli/help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace av::cli {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kTermWidth = 30;  // options and values; what is longer gets its own line
constexpr std::size_t kLineWidth = 98;

// add_row appends "  term   explanation", wrapping the explanation below itself.
void add_row(std::string& text, std::string_view term, std::string_view explanation,
             std::size_t term_width) {
  const std::size_t column = kIndent + term_width + 2;
  text.append(kIndent, ' ').append(term);
  std::size_t at = kIndent + term.size();
  if (at + 2 > column) {
    text += '\n';
    at = 0;
  }
  while (!explanation.empty()) {
    const std::size_t end = std::min(explanation.find(' '), explanation.size());
    if (at > column && at + 1 + end > kLineWidth) {
      text += '\n';
      at = 0;
    }
    const std::size_t gap = at < column ? column - at : 1;
    text.append(gap, ' ').append(explanation.substr(0, end));
    at += gap + end;
    explanation.remove_prefix(std::min(end + 1, explanation.size()));
  }
  text += '\n';
}

// term_of is "-q, --quiet" or "    --jobs N".
std::string term_of(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) {
    names += "-" + name + ", ";
  }
  if (names.empty()) {
    names = "    ";
  }
  for (const std::string& name : option.get_lnames()) {
    names += "--" + name + ", ";
  }
  names.resize(names.size() - 2);
  if (option.get_items_expected_max() > 0) {
    names += " " + option.get_type_name();
  }
  return names;
}

void add_options(std::string& text, const CLI::App& app) {
  std::vector<std::string> groups = app.get_groups();
  for (const std::string& group : groups) {
    const auto options = app.get_options([&](const CLI::Option* option) {
      return option->get_group() == group && option->nonpositional();
    });
    if (options.empty() || group.empty()) {
      continue;
    }
    text += "\n" + group + ":\n";
    for (const CLI::Option* option : options) {
      add_row(text, term_of(*option), option->get_description(), kTermWidth);
    }
  }
}

void add_positionals(std::string& text, const CLI::App& app) {
  const auto positionals =
      app.get_options([](const CLI::Option* option) { return option->get_positional(); });
  if (positionals.empty()) {
    return;
  }
  text += "\nArguments:\n";
  for (const CLI::Option* option : positionals) {
    add_row(text, option->get_name(true), option->get_description(), kTermWidth);
  }
}

std::string usage_line(const CommandInfo& info, const CLI::App& app) {
  std::string usage = "Usage: antivenom " + std::string(info.name) + " [OPTIONS]";
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      const std::string name = option->get_name(true);
      const bool many = option->get_items_expected_max() > 1;
      usage += option->get_required() ? " " + name : " [" + name + "]";
      usage += many ? "..." : "";
    }
  }
  return usage + "\n";
}

// add_examples sets the examples in; each line of `examples` becomes one.
void add_examples(std::string& text, std::string_view examples) {
  if (examples.empty()) {
    return;
  }
  text += "\nExamples:\n";
  while (!examples.empty()) {
    const std::size_t end = std::min(examples.find('\n'), examples.size());
    text.append(kIndent, ' ').append(examples.substr(0, end)).append("\n");
    examples.remove_prefix(std::min(end + 1, examples.size()));
  }
}

constexpr std::string_view kExitCodes = R"(
Exit codes:
  0    nothing to report
  1    findings at or above --fail-on
  2    wrong usage or configuration
  3    antivenom failed: a fault of its own, or the result could not be written
  4    with --strict: something could not be analysed
  5    there was nothing to read
  130  interrupted
)";

}  // namespace

std::span<const Group> all_groups() {
  static constexpr std::array kGroups = {
#define AV_GROUP(name, summary) Group{#name, summary},
#define AV_COMMAND(name)
#include "cli/commands.def"
#undef AV_COMMAND
#undef AV_GROUP
      Group{},
  };
  return std::span(kGroups).first(kGroups.size() - 1);
}

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
#define AV_GROUP(name, summary)
#define AV_COMMAND(name) commands.push_back(make_##name());
#include "cli/commands.def"
#undef AV_COMMAND
#undef AV_GROUP
  return commands;
}

std::string overview_help() {
  std::string text =
      "antivenom finds security vulnerabilities in Python code.\n\n"
      "Usage: antivenom COMMAND [ARGUMENTS]\n\nCommands:\n";
  constexpr std::size_t kWidth = 16;
  for (const auto& command : all_commands()) {
    const CommandInfo info = command->info();
    if (info.name.find(' ') == std::string_view::npos) {
      add_row(text, info.name, info.summary, kWidth);
    }
  }
  for (const Group& group : all_groups()) {
    add_row(text, std::string(group.name) + " ...", group.summary, kWidth);
  }
  text += "\n`antivenom COMMAND --help` describes a command, with examples.\n";
  return text.append(kExitCodes);
}

std::string group_help(std::string_view group) {
  std::string text =
      "Usage: antivenom " + std::string(group) + " COMMAND [ARGUMENTS]\n\nCommands:\n";
  for (const auto& command : all_commands()) {
    const CommandInfo info = command->info();
    const std::size_t space = info.name.find(' ');
    if (space != std::string_view::npos && info.name.substr(0, space) == group) {
      constexpr std::size_t kWidth = 24;
      add_row(text, info.name, info.summary, kWidth);
    }
  }
  return text;
}

std::string command_help(const CommandInfo& info, const CLI::App& app) {
  std::string text = std::string(info.summary) + ".\n\n" + usage_line(info, app);
  add_positionals(text, app);
  add_options(text, app);
  add_examples(text, info.examples);
  return text;
}

}  // namespace av::cli
