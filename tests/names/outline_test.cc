#include "analysis/names/outline.h"

#include "tests/names/sample.h"

namespace {

using av::names::Outline;
using av::names::Sample;
using av::names::ScopeKind;
using av::syntax::NodeId;
using av::syntax::NodeKind;

// The kind of scope that the last node reading `text` is evaluated in.
ScopeKind scope_of(const char* code, const char* text) {
  Sample sample(code);
  const Outline& outline = sample.names().outline();
  return outline[outline.scope(sample.node(text))].kind;
}

TEST_CASE("statements run in the scope around them") {
  CHECK(scope_of("x\n", "x") == ScopeKind::Module);
  CHECK(scope_of("def f():\n  x\n", "x") == ScopeKind::Function);
  CHECK(scope_of("class A:\n  x\n", "x") == ScopeKind::Class);
  CHECK(scope_of("class A:\n  def f(self):\n    x\n", "x") == ScopeKind::Function);
  CHECK(scope_of("if a:\n  x\n", "x") == ScopeKind::Module);
}

TEST_CASE("what a definition evaluates once is outside of it") {
  CHECK(scope_of("@x\ndef f(): pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("def f(a=x): pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("def f(a: x): pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("def f() -> x: pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("class A(x): pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("lambda a=x: a\n", "x") == ScopeKind::Module);
  CHECK(scope_of("lambda a: x\n", "x") == ScopeKind::Lambda);
}

TEST_CASE("names that a definition binds") {
  CHECK(scope_of("def f(x): pass\n", "x") == ScopeKind::Function);
  CHECK(scope_of("def x(): pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("class x: pass\n", "x") == ScopeKind::Module);
  CHECK(scope_of("def f[x](): pass\n", "x") == ScopeKind::Function);
}

TEST_CASE("comprehensions evaluate their first iterable outside") {
  CHECK(scope_of("[a for a in x]\n", "x") == ScopeKind::Module);
  CHECK(scope_of("[x for a in b]\n", "x") == ScopeKind::Comprehension);
  CHECK(scope_of("[a for a in b if x]\n", "x") == ScopeKind::Comprehension);
  CHECK(scope_of("[a for b in c for a in x]\n", "x") == ScopeKind::Comprehension);
  CHECK(scope_of("{a: x for a in b}\n", "x") == ScopeKind::Comprehension);
}

TEST_CASE("every node but the root has its parent") {
  Sample sample("def f(a, *b, c=1):\n  return [d for d in a if f'{d!r:>{c}}']\n");
  const Outline& outline = sample.names().outline();
  const av::syntax::Tree& tree = sample.tree();
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    for (const NodeId child : tree.children(NodeId(i))) {
      CHECK(outline.parent(child) == NodeId(i));
    }
  }
  CHECK_FALSE(outline.parent(tree.root()).exists());
}

TEST_CASE("the statement and the function around a node") {
  Sample sample("def f():\n  g(lambda: [y for y in x])\nz\n");
  const Outline& outline = sample.names().outline();
  CHECK(sample.tree().is(outline.statement_of(sample.node("x")), NodeKind::ExprStmt));
  CHECK(sample.tree().is(outline.function_of(sample.node("x")), NodeKind::FunctionDef));
  CHECK_FALSE(outline.function_of(sample.node("z")).exists());
  CHECK(outline.encloses(outline.function_of(sample.node("x")), sample.node("x")));
  CHECK_FALSE(outline.encloses(outline.function_of(sample.node("x")), sample.node("z")));
}

TEST_CASE("a class body is no part of a function around it") {
  Sample sample("def f():\n  class A:\n    x\n");
  CHECK_FALSE(sample.names().outline().function_of(sample.node("x")).exists());
}

}  // namespace
