// Command text run by a shell.  Page: catalog/rules/injection/shell-command.md
#include "analysis/match/application.h"
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/nearby.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

#include <algorithm>
#include <optional>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

// How a callable runs its command.
enum class Manner : std::uint8_t {
  Shell,   // the argument is text for a shell
  Remote,  // it is text for a shell on another machine, which takes no list
  Flag,    // it is if shell=True; else an argument list
  Either,  // text is for a shell, a list is an argument list
  List,    // the argument is an argument list
  Spread,  // the arguments from there on are the list
};

struct Runner {
  Manner manner;
  Parameter command;
};

constexpr Parameter kShellFlag = {8, "shell"};

constexpr auto kRunners = path_table<Runner>({
    {"os.system", {Manner::Shell, {0, "command"}}},
    {"os.popen", {Manner::Shell, {0, "cmd"}}},
    {"os.popen2", {Manner::Shell, {0, "cmd"}}},
    {"os.popen3", {Manner::Shell, {0, "cmd"}}},
    {"os.popen4", {Manner::Shell, {0, "cmd"}}},
    {"popen2.popen2", {Manner::Shell, {0, "cmd"}}},
    {"popen2.popen3", {Manner::Shell, {0, "cmd"}}},
    {"popen2.popen4", {Manner::Shell, {0, "cmd"}}},
    {"popen2.Popen3", {Manner::Shell, {0, "cmd"}}},
    {"popen2.Popen4", {Manner::Shell, {0, "cmd"}}},
    {"commands.getoutput", {Manner::Shell, {0, "cmd"}}},
    {"commands.getstatusoutput", {Manner::Shell, {0, "cmd"}}},
    {"subprocess.getoutput", {Manner::Shell, {0, "cmd"}}},
    {"subprocess.getstatusoutput", {Manner::Shell, {0, "cmd"}}},
    {"asyncio.create_subprocess_shell", {Manner::Shell, {0, "cmd"}}},
    {"asyncio.AbstractEventLoop.subprocess_shell", {Manner::Shell, {1, "cmd"}}},
    {"subprocess.run", {Manner::Flag, {0, "args"}}},
    {"subprocess.call", {Manner::Flag, {0, "args"}}},
    {"subprocess.check_call", {Manner::Flag, {0, "args"}}},
    {"subprocess.check_output", {Manner::Flag, {0, "args"}}},
    {"subprocess.Popen", {Manner::Flag, {0, "args"}}},
    {"trio.run_process", {Manner::Flag, {0, "command"}}},
    {"trio.lowlevel.open_process", {Manner::Flag, {0, "command"}}},
    {"anyio.run_process", {Manner::Either, {0, "command"}}},
    {"anyio.open_process", {Manner::Either, {0, "command"}}},
    {"asyncio.create_subprocess_exec", {Manner::Spread, {0, ""}}},
    {"os.execv", {Manner::List, {1, "args"}}},
    {"os.execve", {Manner::List, {1, "args"}}},
    {"os.execvp", {Manner::List, {1, "args"}}},
    {"os.execvpe", {Manner::List, {1, "args"}}},
    {"os.execl", {Manner::Spread, {1, ""}}},
    {"os.execlp", {Manner::Spread, {1, ""}}},
    {"os.spawnv", {Manner::List, {2, "args"}}},
    {"os.spawnvp", {Manner::List, {2, "args"}}},
    {"os.spawnl", {Manner::Spread, {2, ""}}},
    {"os.spawnlp", {Manner::Spread, {2, ""}}},
    {"pty.spawn", {Manner::List, {0, "argv"}}},
    {"paramiko.SSHClient.exec_command", {Manner::Remote, {0, "command"}}},
    {"fabric.Connection.run", {Manner::Remote, {0, "command"}}},
    {"fabric.Connection.sudo", {Manner::Remote, {0, "command"}}},
    {"fabric.Connection.local", {Manner::Shell, {0, "command"}}},
    {"fabric.api.run", {Manner::Remote, {0, "command"}}},
    {"fabric.api.sudo", {Manner::Remote, {0, "command"}}},
    {"fabric.api.local", {Manner::Shell, {0, "command"}}},
    {"invoke.run", {Manner::Shell, {0, "command"}}},
    {"invoke.sudo", {Manner::Shell, {0, "command"}}},
    {"invoke.Context.run", {Manner::Shell, {0, "command"}}},
    {"invoke.Context.sudo", {Manner::Shell, {0, "command"}}},
});

