#pragma once
// command.h — what a command of antivenom's command line is.
//
// To add one: a file src/cli/<name>.cc with a class derived from Command and a maker
// `std::unique_ptr<Command> make_<name>()`, and a line in commands.def.

#include "analysis/report/markdown.h"
#include "base/sink.h"
#include "base/terminal.h"
#include "cli/argument_parser.h"

#include <memory>
#include <string_view>

namespace av::cli {

// Exit is what the process tells its caller; --help lists the meanings.
enum class Exit : int {
  Clean = 0,
  Findings = 1,
  Usage = 2,
  Internal = 3,
  Incomplete = 4,
  NoInput = 5,
  Interrupted = 130,
  ClosedPipe = 141,
};

// exit_of_signal is what a shell gives for a program that this signal ended.
constexpr Exit exit_of_signal(int signal) {
  return static_cast<Exit>(128 + signal);
}

// Console is where a command writes: results to `out`, messages to `err`.  Failures of either are
// dealt with when the command has returned.
struct Console {
  base::FdSink& out;
  base::FdSink& err;
  base::TerminalStyle out_style;
  base::TerminalStyle err_style;

  // complain writes an error and its hint to `err`; says() a plain message.
  void complain(const Error& error) const;
  void say(std::string_view message) const;
};

// markdown_look is how pages are shown in a style: for reading, so not too wide.
report::MarkdownLook markdown_look(const base::TerminalStyle& style);

// CommandInfo is how a command is called and described.
struct CommandInfo {
  std::string_view name;      // as typed: "scan"; "debug tree" is `tree` in the group `debug`
  std::string_view summary;   // one line, capital first, no full stop
  std::string_view examples;  // shown below the options in --help; lines of command and comment
};

// Command is one command.  Its members are its options, which declare() binds to the parser; run()
// is called once, after a parse without errors.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  Command(Command&&) = delete;
  Command& operator=(Command&&) = delete;
  virtual ~Command() = default;
  [[nodiscard]] virtual CommandInfo info() const = 0;
  virtual void declare(ArgumentParser& parser) = 0;
  virtual Exit run(Console& console) = 0;
};

#define AV_GROUP(name, summary)
#define AV_COMMAND(name) std::unique_ptr<Command> make_##name();
#include "cli/commands.def"
#undef AV_COMMAND
#undef AV_GROUP

}  // namespace av::cli
