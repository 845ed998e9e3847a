#include "cli/application.h"

#include "base/memory.h"
#include "base/suggest.h"
#include "base/version.h"
#include "cli/common_options.h"
#include "cli/crash_report.h"
#include "cli/help.h"
#include "cli/man_page.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace av::cli {
namespace {

using Arguments = std::vector<std::string>;

// Found is the command that the first words name, and how many words that took.
struct Found {
  std::unique_ptr<Command> command;
  std::size_t words = 0;
};

Found find_command(const Arguments& arguments) {
  for (auto& command : all_commands()) {
    const std::string_view name = command->info().name;
    const bool two_words = name.find(' ') != std::string_view::npos;
    const std::string typed =
        two_words && arguments.size() > 1 ? arguments[0] + " " + arguments[1] : arguments[0];
    if (typed == name) {
      return {std::move(command), two_words ? std::size_t{2} : std::size_t{1}};
    }
  }
  return {};
}

bool is_group(std::string_view word) {
  return std::ranges::any_of(all_groups(), [&](const Group& group) { return group.name == word; });
}

bool is_help(std::string_view word) {
  return word == "--help" || word == "-h" || word == "help";
}

// unknown_command says which command was probably meant.
Exit unknown_command(const Arguments& arguments, Console& console) {
  const bool in_group = is_group(arguments[0]) && arguments.size() > 1;
  const std::string typed = in_group ? arguments[0] + " " + arguments[1] : arguments[0];
  const auto commands = all_commands();
  std::vector<std::string_view> names;
  for (const auto& command : commands) {
    names.push_back(command->info().name);
  }
  for (const Group& group : all_groups()) {
    names.push_back(group.name);
  }
  const std::string_view meant = base::suggest(typed, names);
  console.complain({ErrorCode::InvalidArgument, "there is no command `" + typed + "`",
                    meant.empty() ? "`antivenom help` lists the commands"
                                  : "did you mean `" + std::string(meant) + "`?"});
  return Exit::Usage;
}

// Parsed is a parser with a command's options and those that every command has.
struct Parsed {
  ArgumentParser parser;
  CommonOptions common;

