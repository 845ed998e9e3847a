// A regular expression that a short text keeps busy for ages.
// Page: catalog/rules/validation/catastrophic-regex.md
#include "analysis/match/callees.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/regex/judge.h"
#include "base/printable.h"

#include <optional>

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

// is_own_text: the text is the program's own, or its user's, who would only wait for themselves.
bool is_own_text(CheckContext& check, const Call& call, const Function& function) {
  const Argument text = call.argument({function.text_position, "string"});
  if (!text.is_given()) {
    return false;
  }
  const Origin origin = check.open_origin(text.node).origin;
  return origin <= Origin::File || origin == Origin::Local;
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
  const regex::Verdict verdict =
      regex::judge(*text, flags, function->use, regex::Scope::ExponentialOnly);
  if (verdict.growth != regex::Growth::Exponential) {
    return;
  }
  constexpr std::size_t kShownRepeats = 3;
  check.report({.at = pattern.node,
                .severity = is_own_text(check, call, *function) ? Severity::Low : Severity::Medium,
                .confidence = Confidence::High,
                .message = "this regular expression takes twice as long with every few characters "
                           "of a text such as `" +
                           base::printable(attack_text(verdict, kShownRepeats)) + "`",
                .mend = "let each character be read by one part of the pattern only, or limit the "
                        "length of the text first"});
}

constexpr auto kCallees = callees(kFunctions);

}  // namespace

namespace rules {
extern constinit const RuleCode catastrophic_regex = {"catastrophic-regex",
                                                      {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
