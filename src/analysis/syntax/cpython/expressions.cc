// expressions.cc — expressions but calls, subscripts and literals.

#include "analysis/syntax/cpython/operators.h"
#include "analysis/syntax/cpython/plan.h"

namespace av::syntax::cpython {

void Printer::expression(const Step& step) {
  switch (at(step).kind) {
    case NodeKind::Name:
      return name(step);
    case NodeKind::Int:
    case NodeKind::Float:
    case NodeKind::Imaginary:
      return number(step);
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::None:
    case NodeKind::Ellipsis:
      return singleton(step);
    case NodeKind::String:
    case NodeKind::FString:
    case NodeKind::StringGroup:
      return string(step);
    case NodeKind::BoolOp:
      return bool_op(step);
    case NodeKind::NamedExpr:
      return named_expr(step);
    case NodeKind::BinOp:
      return bin_op(step);
    case NodeKind::UnaryOp:
      return unary_op(step);
    case NodeKind::Compare:
      return compare(step);
    case NodeKind::Lambda:
      return lambda(step);
    case NodeKind::IfExp:
      return if_exp(step);
    case NodeKind::Dict:
      return dict(step);
    case NodeKind::Set:
    case NodeKind::List:
    case NodeKind::Tuple:
      return sequence(step);
    case NodeKind::ListComp:
    case NodeKind::SetComp:
    case NodeKind::GeneratorExp:
      return comprehension_expression(step);
    case NodeKind::DictComp:
      return dict_comp(step);
    case NodeKind::Await:
    case NodeKind::Yield:
    case NodeKind::YieldFrom:
      return one_operand(step);
    case NodeKind::Call:
      return call(step);
    case NodeKind::Attribute:
      return attribute(step);
    case NodeKind::Subscript:
      return subscript(step);
    case NodeKind::Slice:
      return slice(step);
    case NodeKind::Starred:
      return starred(step);
    case NodeKind::Repr:
      return repr(step);
    default:
      return reject(at(step).start, "this is no expression");
  }
}

void Printer::name(const Step& step) {
  Plan plan(*this, step.frame, "Name(");
  plan.step("id=", Action::Identifier, step.a);
  plan.word("ctx=", context_node(step.context));
  close(plan, NodeId(step.a));
}

void Printer::bool_op(const Step& step) {
  Plan plan(*this, step.frame, "BoolOp(");
  plan.word("op=", operator_node(at(step).op()));
  plan.list("values=", Action::Expression, children(step));
  close(plan, NodeId(step.a));
}

void Printer::named_expr(const Step& step) {
  Plan plan(*this, step.frame, "NamedExpr(");
  plan.expr("target=", children(step)[0], Context::Store);
  plan.expr("value=", children(step)[1]);
  close(plan, NodeId(step.a));
}

void Printer::bin_op(const Step& step) {
  Plan plan(*this, step.frame, "BinOp(");
  plan.expr("left=", children(step)[0]);
  plan.word("op=", operator_node(at(step).op()));
  plan.expr("right=", children(step)[1]);
  close(plan, NodeId(step.a));
}

void Printer::unary_op(const Step& step) {
  if (shape_.version < 300 && negative_number(step)) {
    return;
  }
  Plan plan(*this, step.frame, "UnaryOp(");
  plan.word("op=", operator_node(at(step).op()));
  plan.expr("operand=", children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::compare(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "Compare(");
  plan.expr("left=", parts[0]);
  plan.begin_list("ops=");
  for (std::uint32_t i = 1; i < parts.size(); i += 2) {
    plan.item_word(operator_node(tree_[parts[i]].op()));
  }
  plan.end_list();
  plan.begin_list("comparators=");
  for (std::uint32_t i = 2; i < parts.size(); i += 2) {
    plan.item(Action::Expression, parts[i]);
  }
  plan.end_list();
  close(plan, NodeId(step.a));
}

void Printer::lambda(const Step& step) {
  Plan plan(*this, step.frame, "Lambda(");
  plan.step("args=", Action::Arguments, children(step)[0].index());
  plan.expr("body=", children(step)[1]);
  close(plan, NodeId(step.a));
}

void Printer::if_exp(const Step& step) {
  const Children parts = children(step);  // value, test, other value
  Plan plan(*this, step.frame, "IfExp(");
  plan.expr("test=", parts[1]);
  plan.expr("body=", parts[0]);
  plan.expr("orelse=", parts[2]);
  close(plan, NodeId(step.a));
}

void Printer::dict(const Step& step) {
  Plan plan(*this, step.frame, "Dict(");
  plan.begin_list("keys=");
  for (const NodeId item : children(step)) {
    if (tree_.is(item, NodeKind::DictItem)) {
      plan.item(Action::Expression, tree_.child(item, 0));
    } else {
      plan.item_word("None");
    }
  }
  plan.end_list();
  plan.begin_list("values=");
  for (const NodeId item : children(step)) {
    plan.item(Action::Expression, tree_.children(item).back());
  }
  plan.end_list();
  close(plan, NodeId(step.a));
}

// sequence is a tuple, list or set.
void Printer::sequence(const Step& step) {
  const NodeKind kind = at(step).kind;
  const bool is_empty_target = step.context != Context::Load && children(step).empty();
  if (shape_.version < 300 && is_empty_target && kind == NodeKind::Tuple) {
    return reject(at(step).start, "can't assign to ()");
  }
  Plan plan(*this, step.frame,
            kind == NodeKind::Tuple  ? "Tuple("
            : kind == NodeKind::List ? "List("
                                     : "Set(");
  plan.list("elts=", Action::Expression, children(step),
            kind == NodeKind::Set ? Context::Load : step.context);
  if (kind != NodeKind::Set) {
    plan.word("ctx=", context_node(step.context));
  }
  if (kind == NodeKind::Tuple && !at(step).has(flag::kParenthesized)) {
    return close_in_field(plan, step);
  }
  close(plan, NodeId(step.a));
}

// close_in_field: a tuple or generator without parentheses in an f-string's field got some from the
// parser before 3.12, and from 3.8 on its position counted them.
void Printer::close_in_field(Plan& plan, const Step& step) const {
  if (step.b == 0) {
    return close(plan, NodeId(step.a));
  }
  plan.place(implied_parentheses_[step.b].start, implied_parentheses_[step.b].end);
}

void Printer::comprehension_expression(const Step& step) {
  const NodeKind kind = at(step).kind;
  const Children parts = children(step);
  Plan plan(*this, step.frame,
            kind == NodeKind::ListComp  ? "ListComp("
            : kind == NodeKind::SetComp ? "SetComp("
                                        : "GeneratorExp(");
  plan.expr("elt=", parts[0]);
  plan.begin_list("generators=");
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    plan.item(Action::Comprehension, parts[i]);
  }
  plan.end_list();
  if (kind == NodeKind::GeneratorExp && is_bare_generator(NodeId(step.a))) {
    return close_in_field(plan, step);
  }
  close(plan, NodeId(step.a));
}

void Printer::dict_comp(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "DictComp(");
  plan.expr("key=", tree_.child(parts[0], 0));
  plan.expr("value=", tree_.children(parts[0]).back());
  plan.begin_list("generators=");
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    plan.item(Action::Comprehension, parts[i]);
  }
  plan.end_list();
  close(plan, NodeId(step.a));
}

