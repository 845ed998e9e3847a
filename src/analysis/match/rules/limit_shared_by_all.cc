// Rate limits whose key is the same for everybody.
// Page: catalog/rules/authentication/limit-shared-by-all.md
#include "analysis/match/callees.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// Limiters take a function that makes the key of a request.
constexpr auto kLimiters = path_table<Parameter>({
    {"flask_limiter.Limiter", {0, "key_func"}},
    {"slowapi.Limiter", {0, "key_func"}},
    {"slowapi.extension.Limiter", {0, "key_func"}},
});

// Strategies of the package limits: all arguments behind the limit are the key.
constexpr auto kStrategies = path_table<bool>({
    {"limits.strategies.FixedWindowRateLimiter.hit", true},
    {"limits.strategies.MovingWindowRateLimiter.hit", true},
    {"limits.strategies.SlidingWindowCounterRateLimiter.hit", true},
    {"limits.aio.strategies.FixedWindowRateLimiter.hit", true},
    {"limits.aio.strategies.MovingWindowRateLimiter.hit", true},
    {"limits.aio.strategies.SlidingWindowCounterRateLimiter.hit", true},
});

// returns_constant: every call of the function gives the same.
bool returns_constant(CheckContext& check, NodeId function) {
  const auto returns = check.names().bindings().returns_of(function);
  return !returns.empty() && std::ranges::all_of(returns, [&check](NodeId statement) {
    return check.value(check.tree().child(statement, 0)).is_constant();
  });
}

bool is_constant_function(CheckContext& check, NodeId function) {
  const syntax::Tree& tree = check.tree();
  const NodeId bound = check.stands_for(function);
  const NodeId at = bound.exists() ? bound : function;
  if (tree.is(at, NodeKind::Lambda)) {
    return check.value(tree.children(at).back()).is_constant();
  }
  const auto all = check.meanings(at).all();
  return all.size() == 1 && all[0].definition.exists() &&
         tree.is(all[0].definition, NodeKind::FunctionDef) &&
         returns_constant(check, all[0].definition);
}

void report(CheckContext& check, const Call& call, NodeId key) {
  check.report({.at = call.node(),
                .severity = Severity::Low,
                .confidence = Confidence::High,
                .message = "all callers share the limit: its key " + check.quoted(key) +
                           " is the same for everybody",
                .mend = "take the account or the address as the key"});
}

void look_at(CheckContext& check, const Call& call) {
  if (const Parameter* parameter = call.find(kLimiters)) {
    const Argument key = call.argument(*parameter);
    if (key.is_given() && is_constant_function(check, key.node)) {
      report(check, call, key.node);
    }
    return;
  }
  const auto& given = call.arguments();
  if (call.find(kStrategies) == nullptr || given.positional.size() < 2 || given.hides_positional) {
    return;
  }
  const auto keys = std::span(given.positional).subspan(1);
  if (std::ranges::all_of(keys, [&](NodeId key) { return check.value(key).is_constant(); })) {
    report(check, call, keys[0]);
  }
}

constexpr auto kCallees = callees(kLimiters, kStrategies);

}  // namespace

namespace rules {
extern constinit const RuleCode limit_shared_by_all = {"limit-shared-by-all",
                                                       {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