// The program's name without folders and .exe.
std::string_view program_of(std::string_view path) {
  path = path.substr(path.find_last_of("/\\") + 1);
  return path.ends_with(".exe") ? path.substr(0, path.size() - 4) : path;
}

bool is_shell(std::string_view program) {
  constexpr std::string_view kShells[] = {"sh",   "bash", "zsh", "dash",       "ksh",
                                          "fish", "ash",  "cmd", "powershell", "pwsh"};
  return std::find(std::begin(kShells), std::end(kShells), program_of(program)) !=
         std::end(kShells);
}

// -c, -lc, /c, -Command: what follows is a command.
bool is_command_flag(std::string_view argument) {
  return argument == "/c" || argument == "/C" || argument == "-Command" ||
         (argument.size() >= 2 && argument.size() <= 4 && argument[0] == '-' &&
          argument.back() == 'c');
}

// begins_with_cmd: "cmd /c dir", "cmd.exe /C dir".
bool begins_with_cmd(std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string_view program = program_of(text.substr(0, space));
  return program == "cmd" && is_command_flag(text.substr(std::min(space + 1, text.size()), 2));
}

constexpr Item kNothing = {&names::kUnknownValue, NodeId::none()};

// is_users_shell: os.environ["SHELL"], os.getenv("COMSPEC"), also by a variable.
bool is_users_shell(CheckContext& check, const Item& program) {
  const NodeId bound = check.stands_for(program.node);
  const NodeId expr = bound.exists() ? bound : program.node;
  std::optional<std::string_view> variable;
  if (expr.exists() && check.tree().is(expr, NodeKind::Call)) {
    const Call call(check.names(), expr);
    const bool asks = call.is("os.environ.get") || call.is("os.getenv");
    variable = asks ? call.value({0, "key"}).text() : std::nullopt;
  } else if (expr.exists() && check.tree().is(expr, NodeKind::Subscript) &&
             check.may_be(check.tree().child(expr, 0), "os.environ")) {
    variable = check.value(check.tree().child(expr, 1)).text();
  }
  return variable == "SHELL" || variable == "COMSPEC";
}

// command_in is the text that a list hands to a shell: ["sh", "-c", text].  None otherwise.
Item command_in(CheckContext& check, std::span<const Item> list) {
  const auto text_at = [list](std::size_t i) { return list[i].value->text().value_or(""); };
  if (list.size() < 3 || (!is_shell(text_at(0)) && !is_users_shell(check, list[0]))) {
    return kNothing;
  }
  for (std::size_t i = 1; i + 1 < list.size(); ++i) {
    if (is_command_flag(text_at(i))) {
      return list[i + 1];
    }
  }
  return kNothing;
}

bool is_list(const Value& value) {
  return value.is(ValueKind::List) || value.is(ValueKind::Tuple);
}

// command_of_list is the same for an argument that may be one of several lists, or the text of
// `cmd /c …`, which Windows splits itself.
Item command_of_list(CheckContext& check, const Item& argument) {
  for (const Item& one : names::alternatives(argument)) {
    const Item command = is_list(*one.value) ? command_in(check, one.value->items) : kNothing;
    if (command.node.exists()) {
      return command;
    }
    const bool is_cmd = one.value->is(ValueKind::Text) && !one.value->pieces.empty() &&
                        begins_with_cmd(one.value->pieces[0].text);
    if (is_cmd) {
      return one;
    }
  }
  return kNothing;
}

std::vector<Item> spread_list(CheckContext& check, const Call& call, std::uint32_t first) {
  std::vector<Item> list;
  for (auto i = first; i < call.positional_count(); ++i) {
    const NodeId node = call.argument({i, ""}).node;
    list.push_back({&check.value(node), node});
  }
  return list;
}

