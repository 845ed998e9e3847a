#include "analysis/calls/solve.h"

#include "tests/calls/sample_graph.h"

namespace {

using av::calls::FileFacts;
using av::calls::Guesses;
using av::calls::kMaxKeys;
using av::calls::kMaxSet;
using av::calls::print;
using av::calls::SampleGraph;
using av::calls::solve;

// Case is a module, and what one of its functions calls.
struct Case {
  const char* what;
  const char* code;
  const char* caller;
  const char* callees;
};

// Each module begins with two functions to tell apart.
constexpr std::string_view kHead = "def f(self=0): return g\ndef g(self=0): pass\n";

// A class with methods that Python calls by itself.
constexpr std::string_view kSpecial =
    "class A:\n"
    "  def __add__(self, o): return self\n  def __radd__(self, o): pass\n"
    "  def __eq__(self, o): pass\n  def __hash__(self): pass\n"
    "  def __lt__(self, o): pass\n"
    "  def __getitem__(self, k): return self\n  def __setitem__(self, k, v): v()\n"
    "  def __enter__(self): return self\n  def __exit__(self, *a): pass\n"
    "  def __iter__(self): return self\n  def __next__(self): return self\n"
    "  def __call__(self): pass\n  def __len__(self): pass\n"
    "  def __str__(self): pass\n  def __getattr__(self, n): pass\n";

void check(std::string_view head, std::span<const Case> cases) {
  for (const Case& one : cases) {
    CAPTURE(std::string(one.what));
    CHECK(SampleGraph(std::string(head) + one.code).callees(one.caller) ==
          std::string(one.callees));
  }
}

std::string numbered(const std::string& before, int number, const std::string& behind) {
  return before + std::to_string(number) + behind;
}

}  // namespace

TEST_CASE("arguments reach parameters") {
  constexpr Case kCases[] = {
      {"by position", "def k(a, b): b()\nk(f, g)", "main.k", "main.g"},
      {"a default", "def k(a, b=f): b()\nk(1, b=g)", "main.k", "main.f main.g"},
      {"the rest", "def k(*a): a[1]()\nk(f, g)", "main.k", "main.g"},
      {"other names", "def k(**a): a['x']()\nk(x=g, y=f)", "main.k", "main.g"},
      {"*sequence", "def k(a, b): b()\nk(*[f, g])", "main.k", "main.g"},
      {"**dict", "def k(a, b): b()\nk(**{'b': g, 'a': f})", "main.k", "main.g"},
      {"behind *unknown", "def k(a, b, c): b()\nk(*x, g)", "main.k", "main.g"},
      {"only by position, only by name", "def k(a, /, *, b): b()\nk(f, b=g)", "main.k", "main.g"},
      {"handed on", "def k(*a, **b): m(*a, **b)\ndef m(x, y): y()\nk(f, y=g)", "main.m", "main.g"},
  };
  check(kHead, kCases);
}

