// statements.cc — simple statements.

#include "analysis/syntax/cpython/operators.h"
#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"

#include <string>

namespace av::syntax::cpython {

void Printer::statement(const Step& step) {
  switch (at(step).kind) {
    case NodeKind::ExprStmt:
      return expr_stmt(step);
    case NodeKind::Assign:
      return assign(step);
    case NodeKind::AugAssign:
      return aug_assign(step);
    case NodeKind::AnnAssign:
      return ann_assign(step);
    case NodeKind::TypeAlias:
      return type_alias(step);
    case NodeKind::Return:
      return return_stmt(step);
    case NodeKind::Raise:
      return raise(step);
    case NodeKind::Delete:
      return delete_stmt(step);
    case NodeKind::Assert:
      return assert_stmt(step);
    case NodeKind::Pass:
    case NodeKind::Break:
    case NodeKind::Continue:
      return bare_statement(step);
    case NodeKind::Global:
    case NodeKind::Nonlocal:
      return names_stmt(step);
    case NodeKind::Import:
      return import(step);
    case NodeKind::ImportFrom:
      return import_from(step);
    case NodeKind::Print:
      return print(step);
    case NodeKind::Exec:
      return exec(step);
    case NodeKind::FunctionDef:
      return function_def(step);
    case NodeKind::ClassDef:
      return class_def(step);
    case NodeKind::If:
      return if_stmt(step);
    case NodeKind::While:
    case NodeKind::For:
      return loop(step);
    case NodeKind::With:
      return with(step);
    case NodeKind::Try:
      return try_stmt(step);
    case NodeKind::Match:
      return match(step);
    default:
      return reject(at(step).start, "this is no statement");
  }
}

void Printer::bare_statement(const Step& step) {
  const NodeKind kind = at(step).kind;
  Plan plan(*this, step.frame,
            kind == NodeKind::Pass    ? "Pass("
            : kind == NodeKind::Break ? "Break("
                                      : "Continue(");
  close(plan, NodeId(step.a));
}

void Printer::expr_stmt(const Step& step) {
  Plan plan(*this, step.frame, "Expr(");
  plan.expr("value=", children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::assign(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "Assign(");
  plan.list("targets=", Action::Expression, Children(parts[0].index(), parts.size() - 1),
            Context::Store);
  plan.expr("value=", parts.back());
  type_comment(plan);
  close(plan, NodeId(step.a));
}

// type_comment is never there: comments are read as types only when asked for.
void Printer::type_comment(Plan& plan) const {
  if (shape_.version >= 308) {
    plan.absent("type_comment=");
  }
}

void Printer::aug_assign(const Step& step) {
  Plan plan(*this, step.frame, "AugAssign(");
  plan.expr("target=", children(step)[0], Context::Store);
  plan.word("op=", operator_node(at(step).op()));
  plan.expr("value=", children(step)[1]);
  close(plan, NodeId(step.a));
}

void Printer::ann_assign(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "AnnAssign(");
  plan.expr("target=", parts[0], Context::Store);
  plan.expr("annotation=", parts[1]);
  plan.optional("value=", parts.size() > 2 ? parts[2] : NodeId::none());
  plan.word("simple=", at(step).has(flag::kSimple) ? "1" : "0");
  close(plan, NodeId(step.a));
}

void Printer::type_alias(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "TypeAlias(");
  plan.expr("name=", parts.take(), Context::Store);
  type_parameters(plan, parts.take_if(NodeKind::TypeParams));
  plan.expr("value=", parts.take());
  close(plan, NodeId(step.a));
}

void Printer::return_stmt(const Step& step) {
  Plan plan(*this, step.frame, "Return(");
  plan.optional("value=", children(step).empty() ? NodeId::none() : children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::raise(const Step& step) {
  const Children parts = children(step);
  const auto part = [&](std::uint32_t i) { return i < parts.size() ? parts[i] : NodeId::none(); };
  Plan plan(*this, step.frame, "Raise(");
  if (shape_.version < 300) {
    plan.optional("type=", part(0));
    plan.optional("inst=", part(1));
    plan.optional("tback=", part(2));
  } else {
    plan.optional("exc=", part(0));
    plan.optional("cause=", part(1));
  }
  close(plan, NodeId(step.a));
}

void Printer::delete_stmt(const Step& step) {
  Plan plan(*this, step.frame, "Delete(");
  plan.list("targets=", Action::Expression, children(step), Context::Del);
  close(plan, NodeId(step.a));
}

void Printer::assert_stmt(const Step& step) {
  Plan plan(*this, step.frame, "Assert(");
  plan.expr("test=", children(step)[0]);
  plan.optional("msg=", children(step).size() > 1 ? children(step)[1] : NodeId::none());
  close(plan, NodeId(step.a));
}

void Printer::names_stmt(const Step& step) {
  Plan plan(*this, step.frame, at(step).kind == NodeKind::Global ? "Global(" : "Nonlocal(");
  plan.list("names=", Action::Identifier, children(step));
  close(plan, NodeId(step.a));
}

void Printer::import(const Step& step) {
  Plan plan(*this, step.frame, "Import(");
  plan.list("names=", Action::Alias, children(step));
  close(plan, NodeId(step.a));
}

void Printer::import_from(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const NodeId level = parts.take_if(NodeKind::ImportLevel);
  const NodeId module = parts.take_if(NodeKind::DottedName);
  Plan plan(*this, step.frame, "ImportFrom(");
  if (module.exists()) {
    plan.step("module=", Action::DottedName, module.index());
  } else {
    plan.absent("module=");
  }
  plan.list("names=", Action::Alias, parts.rest());
  plan.kept("level=", std::to_string(level.exists() ? tree_[level].first : 0));
  close(plan, NodeId(step.a));
}

void Printer::alias(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "alias(");
  if (tree_.is(parts[0], NodeKind::StarMarker)) {
    plan.word("name=", "'*'");
  } else {
    plan.step("name=", Action::DottedName, parts[0].index());
  }
  if (parts.size() > 1) {
    plan.step("asname=", Action::Identifier, parts[1].index());
  } else {
    plan.absent("asname=");
  }
  if (shape_.version >= 310) {
    plan.place(at(step).start, at(step).end);
  } else {
    plan.end();
  }
}

}  // namespace av::syntax::cpython
