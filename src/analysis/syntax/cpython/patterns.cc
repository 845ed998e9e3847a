// patterns.cc — the patterns of match statements.

#include "analysis/syntax/cpython/plan.h"

namespace av::syntax::cpython {

void Printer::pattern(const Step& step) {
  switch (at(step).kind) {
    case NodeKind::MatchValue:
      return match_value(step);
    case NodeKind::MatchSingleton:
      return match_singleton(step);
    case NodeKind::MatchSequence:
    case NodeKind::MatchOr:
      return match_parts(step);
    case NodeKind::MatchMapping:
      return match_mapping(step);
    case NodeKind::MatchClass:
      return match_class(step);
    case NodeKind::MatchStar:
      return match_star(step);
    case NodeKind::MatchAs:
      return match_as(step);
    default:
      return reject(at(step).start, "this is no pattern");
  }
}

void Printer::match_value(const Step& step) {
  Plan plan(*this, step.frame, "MatchValue(");
  plan.expr("value=", children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::match_singleton(const Step& step) {
  const NodeKind kind = tree_.kind(children(step)[0]);
  Plan plan(*this, step.frame, "MatchSingleton(");
  plan.word("value=", kind == NodeKind::True ? "True" : kind == NodeKind::False ? "False" : "None");
  close(plan, NodeId(step.a));
}

void Printer::match_parts(const Step& step) {
  Plan plan(*this, step.frame, at(step).kind == NodeKind::MatchOr ? "MatchOr(" : "MatchSequence(");
  plan.list("patterns=", Action::Pattern, children(step));
  close(plan, NodeId(step.a));
}

void Printer::match_mapping(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Children items = parts.take_while(NodeKind::MatchItem);
  Plan plan(*this, step.frame, "MatchMapping(");
  plan.begin_list("keys=");
  for (const NodeId item : items) {
    plan.item(Action::Expression, tree_.child(item, 0));
  }
  plan.end_list();
  plan.begin_list("patterns=");
  for (const NodeId item : items) {
    plan.item(Action::Pattern, tree_.child(item, 1));
  }
  plan.end_list();
  if (parts.done()) {
    plan.absent("rest=");
  } else {
    plan.step("rest=", Action::Identifier, tree_.child(parts.take(), 0).index());
  }
  close(plan, NodeId(step.a));
}

void Printer::match_class(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "MatchClass(");
  plan.expr("cls=", parts.take());
  plan.begin_list("patterns=");
  while (!parts.done() && !parts.next_is(NodeKind::MatchKeyword)) {
    plan.item(Action::Pattern, parts.take());
  }
  plan.end_list();
  const Children keywords = parts.rest();
  plan.begin_list("kwd_attrs=");
  for (const NodeId keyword : keywords) {
    plan.item(Action::Identifier, tree_.child(keyword, 0));
  }
  plan.end_list();
  plan.begin_list("kwd_patterns=");
  for (const NodeId keyword : keywords) {
    plan.item(Action::Pattern, tree_.child(keyword, 1));
  }
  plan.end_list();
  close(plan, NodeId(step.a));
}

void Printer::match_star(const Step& step) {
  Plan plan(*this, step.frame, "MatchStar(");
  if (children(step).empty()) {
    plan.absent("name=");
  } else {
    plan.step("name=", Action::Identifier, children(step)[0].index());
  }
  close(plan, NodeId(step.a));
}

void Printer::match_as(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "MatchAs(");
  if (at(step).has(flag::kAs)) {
    plan.step("pattern=", Action::Pattern, parts.take().index());
  } else {
    plan.absent("pattern=");
  }
  if (parts.done()) {
    plan.absent("name=");
  } else {
    plan.step("name=", Action::Identifier, parts.take().index());
  }
  close(plan, NodeId(step.a));
}

}  // namespace av::syntax::cpython