  void declare(Command& command) {
    command.declare(parser);
    common.declare(parser);
  }
};

// unknown_option says which option was probably meant, or that an argument is one too many.
Error unknown_argument(const std::string& typed, const ArgumentParser& parser,
                       const CommandInfo& info) {
  const std::string help = "`antivenom " + std::string(info.name) + " --help` lists what it takes";
  if (typed.size() < 2 || typed[0] != '-') {
    return {ErrorCode::InvalidArgument, "one argument too many: `" + typed + "`", help};
  }
  std::vector<std::string> names;
  for (const DeclaredOption& option : parser.declared()) {
    for (const std::string& name : option.names) {
      if (name.starts_with("--")) {
        names.push_back(name);
      }
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string name = typed.substr(0, typed.find('='));
  const std::string_view meant = base::suggest(name, views);
  return {ErrorCode::InvalidArgument, "there is no option `" + name + "`",
          meant.empty() ? help : "did you mean `" + std::string(meant) + "`?"};
}

// parse_options fills the command's options; an Error is a usage error.
std::optional<Error> parse_options(Parsed& parsed, const CommandInfo& info, Arguments rest) {
  if (const std::optional<std::string> fault = parsed.parser.parse(std::move(rest))) {
    parsed.common.wants_help |= std::ranges::any_of(parsed.parser.extras(), is_help);
    return Error{ErrorCode::InvalidArgument, *fault,
                 "`antivenom " + std::string(info.name) + " --help` shows how it is used"};
  }
  const std::vector<std::string> extras = parsed.parser.extras();
  if (!extras.empty()) {
    return unknown_argument(extras.front(), parsed.parser, info);
  }
  if (!colour_choice(parsed.common.colour)) {
    return Error{ErrorCode::InvalidArgument, "--color takes auto, always or never", {}};
  }
  return std::nullopt;
}

Exit run_command(Command& command, Arguments rest, Console& console) {
  const CommandInfo info = command.info();
  Parsed parsed;
  parsed.declare(command);
  const std::optional<Error> error = parse_options(parsed, info, std::move(rest));
  if (parsed.common.wants_help) {
    console.out.write(command_help(info, parsed.parser));
    return Exit::Clean;
  }
  if (error) {
    console.complain(*error);
    return Exit::Usage;
  }
  const base::ColourChoice choice = *colour_choice(parsed.common.colour);
  if (choice != base::ColourChoice::Auto) {
    console.out_style = choose_style(base::terminal_facts(console.out.descriptor()), choice);
    console.err_style = choose_style(base::terminal_facts(console.err.descriptor()), choice);
  }
  return command.run(console);
}

// help_about answers `antivenom help [COMMAND]`, `antivenom help --man` and `antivenom --help`.
Exit help_about(const Arguments& words, Console& console) {
  if (words.size() == 1 && words[0] == "--man") {
    console.out.write(man_page());
    return Exit::Clean;
  }
  if (words.empty()) {
    console.out.write(overview_help());
    return Exit::Clean;
  }
  if (words.size() == 1 && is_group(words[0])) {
    console.out.write(group_help(words[0]));
    return Exit::Clean;
  }
  const Found found = find_command(words);
  return found.command ? run_command(*found.command, {"--help"}, console)
                       : unknown_command(words, console);
}

Exit dispatch(Arguments arguments, Console& console) {
  if (arguments.empty()) {
    console.err.write(overview_help());
    return Exit::Usage;
  }
  if (is_help(arguments[0])) {
    arguments.erase(arguments.begin());
    return help_about(arguments, console);
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    console.out.write("antivenom " + std::string(base::version()) + "\n");
    return Exit::Clean;
  }
  const Found found = find_command(arguments);
  if (found.command) {
    arguments.erase(arguments.begin(),
                    arguments.begin() + static_cast<std::ptrdiff_t>(found.words));
    return run_command(*found.command, std::move(arguments), console);
  }
  if (is_group(arguments[0]) && (arguments.size() == 1 || is_help(arguments[1]))) {
    return help_about({arguments[0]}, console);
  }
  return unknown_command(arguments, console);
}

// finish writes what is buffered; a result that did not arrive is no success.
Exit finish(Exit exit, Console& console) {
  console.out.flush();
  if (console.out.closed()) {
    return Exit::ClosedPipe;
  }
  if (console.out.failure()) {
    console.complain(*console.out.failure());
    return Exit::Internal;
  }
  return exit;
}

// keep_standard_descriptors takes the places of standard streams that the caller closed: a file
// opened later must not become one of them.  Reading from or writing to such a stream then fails.
void keep_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const int access = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", access | O_NOCTTY) < 0) {
      _exit(static_cast<int>(Exit::Internal));
    }
  }
}

}  // namespace

Exit run_arguments(int count, const char* const* arguments, Console& console) {
  Arguments words;
  for (int i = 1; i < count; ++i) {
    words.emplace_back(arguments[i]);
  }
  return finish(dispatch(std::move(words), console), console);
}

int run_application(int count, const char* const* arguments) {
  keep_standard_descriptors();
  report_crashes();
  std::signal(SIGPIPE, SIG_IGN);  // write() tells of a closed pipe
  std::signal(SIGXFSZ, SIG_IGN);  // and of a file grown too large
  base::FdSink out(STDOUT_FILENO, "standard output");
  base::FdSink err(STDERR_FILENO, "standard error", base::FdSink::Buffering::Each);
  const auto style_of = [](int descriptor) {
    return choose_style(base::terminal_facts(descriptor), base::ColourChoice::Auto);
  };
  Console console = {out, err, style_of(STDOUT_FILENO), style_of(STDERR_FILENO)};
  Exit exit = Exit::Internal;
  // On the way here what was half written is taken back.
  if (!base::had_memory([&] { exit = run_arguments(count, arguments, console); })) {
    console.complain({ErrorCode::LimitExceeded, "out of memory", {}});
  }
  return static_cast<int>(exit);
}

}  // namespace av::cli