TEST_CASE("classes") {
  constexpr Case kCases[] = {
      {"methods are looked up in the order of C3",
       "class A:\n  def m(self): pass\nclass B(A): pass\n"
       "class C(A):\n  def m(self): super().m()\nclass D(B, C): pass\nD().m()",
       "main", "main.C.m"},
      {"super goes on in the order of the object's own class",
       "class A:\n  def m(self): pass\nclass B(A):\n  def m(self): super().m()\n"
       "class C(A):\n  def m(self): super(C, self).m()\nclass D(B, C): pass\nD().m()",
       "main.B.m", "builtins.super main.A.m main.C.m"},
      {"super of a class names the next",
       "class A:\n  def m(self): pass\nclass B(A): pass\nclass C(A):\n  def m(self): super(C, "
       "self).m()\n"
       "class D(B, C): pass\nD().m()",
       "main.C.m", "builtins.super main.A.m"},
      {"what is set on self", "class A:\n  def __init__(self): self.x = f\nA().x()", "main",
       "main.A.__init__ main.f"},
      {"what is set on a class from outside", "class A: x = f\nclass B(A): pass\nA.x = g\nB().x()",
       "main", "main.f main.g"},
      {"a name that only outside sets", "class A: pass\nclass B(A): pass\nA.x = g\nB.x()", "main",
       "main.g"},
      {"setattr and getattr", "class A: pass\na = A()\nsetattr(a, 'x', g)\ngetattr(a, 'x')()",
       "main", "builtins.getattr builtins.setattr main.g"},
      {"setattr with several names",
       "class A: pass\na = A()\nfor n in 'x', 'y': setattr(a, n, g)\na.y()", "main",
       "builtins.setattr main.g"},
      {"static methods, class methods, properties",
       "class A:\n  @staticmethod\n  def s(a): a()\n  @classmethod\n  def c(cls): return cls()\n"
       "  @property\n  def p(self): return self.s\n  @p.setter\n  def p(self, v): v()\n"
       "  def m(self): pass\nA.s(f)\nA.c().m()\nA().p(g)\na = A()\na.p = f",
       "main", "main.A.c main.A.m main.A.p main.A.s"},
      {"an instance of any class calls what it inherits, even when nobody here does",
       "class A:\n  def n(self): self.m()\nclass B(A):\n  def m(self): pass\n"
       "class C(A):\n  def m(self): pass",
       "main.A.n", "main.B.m main.C.m"},
      {"a class attribute of an heir",
       "class A:\n  def n(self): self.make()\nclass M: \n  def __init__(self): pass\n"
       "class B(A): make = M",
       "main.A.n", "main.M.__init__"},
      {"a function that a class binds", "class A: m = lambda self: self.n()\nA.n = g",
       "main.A.<lambda1>", "main.g"},
      {"__new__ makes what it is given",
       "class A:\n  def __new__(cls): return super().__new__(cls)\n  def m(self): pass\n"
       "A.__new__(A).m()",
       "main", "main.A.__new__ main.A.m"},
      {"a descriptor",
       "class D:\n  def __get__(self, o, c): return g\n  def __set__(self, o, v): pass\n"
       "class A: x = D()\na = A()\na.x()\na.x = 1",
       "main", "main.D.__get__ main.D.__set__ main.g"},
      {"names are set on what a class binds",
       "class D:\n  def __set_name__(self, o, n): pass\nclass A: x = D()", "main",
       "main.D.__set_name__"},
      {"bases are told of heirs",
       "class A:\n  def __init_subclass__(cls, x): x()\nclass B(A, x=g): pass",
       "main.A.__init_subclass__", "main.g"},
      {"a metaclass makes classes and instances",
       "class M(type):\n  def __new__(m, *a): return super().__new__(m, *a)\n"
       "  def __call__(cls): return super().__call__()\n  def n(cls): pass\n"
       "class A(metaclass=M):\n  def __init__(self): pass\n  def m(self): pass\nA().m()\nA.n()",
       "main", "builtins.type.__call__().m main.A.m main.M.__call__ main.M.__new__ main.M.n"},
      {"and runs what they run",
       "class M(type):\n  def __call__(cls): return super().__call__()\n"
       "class A(metaclass=M):\n  def __init__(self): pass\nA()",
       "main.M.__call__", "builtins.super builtins.type.__call__ main.A.__init__"},
      {"fields of a class without __init__",
       "class A:\n  x: T\n  y: T\nclass B(A): z: T\nB(1, f, z=g).y()\n", "main", "main.f"},
      {"members of an enumeration are instances of it",
       "import enum\nclass E(enum.Enum):\n  A = 1\n  def m(self): pass\nE.A.m()", "main",
       "main.E.m"},
      {"instances of a class made from list hold what it does",
       "class L(list): pass\na = L()\na.append(f)\nfor x in a: x()\n", "main",
       "builtins.list.__init__ builtins.list.append main.f"},
      {"__setattr__ and __delattr__",
       "class A:\n  def __setattr__(self, n, v): v()\n  def __delattr__(self, n): pass\n"
       "a = A()\na.x = f\ndel a.x",
       "main", "main.A.__delattr__ main.A.__setattr__"},
      {"the deleter of a property",
       "class A:\n  @property\n  def x(self): pass\n  @x.deleter\n  def x(self): g()\n"
       "a = A()\ndel a.x",
       "main", "main.A.x"},
  };
  check(kHead, kCases);
}

