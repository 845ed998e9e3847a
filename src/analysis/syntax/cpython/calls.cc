// calls.cc — calls, subscripts and slices.

#include "analysis/syntax/cpython/operators.h"
#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"

namespace av::syntax::cpython {
namespace {

bool is_keyword_kind(NodeKind kind) {
  return kind == NodeKind::Keyword || kind == NodeKind::DoubleStarred;
}

}  // namespace

void Printer::call(const Step& step) {
  Plan plan(*this, step.frame, "Call(");
  const Children parts = children(step);
  plan.expr("func=", parts[0]);
  if (shape_.version < 300) {
    old_call_arguments(plan, parts);
  } else {
    call_arguments(plan, "args=", parts, 1);
  }
  close(plan, NodeId(step.a));
}

// call_arguments lists the arguments of a call or class from the child `from` on: positional ones
// under `label`, then keywords.
void Printer::call_arguments(Plan& plan, const char* label, Children parts, std::uint32_t from) {
  plan.begin_list(label);
  for (std::uint32_t i = from; i < parts.size(); ++i) {
    if (!is_keyword_kind(tree_.kind(parts[i]))) {
      plan.item(Action::Positional, parts[i]);
    }
  }
  plan.end_list();
  plan.begin_list("keywords=");
  for (std::uint32_t i = from; i < parts.size(); ++i) {
    if (is_keyword_kind(tree_.kind(parts[i]))) {
      plan.item(Action::Keyword, parts[i]);
    }
  }
  plan.end_list();
}

// positional: in 3.8 a starred argument ended where its value does, parentheses left out.
void Printer::positional(const Step& step) {
  if (shape_.version != 308 || at(step).kind != NodeKind::Starred) {
    return expression(step);
  }
  const NodeId value = children(step)[0];
  Plan plan(*this, step.frame, "Starred(");
  plan.expr("value=", value);
  plan.word("ctx=", "Load()");
  plan.place(at(step).start, tree_[value].end);
}

void Printer::keyword(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "keyword(");
  if (at(step).kind == NodeKind::Keyword) {
    plan.step("arg=", Action::Identifier, parts[0].index());
  } else {
    plan.absent("arg=");
  }
  plan.expr("value=", parts.back());
  if (shape_.version >= 309) {
    plan.place(at(step).start, at(step).end);
  } else {
    plan.end();
  }
}

void Printer::subscript(const Step& step) {
  Plan plan(*this, step.frame, "Subscript(");
  plan.expr("value=", children(step)[0]);
  plan.step("slice=", Action::Index, children(step)[1].index());
  plan.word("ctx=", context_node(step.context));
  close(plan, NodeId(step.a));
}

// is_extended_slice says whether a tuple of subscripts was an ExtSlice before 3.9.
bool Printer::is_extended_slice(NodeId id) const {
  if (!tree_.is(id, NodeKind::Tuple) || tree_[id].has(flag::kParenthesized)) {
    return false;
  }
  for (const NodeId part : tree_.children(id)) {
    if (tree_.is(part, NodeKind::Slice) ||
        (shape_.version < 300 && tree_.is(part, NodeKind::Ellipsis))) {
      return true;
    }
  }
  return false;
}

void Printer::index(const Step& step) {
  if (!shape_.has_index) {
    return expression(step);
  }
  if (!is_extended_slice(NodeId(step.a))) {
    return dimension(step);
  }
  Plan plan(*this, step.frame, "ExtSlice(");
  plan.list("dims=", Action::Dimension, children(step));
  plan.end();
}

void Printer::dimension(const Step& step) {
  if (at(step).kind == NodeKind::Slice) {
    return slice(step);
  }
  if (shape_.version < 300 && at(step).kind == NodeKind::Ellipsis) {
    out_ += "Ellipsis()";
    return;
  }
  Plan plan(*this, step.frame, "Index(");
  plan.expr("value=", NodeId(step.a));
  plan.end();
}

void Printer::slice(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  Plan plan(*this, step.frame, "Slice(");
  const NodeId lower = parts.take_when(node.has(flag::kLower));
  const NodeId upper = parts.take_when(node.has(flag::kUpper));
  plan.optional("lower=", lower);
  plan.optional("upper=", upper);
  if (node.has(flag::kStep)) {
    plan.expr("step=", parts.take());
  } else {
    absent_step(plan, step, lower, upper);
  }
  if (shape_.version >= 309) {
    plan.place(node.start, node.end);
  } else {
    plan.end();
  }
}

}  // namespace av::syntax::cpython
