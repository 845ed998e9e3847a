#include "cli/help.h"

#include "cli/declared_command.h"

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

// column_term sets long names below each other: "-q, --quiet" or "    --jobs N".
std::string column_term(const DeclaredOption& option) {
  return (option.names.front().starts_with("--") ? "    " : "") + option.term();
}

void add_options(std::string& text, const DeclaredCommand& command) {
  for (const std::string& group : command.groups()) {
    text += "\n" + group + ":\n";
    for (const DeclaredOption& option : command.options) {
      if (option.group == group) {
        add_row(text, column_term(option), option.description, kTermWidth);
      }
    }
  }
}

void add_arguments(std::string& text, const DeclaredCommand& command) {
  text += command.arguments.empty() ? "" : "\nArguments:\n";
  for (const DeclaredOption& argument : command.arguments) {
    add_row(text, argument.value, argument.description, kTermWidth);
  }
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

constexpr std::array kExitCodes = {
    ExitCode{0, "nothing to report"},
    ExitCode{1, "findings at or above --fail-on"},
    ExitCode{2, "wrong usage or configuration"},
    ExitCode{3, "antivenom failed: a fault of its own, or the result could not be written"},
    ExitCode{4, "with --strict: something could not be analysed"},
    ExitCode{5, "there was nothing to read"},
    ExitCode{130, "interrupted"},
};

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

std::span<const ExitCode> exit_codes() {
  return kExitCodes;
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
  text +=
      "\n`antivenom COMMAND --help` describes a command, with examples; `antivenom help --man` is\n"
      "the manual page of all.\n\nExit codes:\n";
  for (const ExitCode& code : kExitCodes) {
    constexpr std::size_t kCodeWidth = 3;
    add_row(text, std::to_string(code.number), code.meaning, kCodeWidth);
  }
  return text;
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

std::string command_help(const CommandInfo& info, const ArgumentParser& parser) {
  const DeclaredCommand command = declared(info, parser);
  std::string text = std::string(info.summary) + ".\n\nUsage: " + command.usage() + "\n";
  add_arguments(text, command);
  add_options(text, command);
  add_examples(text, info.examples);
  return text;
}

}  // namespace av::cli