// first_of is the command in what goes to a shell: of a list only the first element, the others are
// arguments of the shell.
Item first_of(const Item& argument) {
  const bool has_first = is_list(*argument.value) && !argument.value->items.empty();
  return has_first ? argument.value->items[0] : argument;
}

// Certainty is how it is known that a shell runs the text.
enum class Certainty : std::uint8_t { Sure, ByDefault, Unsure };

// ShellText is what the call hands to a shell; its node is none when there is no shell.
struct ShellText {
  Item text = kNothing;
  Certainty certainty = Certainty::Sure;
};

// text_by_flag: with shell=x that the file does not show, some caller may mean a shell.
ShellText text_by_flag(CheckContext& check, const Call& call, const Item& command) {
  const Argument flag = call.argument(kShellFlag);
  const Value& value = call.value(flag);
  const std::optional<bool> truth = names::or_default(value).truth();
  if (truth == true) {
    return {first_of(command), value.is_parameter ? Certainty::ByDefault : Certainty::Sure};
  }
  const Item listed = command_of_list(check, command);
  if (listed.node.exists()) {
    return {listed};
  }
  const bool is_open = flag.is_given() && !truth && !is_list(*command.value);
  return is_open ? ShellText{command, Certainty::Unsure} : ShellText{};
}

ShellText shell_text(CheckContext& check, const Call& call, const Runner& runner) {
  if (runner.manner == Manner::Spread) {
    return {command_in(check, spread_list(check, call, runner.command.position))};
  }
  const Argument argument = call.argument(runner.command);
  if (!argument.is_given()) {
    return {};
  }
  const Item command = {&call.value(argument), argument.node};
  switch (runner.manner) {
    case Manner::Shell:
    case Manner::Remote:
      return {first_of(command)};
    case Manner::Flag:
      return text_by_flag(check, call, command);
    case Manner::Either:
      return {command.value->is(ValueKind::Text) ? command : command_of_list(check, command)};
    default:
      return {command_of_list(check, command)};
  }
}

const char* mend_of(const Runner& runner) {
  return runner.manner == Manner::Remote
             ? "quote each part of the command with `shlex.quote`"
             : "pass a list of arguments to `subprocess.run` without `shell=True`, or quote each "
               "part with `shlex.quote`";
}

// Parts is where the parts of a text come from: the programs that its commands begin with, and the
// rest.
struct Parts {
  Provenance program;
  Provenance rest;
};

// without_cmd is what `cmd /c ` hands on to be run.
std::string_view without_cmd(std::string_view text) {
  const std::size_t flag = begins_with_cmd(text) ? text.find('/') : std::string_view::npos;
  return flag == std::string_view::npos ? text : text.substr(std::min(flag + 2, text.size()));
}

// begins_command: what stands behind this text is the first word of a command, or goes on with it:
// `cd src && `, `/usr/bin/`.  `begins` says the same of what stands before.
bool begins_command(std::string_view text, bool begins) {
  constexpr std::string_view kSpace = " \t\n";
  text = begins ? without_cmd(text) : text;
  const std::size_t behind = text.find_last_of(";|&\n");
  if (behind == std::string_view::npos && !begins) {
    return false;
  }
  text.remove_prefix(behind == std::string_view::npos ? 0 : behind + 1);
  const std::size_t start = text.find_first_not_of(kSpace);
  return start == std::string_view::npos || text.find_first_of(kSpace, start) == text.npos;
}

Parts parts_of(CheckContext& check, const Item& text) {
  Parts parts;
  for (const Item& one : names::alternatives(text)) {
    bool begins = true;
    for (const names::Piece& piece : one.value->pieces) {
      const bool is_hole = piece.hole.exists() && !piece.is_known;
      Provenance& worst = begins ? parts.program : parts.rest;
      const Provenance from =
          is_hole ? check.origin_of_hole(piece) : Provenance{Origin::Constant, piece.hole};
      worst = from.origin > worst.origin ? from : worst;
      begins = is_hole ? begins : begins_command(piece.text, begins);
    }
  }
  return parts;
}