TEST_CASE("names that are put together") {
  constexpr Case kCases[] = {
      {"f-string",
       "class A:\n  def on_a(self): pass\n  def on_b(self): pass\n  def off(self): pass\n"
       "  def n(self, x): getattr(self, f'on_{x}')()",
       "main.A.n", "builtins.getattr main.A.on_a main.A.on_b"},
      {"+", "class A:\n  def on_a(self): pass\n  def n(self, x): getattr(self, 'on_' + x)()",
       "main.A.n", "builtins.getattr main.A.on_a"},
      {"%", "class A:\n  def on_a(self): pass\n  def n(self, x): getattr(self, 'on_%s' % x)()",
       "main.A.n", "builtins.getattr main.A.on_a"},
      {"format",
       "class A:\n  def on_a(self): pass\n  def n(self, x): getattr(self, 'on_{}'.format(x))()",
       "main.A.n", "builtins.getattr builtins.str.format main.A.on_a"},
      {"nothing known", "class A:\n  def on_a(self): pass\n  def n(self, x): getattr(self, x)()",
       "main.A.n", "builtins.getattr"},
  };
  check(kHead, kCases);
}

TEST_CASE("decorators") {
  constexpr std::string_view kDecorators =
      "def same(f): return f\n"
      "@same\ndef a(): pass\n@same\ndef b(): pass\n"
      "def wrap(f):\n  def inner(*x): return f(*x)\n  return inner\n"
      "@wrap\ndef c(): pass\n"
      "import lib\n@lib.route('/')\ndef d(): pass\n"
      "@a.unknown\ndef e(): pass\n";
  constexpr Case kCases[] = {
      {"one does not mix up what it hands on", "def k(): a()", "main.k", "main.a"},
      {"one wraps", "def k(): c()", "main.k", "main.wrap.inner"},
      {"the wrapper calls what it wraps", "", "main.wrap.inner", "main.c"},
      {"one of a library hands on", "def k(): d()", "main.k", "lib.route()() main.d"},
      {"one that nothing is known of may", "def k(): e()", "main.k", "main.e?"},
  };
  check(kDecorators, kCases);
}

TEST_CASE("partials") {
  constexpr Case kCases[] = {
      {"keep arguments",
       "from functools import partial\ndef k(a, b, c=0): a(); b(); c()\n"
       "p = partial(k, f, c=g)\nq = partial(p)\nq(g)",
       "main.k", "main.f main.g"},
      {"call what they keep",
       "from functools import partial\ndef k(a): pass\np = partial(k)\nq = partial(p)\nq(g)",
       "main", "functools.partial main.k"},
  };
  check(kHead, kCases);
}

TEST_CASE("a partial of itself ends") {
  const SampleGraph sample(
      "from functools import partial\ndef f(*a): pass\np = f\n"
      "while x:\n  p = partial(p, 1)\n  p()\n");
  CHECK(sample.callees("main") == "functools.partial main.f");
  CHECK(sample.graph().limits().deep_shapes > 0);
}

TEST_CASE("partials that keep partials do not multiply without end") {
  std::string code = "from functools import partial\ndef f(*a): pass\np = f\nwhile x:\n";
  for (int i = 0; i < 60; ++i) {
    code += numbered("  if x: p = partial(p, ", i, ")\n");
  }
  const SampleGraph sample(code + "  p()\n");
  CHECK(sample.callees("main") == "functools.partial main.f");
  CHECK(sample.graph().limits().deep_shapes > 0);
}