void Printer::comprehension(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "comprehension(");
  plan.expr("target=", parts[0], Context::Store);
  plan.expr("iter=", parts[1]);
  plan.begin_list("ifs=");
  for (std::uint32_t i = 2; i < parts.size(); ++i) {
    plan.item(Action::Expression, parts[i]);
  }
  plan.end_list();
  if (shape_.version >= 300) {
    plan.word("is_async=", at(step).has(flag::kAsync) ? "1" : "0");
  }
  plan.end();
}

void Printer::one_operand(const Step& step) {
  const NodeKind kind = at(step).kind;
  Plan plan(*this, step.frame,
            kind == NodeKind::Await   ? "Await("
            : kind == NodeKind::Yield ? "Yield("
                                      : "YieldFrom(");
  plan.optional("value=", children(step).empty() ? NodeId::none() : children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::attribute(const Step& step) {
  Plan plan(*this, step.frame, "Attribute(");
  plan.expr("value=", children(step)[0]);
  plan.step("attr=", Action::Identifier, children(step)[1].index());
  plan.word("ctx=", context_node(step.context));
  close(plan, NodeId(step.a));
}

void Printer::starred(const Step& step) {
  Plan plan(*this, step.frame, "Starred(");
  plan.expr("value=", children(step)[0], step.context);
  plan.word("ctx=", context_node(step.context));
  close(plan, NodeId(step.a));
}

}  // namespace av::syntax::cpython
