// compound.cc — compound statements.

#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"

namespace av::syntax::cpython {
namespace {

constexpr std::uint32_t kAsyncLength = 5;

}  // namespace

// statement_start is where the position of a def, class, for or with points.  With decorators that
// is the keyword since 3.8 and the first @ before; `async` was left out until 3.6.
std::uint32_t Printer::statement_start(NodeId id) const {
  const Node& node = tree_[id];
  const Children parts = tree_.children(id);
  if (!parts.empty() && tree_.is(parts[0], NodeKind::Decorators)) {
    return shape_.version >= 308 ? skip_closing(text_, tree_[parts[0]].end) : node.start;
  }
  const bool may_be_async = node.kind != NodeKind::ClassDef;
  if (shape_.version < 307 && may_be_async && node.has(flag::kAsync)) {
    return skip_trivia(text_, node.start + kAsyncLength);
  }
  return node.start;
}

void Printer::function_def(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  const NodeId decorators = parts.take_if(NodeKind::Decorators);
  const NodeId name = parts.take();
  const NodeId type_params = parts.take_if(NodeKind::TypeParams);
  const NodeId parameters = parts.take();
  const NodeId returns = parts.take_when(node.has(flag::kReturns));
  const NodeId body = parts.take();
  Plan plan(*this, step.frame, node.has(flag::kAsync) ? "AsyncFunctionDef(" : "FunctionDef(");
  plan.step("name=", Action::Identifier, name.index());
  plan.step("args=", Action::Arguments, parameters.index());
  plan.body("body=", body);
  decorator_list(plan, decorators);
  if (shape_.version >= 300) {
    plan.optional("returns=", returns);
    type_comment(plan);
  }
  type_parameters(plan, type_params);
  plan.place(statement_start(NodeId(step.a)), compound_end(NodeId(step.a)));
}

void Printer::class_def(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const NodeId decorators = parts.take_if(NodeKind::Decorators);
  const NodeId name = parts.take();
  const NodeId type_params = parts.take_if(NodeKind::TypeParams);
  const NodeId arguments = parts.take_if(NodeKind::Arguments);
  const NodeId body = parts.take();
  const Children bases = arguments.exists() ? tree_.children(arguments) : Children(0, 0);
  Plan plan(*this, step.frame, "ClassDef(");
  plan.step("name=", Action::Identifier, name.index());
  if (shape_.version < 300) {
    plan.list("bases=", Action::Expression, bases);
  } else {
    call_arguments(plan, "bases=", bases, 0);
  }
  plan.body("body=", body);
  decorator_list(plan, decorators);
  type_parameters(plan, type_params);
  plan.place(statement_start(NodeId(step.a)), compound_end(NodeId(step.a)));
}

void Printer::decorator_list(Plan& plan, NodeId decorators) {
  plan.list("decorator_list=", Action::Decorator,
            decorators.exists() ? tree_.children(decorators) : Children(0, 0));
}

// decorator: a call without arguments was where the @ is, in 3.6.
void Printer::decorator(const Step& step) {
  const bool is_bare_call = at(step).kind == NodeKind::Call && children(step).size() == 1;
  if (shape_.version != 306 || !is_bare_call) {
    return expression(step);
  }
  Plan plan(*this, step.frame, "Call(");
  plan.expr("func=", children(step)[0]);
  plan.empty_list("args=");
  plan.empty_list("keywords=");
  plan.place(static_cast<std::uint32_t>(text_.rfind('@', at(step).start)), at(step).end);
}

// compound_end is where a compound statement ends: until 3.8 a semicolon at the end of its last
// line was no part of it.
std::uint32_t Printer::compound_end(NodeId id) const {
  std::uint32_t end = tree_[id].end;
  if (shape_.version >= 309 || text_[end - 1] != ';') {
    return end;
  }
  do {
    --end;
  } while (std::string_view(" \t\f\r\n\\").find(text_[end - 1]) != std::string_view::npos);
  return end;
}

void Printer::if_stmt(const Step& step) {
  Step first = step;
  first.b = 0;
  if_from(first);
}

// if_from writes the test at child `b`, and what comes after it as its `orelse`: an elif is an If
// of its own in CPython's tree.
void Printer::if_from(const Step& step) {
  const Children parts = children(step);
  const bool is_elif = step.b != 0;
  const NodeId clause = is_elif ? parts[step.b] : NodeId(step.a);
  const Children test_and_body = tree_.children(clause);
  const std::uint32_t next = is_elif ? step.b + 1 : 2;
  Plan plan(*this, step.frame, "If(");
  plan.expr("test=", test_and_body[0]);
  plan.body("body=", test_and_body[1]);
  if (next < parts.size() && tree_.is(parts[next], NodeKind::Elif)) {
    plan.begin_list("orelse=");
    plan.item_step({.action = Action::IfFrom, .a = step.a, .b = next});
    plan.end_list();
  } else {
    plan.body("orelse=", next < parts.size() ? tree_.child(parts[next], 0) : NodeId::none());
  }
  plan.place(is_elif ? elif_start(clause) : at(step).start, compound_end(NodeId(step.a)));
}

// elif_start: until 3.6 an elif was where its test is.
std::uint32_t Printer::elif_start(NodeId clause) const {
  const std::uint32_t start = tree_[clause].start;
  constexpr std::uint32_t kLength = 4;
  return shape_.version < 307 ? skip_trivia(text_, start + kLength) : start;
}

void Printer::loop(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  const bool is_while = node.kind == NodeKind::While;
  Plan plan(*this, step.frame, is_while ? "While(" : node.has(flag::kAsync) ? "AsyncFor(" : "For(");
  if (is_while) {
    plan.expr("test=", parts.take());
  } else {
    plan.expr("target=", parts.take(), Context::Store);
    plan.expr("iter=", parts.take());
  }
  plan.body("body=", parts.take());
  plan.body("orelse=", parts.done() ? NodeId::none() : tree_.child(parts.take(), 0));
  if (!is_while) {
    type_comment(plan);
  }
  plan.place(is_while ? node.start : statement_start(NodeId(step.a)), compound_end(NodeId(step.a)));
}

void Printer::with(const Step& step) {
  if (shape_.version < 300) {
    Step first = step;
    first.b = 0;
    return with_from(first);
  }
  const Node& node = at(step);
  const NodeId items = children(step)[0];
  Plan plan(*this, step.frame, node.has(flag::kAsync) ? "AsyncWith(" : "With(");
  if (is_items_tuple(items)) {
    plan.begin_list("items=");
    plan.item(Action::TupleItem, items);
    plan.end_list();
  } else {
    plan.list("items=", Action::WithItem, tree_.children(items));
  }
  plan.body("body=", children(step)[1]);
  type_comment(plan);
  plan.place(statement_start(NodeId(step.a)), compound_end(NodeId(step.a)));
}

// is_items_tuple says whether context managers in parentheses were a tuple, as they were
// before 3.9.
bool Printer::is_items_tuple(NodeId items) const {
  const Node& node = tree_[items];
  return shape_.version < 309 && node.has(flag::kParenthesized) &&
         (node.has(flag::kTrailingComma) || tree_.children(items).size() > 1);
}

void Printer::with_item(const Step& step) {
  const Children parts = children(step);
  Plan plan(*this, step.frame, "withitem(");
  plan.expr("context_expr=", parts[0]);
  plan.optional("optional_vars=", parts.size() > 1 ? parts[1] : NodeId::none(), Context::Store);
  plan.end();
}

// tuple_item is a parenthesised list of context managers as it was read before 3.9: one tuple.
void Printer::tuple_item(const Step& step) {
  Plan plan(*this, step.frame, "withitem(");
  plan.step("context_expr=", Action::ItemsTuple, step.a);
  plan.absent("optional_vars=");
  plan.end();
}

void Printer::items_tuple(const Step& step) {
  const Node& node = at(step);
  Plan plan(*this, step.frame, "Tuple(");
  plan.begin_list("elts=");
  for (const NodeId item : children(step)) {
    plan.item(Action::Expression, tree_.child(item, 0));
  }
  plan.end_list();
  plan.word("ctx=", "Load()");
  plan.place(shape_.version < 308 ? skip_trivia(text_, node.start + 1) : node.start, node.end);
}

void Printer::try_stmt(const Step& step) {
  if (shape_.version < 300) {
    return old_try(step);
  }
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  Plan plan(*this, step.frame, node.has(flag::kStar) ? "TryStar(" : "Try(");
  plan.body("body=", parts.take());
  plan.list("handlers=", Action::Handler, parts.take_while(NodeKind::Handler));
  const NodeId otherwise = parts.take_if(NodeKind::Else);
  const NodeId finally = parts.take_if(NodeKind::Finally);
  plan.body("orelse=", otherwise.exists() ? tree_.child(otherwise, 0) : NodeId::none());
  plan.body("finalbody=", finally.exists() ? tree_.child(finally, 0) : NodeId::none());
  plan.place(node.start, compound_end(NodeId(step.a)));
}

void Printer::handler(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  const bool has_name = node.has(flag::kAs);
  const std::uint32_t count = children(step).size();
  const NodeId type = parts.take_when(count > (has_name ? 2u : 1u));
  const NodeId name = parts.take_when(has_name);
  Plan plan(*this, step.frame, "ExceptHandler(");
  plan.optional("type=", type);
  const bool is_target = shape_.version < 300 && name.exists();
  if (is_target && !tree_.is(name, NodeKind::Identifier)) {
    plan.expr("name=", name, Context::Store);
  } else if (is_target) {
    plan.step("name=", Action::OldName, name.index());
  } else if (name.exists()) {
    plan.step("name=", Action::Identifier, name.index());
  } else {
    plan.absent("name=");
  }
  plan.body("body=", parts.take());
  plan.place(node.start, compound_end(NodeId(step.a)));
}

void Printer::match(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "Match(");
  plan.expr("subject=", parts.take());
  plan.list("cases=", Action::Case, parts.rest());
  close(plan, NodeId(step.a));
}

void Printer::match_case(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "match_case(");
  plan.step("pattern=", Action::Pattern, parts.take().index());
  plan.optional("guard=", parts.take_when(at(step).has(flag::kGuard)));
  plan.body("body=", parts.take());
  plan.end();
}

}  // namespace av::syntax::cpython
