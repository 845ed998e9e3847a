// Exceptions of any kind that nobody hears of.
// Page: catalog/rules/validation/ignored-exception.md
#include "analysis/match/names_in.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

// How a function that raises when something is not as it must be is called.
constexpr std::string_view kCheckingVerbs[] = {"assert",   "authenticate", "authorise", "authorize",
                                               "check",    "ensure",       "must",      "require",
                                               "validate", "verify"};

// Catches is what a handler catches of what can be raised.
enum class Catches : std::uint8_t { Some, Errors, Everything };

Catches catches_of(CheckContext& check, NodeId type) {
  Children types(0, 0);
  if (check.tree().is(type, NodeKind::Tuple)) {
    types = check.tree().children(type);
  }
  Catches most = check.may_be(type, "builtins.BaseException") ? Catches::Everything
                 : check.may_be(type, "builtins.Exception")   ? Catches::Errors
                                                              : Catches::Some;
  for (const NodeId one : types) {
    most = std::max(most,
                    check.tree().is(one, NodeKind::Tuple) ? Catches::Some : catches_of(check, one));
  }
  return most;
}

// does_nothing: pass, continue, `...`, and nothing else.
bool does_nothing(const syntax::Tree& tree, NodeId block) {
  for (const NodeId statement : tree.children(block)) {
    const NodeKind kind = tree.kind(statement);
    const bool is_filler =
        kind == NodeKind::ExprStmt && (tree.is(tree.child(statement, 0), NodeKind::Ellipsis) ||
                                       tree.is(tree.child(statement, 0), NodeKind::String));
    if (kind != NodeKind::Pass && kind != NodeKind::Continue && !is_filler) {
      return false;
    }
  }
  return true;
}

// check_in is the call among the statements of a block whose only effect is to raise when something
// is wrong: `verify(token)`, of which nobody takes a result.
NodeId check_in(CheckContext& check, NodeId block) {
  const syntax::Tree& tree = check.tree();
  for (const NodeId statement : tree.children(block)) {
    NodeId call =
        tree.is(statement, NodeKind::ExprStmt) ? tree.child(statement, 0) : NodeId::none();
    if (call.exists() && tree.is(call, NodeKind::Await)) {
      call = tree.child(call, 0);
    }
    if (!call.exists() || !tree.is(call, NodeKind::Call)) {
      continue;
    }
    const Words words(target_name(check, tree.child(call, 0)));
    if (!words.empty() && std::find(std::begin(kCheckingVerbs), std::end(kCheckingVerbs),
                                    words.all().front()) != std::end(kCheckingVerbs)) {
      return call;
    }
  }
  return NodeId::none();
}

void look_at(CheckContext& check, NodeId handler) {
  const syntax::Tree& tree = check.tree();
  const Children parts = tree.children(handler);
  const Catches catches = parts.size() == 1 ? Catches::Everything : catches_of(check, parts[0]);
  if (catches == Catches::Some || !does_nothing(tree, parts.back())) {
    return;
  }
  const NodeId ignored = check_in(check, tree.child(check.outline().parent(handler), 0));
  if (ignored.exists()) {
    return check.report({.at = handler,
                         .severity = Severity::Low,
                         .confidence = Confidence::High,
                         .message = "a check that fails counts as passed: whatever " +
                                    check.quoted(tree.child(ignored, 0)) + " raises is ignored",
                         .mend = "catch the exceptions that you expect, and refuse what could not "
                                 "be checked"});
  }
  if (catches == Catches::Everything) {
    check.report({.at = handler,
                  .severity = Severity::Note,
                  .confidence = Confidence::High,
                  .message = "whatever goes wrong here is ignored, Ctrl-C and `sys.exit` too",
                  .mend = "catch the exceptions that you expect, at most `Exception`"});
  }
}

}  // namespace

namespace rules {
extern constinit const RuleCode ignored_exception = {"ignored-exception",
                                                     {on(NodeKind::Handler, look_at)}};
}  // namespace rules

}  // namespace av::match
