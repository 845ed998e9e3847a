// A regular expression that a short text keeps busy for ages.
// Page: catalog/rules/validation/catastrophic-regex.md
#include "analysis/match/callees.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"
#include "analysis/regex/judge.h"
#include "base/printable.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using regex::Use;
using syntax::NodeId;
using syntax::NodeKind;

// Function is where a function of `re` takes its flags and the text, and how it applies the
// pattern.
struct Function {
  Use use;
  std::uint32_t flags_position;
  std::uint32_t text_position = Parameter::kKeywordOnly;
};

// What is compiled may be searched with: the use that finds most.
constexpr auto kFunctions = path_table<Function>({
    {"re.compile", {Use::Search, 1}},
    {"re.search", {Use::Search, 2, 1}},
    {"re.match", {Use::Match, 2, 1}},
    {"re.fullmatch", {Use::FullMatch, 2, 1}},
    {"re.findall", {Use::Search, 2, 1}},
    {"re.finditer", {Use::Search, 2, 1}},
    {"re.split", {Use::Search, 3, 1}},
    {"re.sub", {Use::Search, 4, 2}},
    {"re.subn", {Use::Search, 4, 2}},
});

using FlagMember = bool regex::Flags::*;
constexpr auto kFlags = path_table<FlagMember>({
    {"re.I", &regex::Flags::ignore_case},
    {"re.IGNORECASE", &regex::Flags::ignore_case},
    {"re.M", &regex::Flags::multi_line},
    {"re.MULTILINE", &regex::Flags::multi_line},
    {"re.S", &regex::Flags::dot_all},
    {"re.DOTALL", &regex::Flags::dot_all},
    {"re.X", &regex::Flags::verbose},
    {"re.VERBOSE", &regex::Flags::verbose},
    {"re.A", &regex::Flags::ascii},
    {"re.ASCII", &regex::Flags::ascii},
});

// read_flags follows re.I | re.X; what it does not know it leaves out.
void read_flags(CheckContext& check, NodeId expr, int depth, regex::Flags& flags) {
  if (depth > 0 && check.tree().is(expr, NodeKind::BinOp)) {
    for (const NodeId operand : check.tree().children(expr)) {
      read_flags(check, operand, depth - 1, flags);
    }
    return;
  }
  for (const names::Meaning& meaning : check.meanings(expr).all()) {
    if (const FlagMember* member = kFlags.find(meaning.path)) {
      flags.*(*member) = true;
    }
  }
}

// is_own: the program's own, or its user's, who would only keep themselves waiting.
bool is_own(Origin origin) {
  return origin <= Origin::File || origin == Origin::Local;
}

// origin_of_text: of what is only compiled here it is not known.  A service that the program asked
// could keep it busy by other means.
Origin origin_of_text(CheckContext& check, const Call& call, const Function& function) {
  const Argument text = call.argument({function.text_position, "string"});
  const Provenance from =
      text.is_given() ? check.open_origin(text.node) : Provenance{Origin::Unknown, text.node};
  return from.is_answer ? Origin::Unknown : from.origin;
}

// verdict_of: what is compiled may be searched with, for all that is exponential; that the third
// power is reached counts only if any use gets there.
regex::Verdict verdict_of(std::string_view pattern, regex::Flags flags, const Function& function) {
  const regex::Judge judge(pattern, flags);
  regex::Verdict verdict = judge.judge(function.use, regex::Scope::ExponentialOnly);
  if (verdict.growth == regex::Growth::Exponential) {
    return verdict;
  }
  const bool is_compiled = function.text_position == Parameter::kKeywordOnly;
  return judge.judge(is_compiled ? Use::Match : function.use, regex::Scope::SteepOnly);
}

// without_encode is where the text is written whose bytes a pattern is.
NodeId without_encode(CheckContext& check, NodeId written) {
  if (!written.exists() || !check.tree().is(written, NodeKind::Call)) {
    return written;
  }
  const Call call(check.names(), written);
  const bool is_encode = call.method() == "encode" && call.receiver().exists();
  return is_encode ? check.value(call.receiver()).node : written;
}

// place_of is where the pattern is written: what has to be mended.  The constant of another module
// is reported where it is used.
NodeId place_of(CheckContext& check, const Call& call, const Argument& pattern) {
  constexpr NodeKind kNames[] = {NodeKind::Name, NodeKind::Attribute, NodeKind::Alias,
                                 NodeKind::Identifier};
  const NodeId written = without_encode(check, call.value(pattern).node);
  const bool is_elsewhere = !written.exists() || std::ranges::any_of(kNames, [&](NodeKind kind) {
    return check.tree().is(written, kind);
  });
  return is_elsewhere ? pattern.node : written;
}