TEST_CASE("containers") {
  constexpr Case kCases[] = {
      {"keys of a dict", "d = {'a': f, 'b': g}\nfor k in d: d[k]()", "main", "main.f main.g"},
      {"a list in a dict", "d = {'a': [f, g]}\nd['a'][1]()", "main", "main.g"},
      {"items", "for k, v in {'a': f}.items(): v()", "main", "builtins.dict.items main.f"},
      {"update", "d = {}\nd.update(a=f)\nd.update({'b': g})\nx()\nd['b']()", "main",
       "builtins.dict.update main.g"},
      {"dict()", "d = dict(a=f, b=g)\nd.get('b')()", "main",
       "builtins.dict builtins.dict.get main.g"},
      {"append", "a = []\na.append(f)\na[0]()", "main", "builtins.list.append main.f"},
      {"lists joined", "a = [f] + [g]\nfor x in a: x()", "main", "main.f main.g"},
      {"a list repeated", "a = [f] * 2\na[1]()\nb = 2 * [g]\nb[0]()", "main", "main.f main.g"},
      {"comprehension", "a = [x for x in (f, g)]\na[0]()", "main", "main.f main.g"},
      {"slice", "a = (f, g, f)[1:]\na[0]()", "main", "main.g"},
      {"from the end", "(f, g)[-1]()", "main", "main.g"},
      {"enumerate", "for i, x in enumerate([f]): x()", "main", "builtins.enumerate main.f"},
      {"zip", "for x, y in zip([f], [g]): y()", "main", "builtins.zip main.g"},
  };
  check(kHead, kCases);
}

TEST_CASE("what calls its argument") {
  constexpr Case kCases[] = {
      {"map", "for x in map(f, [1]): x()", "main", "builtins.map main.f main.g"},
      {"sorted", "sorted([1], key=f)", "main", "builtins.sorted main.f"},
      {"a thread", "import threading\nthreading.Thread(target=f)", "main",
       "main.f threading.Thread"},
      {"defaultdict", "from collections import defaultdict\nd = defaultdict(f)\nd[1]()", "main",
       "collections.defaultdict main.f main.g"},
      {"a pattern's sub", "import re\nre.compile('x').sub(f, '')", "main",
       "main.f re.compile re.compile().sub"},
      {"what is not known may", "import lib\nlib.hook(f)", "main", "lib.hook main.f?"},
      {"what only looks does not", "import inspect\ninspect.signature(f)\nid(g)", "main",
       "builtins.id inspect.signature"},
  };
  check(kHead, kCases);
}

TEST_CASE("what Python calls by itself") {
  constexpr Case kCases[] = {
      {"+", "def k(a=A()): a + 1", "main.k", "main.A.__add__"},
      {"the right operand's", "def k(a=A()): 1 + a", "main.k", "main.A.__radd__"},
      {"!=", "def k(a=A()): a != 1", "main.k", "main.A.__eq__"},
      {"== of elements", "def k(a=[A()]): a == x", "main.k", "main.A.__eq__"},
      {"in", "def k(a=[A()]): x in a", "main.k", "main.A.__eq__"},
      {"item", "def k(a=A()): a['x']", "main.k", "main.A.__getitem__"},
      {"setting an item", "def k(a=A()): a['x'] = f\ndef f(): pass", "main.A.__setitem__",
       "main.f"},
      {"a key", "def k(d, a=A()): d[a] = 1", "main.k", "main.A.__eq__ main.A.__hash__"},
      {"a key in a display", "def k(a=A()): {a: 1}", "main.k", "main.A.__eq__ main.A.__hash__"},
      {"an element of a set", "def k(a=A()): {a}", "main.k", "main.A.__eq__ main.A.__hash__"},
      {"a key looked for", "def k(a=A()): {}.get(a)", "main.k",
       "builtins.dict.get main.A.__eq__ main.A.__hash__"},
      {"with", "def k(a=A()):\n  with a as b: b()", "main.k",
       "main.A.__call__ main.A.__enter__ main.A.__exit__"},
      {"for", "def k(a=A()):\n  for b in a: b()", "main.k",
       "main.A.__call__ main.A.__iter__ main.A.__next__"},
      {"unpacking", "def k(a=A()): b, c = a", "main.k", "main.A.__iter__ main.A.__next__"},
      {"len", "def k(a=A()): len(a)", "main.k", "builtins.len main.A.__len__"},
      {"truth", "def k(a=A()):\n  if a: pass", "main.k", "main.A.__len__"},
      {"f-string", "def k(a=A()): f'{a}'", "main.k", "main.A.__str__"},
      {"%", "def k(a=A()): '%s' % a", "main.k", "main.A.__str__"},
      {"% of a tuple", "def k(a=A()): '%s' % (a,)", "main.k", "main.A.__str__"},
      {"format", "def k(a=A()): '{}'.format(a)", "main.k", "builtins.str.format main.A.__str__"},
      {"sorting", "def k(a=A()): sorted([a])", "main.k", "builtins.sorted main.A.__lt__"},
      {"an attribute that is not there", "def k(a=A()): a.x", "main.k", "main.A.__getattr__"},
      {"one that is asked for", "def k(a=A()): hasattr(a, 'x')", "main.k",
       "builtins.hasattr main.A.__getattr__"},
      {"one that a method sets", "class B(A):\n  def m(self): self.x = 1\ndef k(a=B()): a.x",
       "main.k", ""},
  };
  check(kSpecial, kCases);
}

