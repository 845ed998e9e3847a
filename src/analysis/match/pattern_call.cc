// The part of PatternMatcher that deals with calls.
#include "analysis/match/pattern_matcher.h"
#include "analysis/match/signature.h"

#include <algorithm>

namespace av::match {

using knowledge::PatternOp;
using syntax::NodeId;
using syntax::NodeKind;

bool PatternMatcher::match_call_node(const Node& pattern, NodeId node) {
  const NodeId at = check_.follow(node);
  if (!check_.tree().is(at, NodeKind::Call)) {
    return false;
  }
  const Node& callee = children(pattern)[0];
  const NodeId called = check_.tree().child(at, 0);
  if ((callee.op == PatternOp::Path && !is_path(callee, check_.meanings(called))) ||
      (callee.op == PatternOp::Member && !is_named(callee, called))) {
    return false;
  }
  const Call call(check_.names(), at);
  return match_call(pattern, call);
}

// What is called comes first where it is told by its path, else last: who an object is and where it
// comes from is the dearest question.
bool PatternMatcher::match_call(const Node& pattern, const Call& call) {
  const Nodes parts = children(pattern);
  const Node& callee = parts[0];
  if (callee.op == PatternOp::Path) {
    return is_path(callee, call.meanings()) && match_arguments(parts.subspan(1), call);
  }
  return match_arguments(parts.subspan(1), call) && match(callee, item(call.callee()));
}

bool PatternMatcher::match_arguments(Nodes arguments, const Call& call) {
  const bool is_open = std::any_of(arguments.begin(), arguments.end(),
                                   [](const Node& node) { return node.op == PatternOp::Rest; });
  const Call::Arguments& given = call.arguments();
  const std::size_t count = given.positional.size() + given.keywords.size();
  const bool is_hidden = given.hides_positional || given.hides_keywords;
  if (!is_open && (count != arguments.size() || is_hidden) && mood_ == Mood::Must) {
    return false;
  }
  for (const Node& argument : arguments) {
    if (argument.op == PatternOp::Keyword && !match_keyword(argument, call)) {
      return false;
    }
  }
  return match_positional(arguments, 0, call);
}

// match_positional matches the arguments of a pattern that have no name, from `at` of the call's
// on.  Where no ... came before, one may also be given by its parameter's name.
bool PatternMatcher::match_positional(Nodes patterns, std::size_t at, const Call& call) {
  const Call::Arguments& given = call.arguments();
  while (!patterns.empty() && patterns[0].op == PatternOp::Keyword) {
    patterns = patterns.subspan(1);
  }
  if (patterns.empty()) {
    return true;  // match_call has counted, or there is a ...
  }
  const Node& first = patterns[0];
  const Nodes others = patterns.subspan(1);
  if (first.op != PatternOp::Rest) {
    if (at >= given.positional.size()) {
      const Argument named = call.argument(parameter_at(call, at));
      return named.is_given()
                 ? match(first, item(named.node)) && match_positional(others, at + 1, call)
                 : mood_ == Mood::May && !named.is_absent();
    }
    return match(first, item(given.positional[at])) && match_positional(others, at + 1, call);
  }
  // Those before may have been given by name.
  for (std::size_t next = std::min(at, given.positional.size()); next <= given.positional.size();
       ++next) {
    const BoundItems::State before = bound_.state();
    if (match_positional(others, next, call)) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

bool PatternMatcher::match_keyword(const Node& pattern, const Call& call) {
  const Node& wanted = children(pattern)[0];
  if (!pattern.has_variable()) {
    const Argument argument = call.argument(parameter_named(call, pattern.text));
    if (argument.is_given()) {
      return match(wanted, item(argument.node));
    }
    return argument.state == Argument::State::Hidden && mood_ == Mood::May;
  }
  for (const Call::Named& keyword : call.arguments().keywords) {
    const BoundItems::State before = bound_.state();
    const NodeId around = check_.outline().parent(keyword.node);
    if (check_.tree().is(around, NodeKind::Keyword) &&
        match_bound(pattern, check_.tree().child(around, 0)) && match(wanted, item(keyword.node))) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

}  // namespace av::match
