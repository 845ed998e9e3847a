#include "analysis/names/bindings.h"

#include "tests/names/sample.h"

#include <algorithm>

namespace {

using av::names::Binding;
using av::names::BindingKind;
using av::names::Bindings;
using av::names::Sample;
using av::names::ScopeId;
using av::names::SymbolId;

// How many bindings of that kind the module has for the name x.
long count(const char* code, BindingKind kind) {
  Sample sample(code);
  const Bindings& bindings = sample.names().bindings();
  const SymbolId symbol = bindings.find(sample.names().outline().module_scope(), "x");
  if (!symbol.exists()) {
    return 0;
  }
  const auto all = bindings.of(symbol);
  return std::count_if(all.begin(), all.end(),
                       [kind](const Binding& binding) { return binding.kind == kind; });
}

TEST_CASE("every way to bind a name") {
  CHECK(count("x = 1\n", BindingKind::Value) == 1);
  CHECK(count("a = x = 1\n", BindingKind::Value) == 1);
  CHECK(count("x: int = 1\n", BindingKind::Value) == 1);
  CHECK(count("x: int\n", BindingKind::Annotation) == 1);
  CHECK(count("x += 1\n", BindingKind::Augment) == 1);
  CHECK(count("(x := 1)\n", BindingKind::Value) == 1);
  CHECK(count("[(x := a) for a in b]\n", BindingKind::Value) == 1);
  CHECK(count("import x\n", BindingKind::Import) == 1);
  CHECK(count("import x.y\n", BindingKind::Import) == 1);
  CHECK(count("import a as x\n", BindingKind::ImportAs) == 1);
  CHECK(count("from a import x\n", BindingKind::ImportFrom) == 1);
  CHECK(count("from a import b as x\n", BindingKind::ImportFrom) == 1);
  CHECK(count("for x in a: pass\n", BindingKind::Element) == 1);
  CHECK(count("for a, (b, *x) in c: pass\n", BindingKind::Element) == 1);
  CHECK(count("a, x = b\n", BindingKind::Element) == 1);
  CHECK(count("a, x = b, c\n", BindingKind::Value) == 1);
  CHECK(count("a, *x = b, c\n", BindingKind::Element) == 1);
  CHECK(count("with a as x: pass\n", BindingKind::Enter) == 1);
  CHECK(count("with a as (b, x): pass\n", BindingKind::Element) == 1);
  CHECK(count("def x(): pass\n", BindingKind::Function) == 1);
  CHECK(count("class x: pass\n", BindingKind::Class) == 1);
  CHECK(count("try: pass\nexcept A as x: pass\n", BindingKind::Other) == 1);
  CHECK(count("match a:\n  case [x, *b]: pass\n", BindingKind::Other) == 1);
  CHECK(count("match a:\n  case {'k': 1, **x}: pass\n", BindingKind::Other) == 1);
  CHECK(count("type x = int\n", BindingKind::Other) == 1);
  CHECK(count("del x\n", BindingKind::Delete) == 1);
}

TEST_CASE("what does not bind a name in the module") {
  for (const char* code :
       {"[x for x in a]\n", "lambda x: 1\n", "def f(x): pass\n", "a.x = 1\n", "x[0] = 1\n",
        "f(x=1)\n", "def f():\n  x = 1\n", "class A:\n  x = 1\n"}) {
    Sample sample(code);
    CAPTURE(code);
    const ScopeId module = sample.names().outline().module_scope();
    CHECK_FALSE(sample.names().bindings().find(module, "x").exists());
  }
}

TEST_CASE("global binds in the module, wherever the statement stands") {
  CHECK(count("def f():\n  x = 1\n  global x\n", BindingKind::Value) == 1);
  CHECK(count("def f():\n  def g():\n    global x\n    x = 1\n", BindingKind::Value) == 1);
}

TEST_CASE("nonlocal binds in the function around") {
  Sample sample("def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n");
  const Bindings& bindings = sample.names().bindings();
  const ScopeId outer = sample.names().outline().scope(sample.node("1"));
  CHECK(bindings.of(bindings.find(outer, "x")).size() == 2);
}

TEST_CASE("bindings ascend by position") {
  Sample sample("if a:\n  x = 1\nx = 2\nfor x in b: pass\n");
  const Bindings& bindings = sample.names().bindings();
  const auto all = bindings.of(bindings.find(sample.names().outline().module_scope(), "x"));
  REQUIRE(all.size() == 3);
  CHECK(std::is_sorted(all.begin(), all.end(),
                       [](const Binding& a, const Binding& b) { return a.position < b.position; }));
}

TEST_CASE("class scopes are skipped on the way out") {
  Sample sample("x = 1\nclass A:\n  x = 2\n  def f(self):\n    x\n");
  const Bindings& bindings = sample.names().bindings();
  const ScopeId scope = sample.names().outline().scope(sample.node("x"));
  CHECK(bindings.resolve(scope, "x") ==
        bindings.find(sample.names().outline().module_scope(), "x"));
}

TEST_CASE("attributes set on self are members of the class") {
  Sample sample("class A:\n  def f(this):\n    this.x = 1\n  @staticmethod\n  def g(): pass\n");
  const Bindings& bindings = sample.names().bindings();
  const ScopeId scope = bindings.class_of_self(sample.node("this"));
  REQUIRE(scope.exists());
  CHECK(bindings.find_member(scope, "x").exists());
  CHECK_FALSE(bindings.find_member(scope, "y").exists());
  CHECK_FALSE(bindings.find(scope, "x").exists());
}

TEST_CASE("objects changed in place are known") {
  for (const char* code : {"x = []\nx.append(1)\n", "x = {}\nx['a'] = 1\n", "x = {}\ndel x['a']\n",
                           "x = []\ndef f():\n  x.pop()\n"}) {
    Sample sample(code);
    CAPTURE(code);
    const Bindings& bindings = sample.names().bindings();
    CHECK(bindings.is_mutated(bindings.find(sample.names().outline().module_scope(), "x")));
  }
  Sample sample("x = []\nx.index(1)\ny = []\ny.append(1)\n");
  const Bindings& bindings = sample.names().bindings();
  CHECK_FALSE(bindings.is_mutated(bindings.find(sample.names().outline().module_scope(), "x")));
}

TEST_CASE("star imports and returns are kept") {
  Sample sample("from a import *\ndef f():\n  if b: return 1\n  return\n  lambda: 2\n");
  const Bindings& bindings = sample.names().bindings();
  CHECK(bindings.star_imports().size() == 1);
  const auto function = sample.names().outline().function_of(sample.node("1"));
  CHECK(bindings.returns_of(function).size() == 1);
}

}  // namespace