TEST_CASE("generators and coroutines") {
  constexpr std::string_view kGenerators =
      "def f(): pass\ndef g(): pass\n"
      "def gen():\n  yield f\n  return g\n"
      "def outer():\n  x = yield from gen()\n  x()\n"
      "async def co(): return f\nasync def wait(): (await co())()\n"
      "from contextlib import contextmanager\n"
      "@contextmanager\ndef manage(): yield g\n"
      "kept = gen()\nlater = co()\n";
  constexpr Case kCases[] = {
      {"what a generator returns", "", "main.outer", "main.g main.gen"},
      {"what it yields", "def k():\n  for x in outer(): x()", "main.k", "main.f main.outer"},
      {"await", "", "main.wait", "main.co main.f"},
      {"a context manager", "def k():\n  with manage() as x: x()", "main.k", "main.g main.manage"},
      {"the body runs when it is asked", "def k():\n  for x in kept: pass", "main.k", "main.gen"},
      {"next asks", "def k(): next(kept)()", "main.k", "builtins.next main.f main.gen"},
      {"send asks", "def k(): kept.send(1)", "main.k", "builtins.generator.send main.gen"},
      {"list asks", "def k(): list(kept)", "main.k", "builtins.list main.gen"},
      {"join asks", "def k(): ''.join(kept)", "main.k", "builtins.str.join main.gen"},
      {"await asks", "async def k(): await later", "main.k", "main.co"},
  };
  check(kGenerators, kCases);
}

TEST_CASE("annotations say what parameters and members are") {
  constexpr std::string_view kAnnotated =
      "from typing import Optional\n"
      "class A:\n  def m(self): pass\n"
      "class B:\n  a: A\n  def n(self): self.a.m()\n";
  constexpr Case kCases[] = {
      {"a class", "def k(x: A): x.m()", "main.k", "main.A.m"},
      {"in a text", "def k(x: 'A'): x.m()", "main.k", "main.A.m"},
      {"Optional", "def k(y: Optional[A] = None): y.m()", "main.k", "main.A.m"},
      {"of a member", "", "main.B.n", "main.A.m"},
  };
  check(kAnnotated, kCases);
}

TEST_CASE("tests get fixtures by the names of their parameters") {
  constexpr std::string_view kFixtures =
      "import pytest\n"
      "class A:\n  def m(self): pass\nclass B:\n  def m(self): pass\n"
      "@pytest.fixture\ndef a(): return A()\n"
      "@pytest.fixture(scope='module')\ndef b(a):\n  yield a\n"
      "@pytest.fixture(params=[A, B])\ndef any(request): return request.param()\n";
  constexpr Case kCases[] = {
      {"returned", "def test(a): a.m()", "main.test", "main.A.m"},
      {"yielded, from another", "def test(b): b.m()", "main.test", "main.A.m"},
      {"a method", "class Test:\n  def test(self, a): a.m()", "main.Test.test", "main.A.m"},
      {"run with parameters", "def test(any): any.m()", "main.test", "main.A.m main.B.m"},
      {"no test", "def helper(a): a.m()", "main.helper", "main.A.m? main.B.m?"},
      {"values listed", "@pytest.mark.parametrize('c', [A])\ndef test(c): c().m()", "main.test",
       "main.A.m"},
      {"values for several names",
       "@pytest.mark.parametrize('c, d', [(A(), B()), pytest.param(1, B())])\ndef test(d): d.m()",
       "main.test", "main.B.m"},
      {"names in a list", "@pytest.mark.parametrize(['c', 'd'], [(A(), B())])\ndef test(c): c.m()",
       "main.test", "main.A.m"},
  };
  check(kFixtures, kCases);
}

