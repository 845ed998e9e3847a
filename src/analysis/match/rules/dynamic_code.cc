// Text run as Python code.  Page: catalog/rules/injection/dynamic-code.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"
#include "analysis/match/nearby.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <vector>

namespace av::match {
namespace {

using knowledge::Severity;
using names::Item;
using syntax::NodeId;
using syntax::NodeKind;

// How a callable treats the text.
enum class Use : std::uint8_t {
  Runs,      // evaluates or executes it
  Compiles,  // makes code of it
  Inside,    // evaluates it as part of another purpose: only input from outside counts
};

struct Evaluator {
  Use use;
  Parameter text;
};

constexpr auto kEvaluators = path_table<Evaluator>({
    {"builtins.eval", {Use::Runs, {0, "source"}}},
    {"builtins.exec", {Use::Runs, {0, "source"}}},
    {"builtins.compile", {Use::Compiles, {0, "source"}}},
    {"code.InteractiveInterpreter.runsource", {Use::Runs, {0, "source"}}},
    {"code.InteractiveInterpreter.runcode", {Use::Runs, {0, "code"}}},
    {"code.InteractiveConsole.runsource", {Use::Runs, {0, "source"}}},
    {"code.InteractiveConsole.push", {Use::Runs, {0, "line"}}},
    {"timeit.timeit", {Use::Inside, {0, "stmt"}}},
    {"timeit.repeat", {Use::Inside, {0, "stmt"}}},
    {"pandas.eval", {Use::Inside, {0, "expr"}}},
    {"pandas.DataFrame.eval", {Use::Inside, {0, "expr"}}},
    {"pandas.DataFrame.query", {Use::Inside, {0, "expr"}}},
    {"numexpr.evaluate", {Use::Inside, {0, "ex"}}},
    {"sympy.sympify", {Use::Inside, {0, "a"}}},
    {"sympy.parse_expr", {Use::Inside, {0, "s"}}},
    {"sympy.parsing.sympy_parser.parse_expr", {Use::Inside, {0, "s"}}},
});

constexpr const char* kMend =
    "read data with `ast.literal_eval` or `json.loads`, or look the wanted function up in a "
    "dictionary";

// A constant that stands in the call itself is code like any other; one that comes by a name has
// the shape that turns bad as soon as the name holds something else.
bool is_written_in_place(const names::Value& value, NodeId argument) {
  return value.node == argument || !value.is(names::ValueKind::Text);
}

// What a program runs from a file of its own is a program, too.
constexpr const char* kMendFile =
    "import it as a module, or run it with `runpy.run_path`; read data with `json.loads` or "
    "`tomllib.loads`";

// A parameter or variable that is annotated as code is no text.
bool is_code_object(CheckContext& check, NodeId expr) {
  if (!check.tree().is(expr, NodeKind::Name)) {
    return false;
  }
  const names::Reaching reached = check.names().reaching(expr);
  const names::Binding* binding = reached.only();
  if (binding == nullptr || !check.tree().is(binding->node, NodeKind::Parameter) ||
      !check.tree()[binding->node].has(syntax::flag::kAnnotated)) {
    return false;
  }
  const std::string_view type = check.tree().text_of(check.tree().child(binding->node, 1));
  return type == "CodeType" || type.ends_with(".CodeType");
}

syntax::Children bases_of(const syntax::Tree& tree, NodeId definition) {
  for (const NodeId part : tree.children(definition)) {
    if (tree.is(part, NodeKind::Arguments)) {
      return tree.children(part);
    }
  }
  return {0, 0};
}

// speaks_of_interpreter: a name says that what is typed there is meant to run, or that it does what
// `input` did in Python 2.
bool speaks_of_interpreter(std::string_view name) {
  constexpr std::string_view kWords[] = {"pdb",         "debug",   "debugger",    "repl",
                                         "interpreter", "console", "interactive", "shell"};
  return name == "input" || Words(name).has_any(kWords);
}

bool derives_from_interpreter(CheckContext& check, NodeId definition) {
  constexpr std::string_view kInterpreters[] = {
      "pdb.Pdb", "bdb.Bdb", "cmd.Cmd", "code.InteractiveInterpreter", "code.InteractiveConsole"};
  for (const NodeId base : bases_of(check.tree(), definition)) {
    if (std::ranges::any_of(kInterpreters,
                            [&](std::string_view path) { return check.may_be(base, path); })) {
      return true;
    }
  }
  return false;
}

// is_in_interpreter: in a file, class or function whose purpose is to run what its user types.
bool is_in_interpreter(CheckContext& check, NodeId at) {
  if (std::ranges::any_of(names_around(check, at), speaks_of_interpreter)) {
    return true;
  }
  for (NodeId around = check.outline().parent(at); around.exists();
       around = check.outline().parent(around)) {
    if (check.tree().is(around, NodeKind::ClassDef) && derives_from_interpreter(check, around)) {
      return true;
    }
  }
  return false;
}

// only_parses: compile(text, name, mode, ast.PyCF_ONLY_AST) makes a tree and no code.
bool only_parses(CheckContext& check, const Call& call) {
  const Argument flags = call.argument({3, "flags"});
  const auto names =
      flags.is_given() ? names_in(check, flags.node) : std::vector<std::string_view>();
  return std::ranges::find(names, "PyCF_ONLY_AST") != names.end();
}

void judge(CheckContext& check, const Item& text, NodeId at, const std::string& name) {
  const Provenance from = check.open_origin(text);
  Report report = {.at = at, .message = "`" + name + "`", .mend = kMend};
  if (from.origin == Origin::Harmless || is_code_object(check, text.node)) {
    return;
  }
  if (from.origin == Origin::Constant) {
    if (is_written_in_place(*text.value, text.node)) {
      return;
    }
    report.severity = Severity::Low;
    report.message += " runs the text of " + check.quoted(text.node) + " as code, here a constant";
    return check.report(std::move(report));
  }
  if (from.origin == Origin::File) {
    report.mend = kMendFile;
  }
  // A file that the user names is a script to run, and so is what they type for code that runs by
  // hand, or into a shell or a debugger.
  const bool is_meant = from.origin == Origin::Local &&
                        (from.by_file || is_run_by_hand(check, at) || is_in_interpreter(check, at));
  const Grade grade = grade_of_input(is_meant ? Provenance{Origin::File, text.node} : from);
  report.severity = grade.severity;
  report.confidence = grade.confidence;
  report.message += " runs text as code that comes from " + check.describe(from);
  check.report(std::move(report));
}

// compile(…) inside exec(…) is part of that.
bool is_argument_of_evaluator(CheckContext& check, NodeId node) {
  const NodeId around = check.outline().parent(node);
  if (!around.exists() || !check.tree().is(around, NodeKind::Call)) {
    return false;
  }
  const NodeId callee = check.tree().child(around, 0);
  return check.may_be(callee, "builtins.eval") || check.may_be(callee, "builtins.exec");
}

void look_at_call(CheckContext& check, const Call& call) {
  const Evaluator* evaluator = call.find(kEvaluators);
  if (evaluator == nullptr) {
    return;
  }
  const Argument argument = call.argument(evaluator->text);
  if (!argument.is_given()) {
    return;
  }
  const Item text = {&check.value(argument.node), argument.node};
  const bool from_outside = check.open_origin(text).origin >= Origin::Local;
  if (evaluator->use != Use::Runs && !from_outside) {
    return;
  }
  if (evaluator->use == Use::Compiles &&
      (is_argument_of_evaluator(check, call.node()) || only_parses(check, call))) {
    return;
  }
  judge(check, text, call.node(), std::string(call.text()));
}

// Python 2: exec code, exec code in scope, exec(code, scope)
void look_at_statement(CheckContext& check, NodeId statement) {
  if (check.tree().children(statement).empty()) {
    return;
  }
  NodeId code = check.tree().child(statement, 0);
  if (check.tree().is(code, NodeKind::Tuple) && !check.tree().children(code).empty()) {
    code = check.tree().child(code, 0);
  }
  judge(check, {&check.value(code), code}, statement, "exec");
}

constexpr auto kCallees = callees(kEvaluators);

}  // namespace

namespace rules {
extern constinit const RuleCode dynamic_code = {
    "dynamic-code", {on_call(look_at_call, kCallees), on(NodeKind::Exec, look_at_statement)}};
}  // namespace rules

}  // namespace av::match