std::string message_of(const regex::Verdict& verdict) {
  constexpr std::size_t kShownRepeats = 3;
  const char* how = verdict.growth == regex::Growth::Exponential
                        ? "twice as long with every few characters"
                        : "eight times as long with every doubling";
  return std::string("this regular expression takes ") + how + " of a text such as `" +
         base::printable(attack_text(verdict, kShownRepeats)) + "`";
}

// is_for_tests: the function says of itself that tests are what it is for.
bool is_for_tests(CheckContext& check, NodeId call) {
  constexpr std::string_view kSays[] = {"in test",       "in unit test", "for test",
                                        "for unit test", "by test",      "test assertion"};
  constexpr std::size_t kMostText = 1000;
  const syntax::Tree& tree = check.tree();
  const NodeId function = check.outline().function_of(call);
  if (!function.exists() || !tree.is(function, NodeKind::FunctionDef)) {
    return false;
  }
  const NodeId body = tree.children(function).back();
  const NodeId first = tree.children(body).empty() ? NodeId::none() : tree.child(body, 0);
  if (!first.exists() || !tree.is(first, NodeKind::ExprStmt) ||
      !check.value(tree.child(first, 0)).text()) {
    return false;
  }
  const std::string_view text = tree.text_of(first).substr(0, kMostText);
  return std::ranges::any_of(
      kSays, [text](std::string_view says) { return text.find(says) != std::string_view::npos; });
}

// reads_own_text: the names around say that the text is what developers write or programs make for
// them: documentation, source that is compiled, settings, statements of SQL, the prompt of a shell,
// what a user types at his own command line.
bool reads_own_text(CheckContext& check, NodeId call) {
  constexpr std::string_view kWords[] = {
      "autogenerate", "cli",        "codegen",       "commandline", "compiler", "completer",
      "completion",   "config",     "configuration", "distutils",   "doc",      "docs",
      "docstring",    "docstrings", "f2py",          "numpydoc",    "prompt",   "pyproject",
      "settings",     "setup",      "sphinx",        "sql",         "stmt"};
  const auto speaks = [&kWords](std::string_view name) { return Words(name).has_any(kWords); };
  if (speaks(check.path()) || std::ranges::any_of(names_around(check, call), speaks) ||
      is_for_tests(check, call)) {
    return true;
  }
  const NodeId statement = check.outline().statement_of(call);
  return statement.exists() && check.tree().is(statement, NodeKind::Assign) &&
         speaks(target_name(check, check.tree().child(statement, 0)));
}

void look_at(CheckContext& check, const Call& call) {
  constexpr int kMaxFlags = 8;
  const Function* function = call.find(kFunctions);
  if (function == nullptr) {
    return;
  }
  const Argument pattern = call.argument({0, "pattern"});
  const std::optional<std::string_view> text = call.value(pattern).text();
  if (!pattern.is_given() || !text) {
    return;
  }
  regex::Flags flags;
  const Argument given = call.argument({function->flags_position, "flags"});
  if (given.is_given()) {
    read_flags(check, given.node, kMaxFlags, flags);
  }
  const regex::Verdict verdict = verdict_of(*text, flags, *function);
  const bool is_steep = verdict.growth == regex::Growth::Steep;
  if (!is_steep && verdict.growth != regex::Growth::Exponential) {
    return;
  }
  const Origin origin = origin_of_text(check, call, *function);
  if (is_steep && is_own(origin)) {
    return;
  }
  const bool is_harmless = is_own(origin) || reads_own_text(check, call.node()) ||
                           (origin != Origin::Remote && check.is_in_library());
  const bool is_low = is_steep ? origin != Origin::Remote : is_harmless;
  Report report = {.at = place_of(check, call, pattern),
                   .severity = is_low ? Severity::Low : Severity::Medium,
                   .confidence = Confidence::High,
                   .message = message_of(verdict),
                   .mend =
                       "let each character be read by one part of the pattern only, or limit "
                       "the length of the text first"};
  if (!check.outline().encloses(call.node(), report.at)) {
    report.related.push_back({check.span(call.node()), "used here"});
  }
  check.report(std::move(report));
}

constexpr auto kCallees = callees(kFunctions);

}  // namespace

namespace rules {
extern constinit const RuleCode catastrophic_regex = {"catastrophic-regex",
                                                      {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