TEST_CASE("fixtures of a folder") {
  const SampleGraph sample(SampleGraph::Files{
      {"tests/conftest.py",
       "import pytest\nclass A:\n  def frob(self): pass\n@pytest.fixture\ndef a(): return A()\n"},
      {"tests/test_one.py", "def test(a): a.frob()\n"},
      {"other/test_two.py", "def test(a): a.frob()\n"}});
  CHECK(sample.callees("tests.test_one.test") == "tests.conftest.A.frob");
  CHECK(sample.callees("other.test_two.test") == "tests.conftest.A.frob?");
}

TEST_CASE("a class may be defined after what looks into it") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py", "from b import B\nclass C(B):\n  def n(self): self.m()\nC().n()\n"},
      {"b.py", "from a import *\nclass B(A): pass\n"},
      {"a.py", "class A:\n  def m(self): pass\n"}});
  CHECK(sample.callees("main.C.n") == "a.A.m");
}

TEST_CASE("imports in all forms") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py",
       "import pkg.a\nimport pkg.a as b\nfrom pkg import a, again\nfrom pkg.a import f as g\n"
       "from star import *\nimport lib.x\nfrom lib import y\nimport lazy\n"
       "def one(): pkg.a.f()\ndef two(): b.f()\ndef three(): a.f()\ndef four(): g()\n"
       "def five(): shared()\ndef six(): lib.x.z()\ndef seven(): y()\ndef eight(): again()\n"
       "def nine(): lazy.x()\n"},
      {"pkg/__init__.py", "from .a import f as again\n"},
      {"pkg/a.py", "from . import c\nfrom .c import k\ndef f(): c.k(); k()\n"},
      {"pkg/c.py", "def k(): pass\n"},
      {"star.py", "from deeper import *\n"},
      {"deeper.py", "def shared(): pass\n"},
      {"lazy.py", "def made(): pass\ndef __getattr__(name): return made\n"}});
  const std::pair<const char*, const char*> kCallees[] = {
      {"main.one", "pkg.a.f"},
      {"main.two", "pkg.a.f"},
      {"main.three", "pkg.a.f"},
      {"main.four", "pkg.a.f"},
      {"main.five", "deeper.shared"},
      {"main.six", "lib.x.z"},
      {"main.seven", "lib.y"},
      {"main.eight", "pkg.a.f"},
      {"main.nine", "lazy.__getattr__ lazy.made"},
      {"pkg.a.f", "pkg.c.k"}};
  for (const auto& [caller, callees] : kCallees) {
    CAPTURE(std::string(caller));
    CHECK(sample.callees(caller) == std::string(callees));
  }
}

TEST_CASE("a method of an unknown object is guessed by its name, when few have it") {
  const std::string one = "class A:\n  def frobnicate(self, a): a.tweak()\n  def get(self): pass\n";
  const SampleGraph sample(one +
                           "class B:\n  def tweak(self): pass\n"
                           "def f(x): x.frobnicate(1)\ndef g(x): x.get()\n"
                           "def h(x): x.frobnicate(1, 2, 3)\n");
  CHECK(sample.callees("main.f") == "main.A.frobnicate?");
  CHECK(sample.callees("main.g") == "");
  CHECK(sample.callees("main.h") == "");
  CHECK(print(sample.graph(), {.guesses = Guesses::Left}).find("tweak\"]") == std::string::npos);
  std::string many = one;
  for (int i = 0; i < 10; ++i) {
    many += numbered("class C", i, ":\n  def frobnicate(self, a): pass\n");
  }
  CHECK(SampleGraph(many + "def f(x): x.frobnicate(1)\n").callees("main.f") == "");
}