// is_private: below `_internal/` and the like.  Other names with an underscore are often where what
// a package offers is merely kept.
bool is_private(std::string_view path) {
  constexpr std::string_view kFolders[] = {"/_internal/", "/_internals/", "/_private/"};
  return std::ranges::any_of(kFolders, [path](std::string_view folder) {
    return path.find(folder) != std::string_view::npos || path.starts_with(folder.substr(1));
  });
}

// is_near_clients: a file that serves some, or one of no package.  In others of an application a
// parameter is what its own code gives; what a client sends there is followed from where it comes.
bool is_near_clients(CheckContext& check) {
  names::ProjectResolver* const project = check.names().project();
  const names::ModuleId package = project != nullptr && project->home().exists()
                                      ? project->project()[project->home()].package
                                      : names::ModuleId::none();
  const bool is_in_package = package.exists() && !project->project()[package].is_namespace;
  return !is_in_package || serves_clients(check.names());
}

// A text that arrives whole is a command on purpose, and so is a program that is a part of it:
// whoever gives them means to choose what is run.  A part behind the program is an argument; what a
// library's callers give there, they mean to give.
Grade grade_of_argument(CheckContext& check, const Provenance& from) {
  return from.origin == Origin::Parameter && !from.is_kept && !is_private(check.path()) &&
                 check.is_of_application(from.place) && is_near_clients(check)
             ? Grade{Severity::Medium, Confidence::Medium}
             : grade_of_input(from);
}

Grade grade_of_whole(const Provenance& from) {
  return from.origin >= Origin::Local ? grade_of_input(from)
                                      : Grade{Severity::Low, Confidence::Low};
}

// Fault is what to say of a text: where it comes from, and how bad that is.
struct Fault {
  Provenance from;
  Grade grade;
};

Fault fault_of(CheckContext& check, const Item& text) {
  const Provenance all = check.open_origin(text);
  const Parts parts = parts_of(check, text);
  if (parts.program.origin < all.origin && parts.rest.origin < all.origin) {
    return {all, grade_of_whole(all)};
  }
  if (parts.rest.origin > Origin::Harmless && parts.program.origin < Origin::Remote) {
    return {parts.rest, grade_of_argument(check, parts.rest)};
  }
  const bool is_remote = parts.program.origin == Origin::Remote;
  return {parts.program,
          is_remote ? grade_of_input(parts.program) : Grade{Severity::Low, Confidence::Medium}};
}

// graded_by is a grade in the light of how sure the shell is, and of who runs the code.
Grade graded_by(CheckContext& check, const Call& call, const Fault& fault, Certainty certainty) {
  Grade grade = fault.grade;
  if (certainty == Certainty::Unsure) {
    return {Severity::Low, Confidence::Low};
  }
  if (certainty == Certainty::ByDefault) {
    grade = {std::max(lowered(grade.severity), Severity::Low), Confidence::Low};
  }
  const Origin origin = fault.from.origin;
  if ((origin == Origin::Local || origin == Origin::Parameter) &&
      is_run_by_hand(check, call.node())) {
    grade.severity = Severity::Low;
  }
  return grade;
}

const char* condition_of(Certainty certainty) {
  switch (certainty) {
    case Certainty::Unsure:
      return ", if `shell` is true";
    case Certainty::ByDefault:
      return kByDefault;
    default:
      return "";
  }
}

void look_at(CheckContext& check, const Call& call) {
  const Runner* runner = call.find(kRunners);
  if (runner == nullptr) {
    return;
  }
  const ShellText shell = shell_text(check, call, *runner);
  if (!shell.text.node.exists()) {
    return;
  }
  const Fault fault = fault_of(check, shell.text);
  const bool is_unsure = shell.certainty == Certainty::Unsure;
  if (fault.from.origin <= (is_unsure ? Origin::Unknown : Origin::Harmless)) {
    return;
  }
  const Grade grade = graded_by(check, call, fault, shell.certainty);
  check.report({.at = call.node(),
                .severity = grade.severity,
                .confidence = grade.confidence,
                .message = "`" + std::string(call.text()) + "` has a shell run text from " +
                           check.describe(fault.from) + condition_of(shell.certainty),
                .mend = mend_of(*runner)});
}

constexpr auto kCallees = callees(kRunners);

}  // namespace

namespace rules {
extern constinit const RuleCode shell_command = {"shell-command", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