TEST_CASE("functions may be named by their files") {
  const SampleGraph sample(
      SampleGraph::Files{{"app/util.py", "class A:\n  def m(self): self.m()\n"}});
  const std::string text = print(sample.graph(), {.files = &sample.project()});
  CHECK(text ==
        "{\n  \"app/util.py:\": [],\n  \"app/util.py:A\": [],\n"
        "  \"app/util.py:A.m\": [\"app/util.py:A.m\"]\n}\n");
}

TEST_CASE("what holds itself ends") {
  const SampleGraph sample(
      "class E:\n  def m(self): pass\n  def __eq__(self, o): pass\n"
      "a = [E]\na.append(a)\nfor b in a: a.append([b])\na == [a]\nstr(a)\n"
      "d = {}\nd['d'] = d\nd.update(d)\n"
      "try: pass\nexcept a as e: e.m()\n"
      "class C(C): pass\nf = lambda: f\nf()()()\n");
  CHECK(sample.callees("main") ==
        "builtins.dict.update builtins.list.append builtins.str main.<lambda1> main.E.m");
}

TEST_CASE("the order of files changes nothing") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py", "from a import A\nfrom b import B\nclass C(A, B): pass\nC().m()\n"},
      {"a.py", "class A:\n  def n(self): pass\n"},
      {"b.py", "class B:\n  def m(self): self.n()\n"}});
  std::vector<FileFacts> reversed(sample.facts().rbegin(), sample.facts().rend());
  CHECK(print(solve(sample.project(), reversed), {.guesses = Guesses::Shown}) ==
        print(sample.graph(), {.guesses = Guesses::Shown}));
  CHECK(sample.callees("b.B.m") == "a.A.n");
}

TEST_CASE("limits are counted") {
  std::string many;
  for (std::size_t i = 0; i < kMaxSet + 10; ++i) {
    const std::string name = numbered("f", static_cast<int>(i), "");
    many.append("def ").append(name).append("(): pass\nk(").append(name).append(")\n");
  }
  const SampleGraph full("def k(f): f()\n" + many);
  CHECK(full.graph().limits().full_sets > 0);
  CHECK(full.graph().sites(full.find("main.k"))[0].is_open);
  CHECK(full.graph().edges(full.graph().sites(full.find("main.k"))[0]).size() == kMaxSet);

  std::string outside = "import a\ndef k(f): f()\n";
  for (int i = 0; i < 20; ++i) {
    outside += numbered("k(a.f", i, ")\n");
  }
  const SampleGraph strange(outside);
  CHECK(strange.graph().limits().full_sets > 0);
  CHECK(strange.graph().sites(strange.find("main.k"))[0].is_open);

  std::string keys = "def f(): pass\nd = {}\n";
  for (std::size_t i = 0; i < kMaxKeys + 10; ++i) {
    keys += numbered("d['k", static_cast<int>(i), "'] = f\n");
  }
  const SampleGraph cut(keys + "x()\nd['k260']()\n");
  CHECK(cut.graph().limits().cut_lists > 0);
  CHECK(cut.callees("main") == "main.f");

  const SampleGraph path("import a\nx = a.b\nwhile x: x = x." + std::string(40, 'n') + "()\n");
  CHECK(path.graph().limits().long_paths > 0);

  std::string heirs = "class A:\n  def n(self): self.m()\n";
  for (int i = 0; i < 100; ++i) {
    heirs += numbered("class B", i, "(A):\n  def m(self): pass\n");
  }
  const SampleGraph wide(heirs);
  CHECK(wide.graph().limits().wide_classes == 1);
  CHECK(wide.callees("main.A.n") == "");
}

TEST_CASE("long chains of classes, calls and modules need no stack") {
  std::string classes = "class C0:\n  def m(self): pass\n";
  std::string calls;
  for (int i = 1; i < 3000; ++i) {
    classes += numbered("class C", i, "") + numbered("(C", i - 1, "): pass\n");
    calls += numbered("def f", i, "(a): ") + numbered("return f", i + 1, "(a)\n");
  }
  const SampleGraph sample(classes + "C100().m()\n" + calls +
                           "def f3000(a): a()\ndef g(): pass\nf1(g)\n");
  CHECK(sample.callees("main") == "main.C0.m main.f1");
  CHECK(sample.callees("main.f3000") == "main.g");
}
