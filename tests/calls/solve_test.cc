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

std::string numbered(const std::string& before, int number, const std::string& behind) {
  return before + std::to_string(number) + behind;
}

}  // namespace

TEST_CASE("arguments reach parameters") {
  const std::string head = "def f(): pass\ndef g(): pass\n";
  CHECK(SampleGraph(head + "def k(a, b): b()\nk(f, g)").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(a, b=f): b()\nk(1, b=g)").callees("main.k") == "main.f main.g");
  CHECK(SampleGraph(head + "def k(*a): a[1]()\nk(f, g)").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(**a): a['x']()\nk(x=g, y=f)").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(a, b): b()\nk(*[f, g])").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(a, b): b()\nk(**{'b': g, 'a': f})").callees("main.k") ==
        "main.g");
  CHECK(SampleGraph(head + "def k(a, b, c): b()\nk(*x, g)").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(a, /, *, b): b()\nk(f, b=g)").callees("main.k") == "main.g");
  CHECK(SampleGraph(head + "def k(*a, **b): m(*a, **b)\ndef m(x, y): y()\nk(f, y=g)")
            .callees("main.m") == "main.g");
}

TEST_CASE("methods are looked up in the order of C3") {
  const SampleGraph sample(
      "class A:\n  def m(self): pass\n"
      "class B(A): pass\n"
      "class C(A):\n  def m(self): super().m()\n"
      "class D(B, C): pass\n"
      "D().m()\n");
  CHECK(sample.callees("main") == "main.C.m");
  CHECK(sample.callees("main.C.m") == "builtins.super main.A.m");
}

TEST_CASE("super goes on in the order of the object's own class") {
  const SampleGraph sample(
      "class A:\n  def m(self): pass\n"
      "class B(A):\n  def m(self): super().m()\n"
      "class C(A):\n  def m(self): super(C, self).m()\n"
      "class D(B, C): pass\n"
      "D().m()\n");
  CHECK(sample.callees("main.B.m") == "builtins.super main.A.m main.C.m");
  CHECK(sample.callees("main.C.m") == "builtins.super main.A.m");
}

TEST_CASE("a class may be defined after what looks into it") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py", "from b import B\nclass C(B):\n  def n(self): self.m()\nC().n()\n"},
      {"b.py", "from a import *\nclass B(A): pass\n"},
      {"a.py", "class A:\n  def m(self): pass\n"}});
  CHECK(sample.callees("main.C.n") == "a.A.m");
}

TEST_CASE("attributes of instances, classes and modules") {
  const std::string head = "def f(self=0): pass\ndef g(self=0): pass\n";
  CHECK(SampleGraph(head + "class A:\n  def __init__(self): self.x = f\nA().x()").callees("main") ==
        "main.A.__init__ main.f");
  CHECK(SampleGraph(head + "class A: x = f\nclass B(A): pass\nA.x = g\nB().x()").callees("main") ==
        "main.f main.g");
  CHECK(SampleGraph(head + "class A: pass\nclass B(A): pass\nA.x = g\nB.x()").callees("main") ==
        "main.g");
  CHECK(SampleGraph(head + "class A: pass\na = A()\nsetattr(a, 'x', g)\ngetattr(a, 'x')()")
            .callees("main") == "builtins.getattr builtins.setattr main.g");
  CHECK(SampleGraph(head + "class A: pass\na = A()\nfor n in 'x', 'y': setattr(a, n, g)\na.y()")
            .callees("main") == "builtins.setattr main.g");
}

TEST_CASE("static methods, class methods, properties") {
  const SampleGraph sample(
      "class A:\n"
      "  @staticmethod\n  def s(a): a()\n"
      "  @classmethod\n  def c(cls): return cls()\n"
      "  @property\n  def p(self): return self.s\n"
      "  @p.setter\n  def p(self, v): v()\n"
      "  def m(self): pass\n"
      "def f(): pass\ndef g(): pass\n"
      "A.s(f)\nA.c().m()\nA().p(g)\na = A()\na.p = f\n");
  CHECK(sample.callees("main") == "main.A.c main.A.m main.A.p main.A.s");
  CHECK(sample.callees("main.A.s") == "main.f main.g");
}

TEST_CASE("decorators hand on or wrap; one does not mix up what it decorates") {
  const SampleGraph sample(
      "def same(f): return f\n"
      "@same\ndef a(): pass\n@same\ndef b(): pass\n"
      "def wrap(f):\n  def inner(*x): return f(*x)\n  return inner\n"
      "@wrap\ndef c(): pass\n"
      "import lib\n@lib.route('/')\ndef d(): pass\n"
      "def k(): a()\ndef m(): c()\ndef n(): d()\n");
  CHECK(sample.callees("main.k") == "main.a");
  CHECK(sample.callees("main.m") == "main.wrap.inner");
  CHECK(sample.callees("main.wrap.inner") == "main.c");
  CHECK(sample.callees("main.n") == "lib.route()() main.d");
}

TEST_CASE("partials keep arguments") {
  const SampleGraph sample(
      "from functools import partial\n"
      "def f(): pass\ndef g(): pass\ndef k(a, b, c=0): a(); b(); c()\n"
      "p = partial(k, f, c=g)\nq = partial(p)\nq(g)\n");
  CHECK(sample.callees("main") == "functools.partial main.k");
  CHECK(sample.callees("main.k") == "main.f main.g");
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

TEST_CASE("containers of containers, views of dicts") {
  const std::string head = "def f(): pass\ndef g(): pass\n";
  const auto calls = [&](const std::string& code) {
    return SampleGraph(head + code).callees("main");
  };
  CHECK(calls("d = {'a': f, 'b': g}\nfor k in d: d[k]()") == "main.f main.g");
  CHECK(calls("d = {'a': [f, g]}\nd['a'][1]()") == "main.g");
  CHECK(calls("for k, v in {'a': f}.items(): v()") == "builtins.dict.items main.f");
  CHECK(calls("d = {}\nd.update(a=f)\nd.update({'b': g})\nx()\nd['b']()") ==
        "builtins.dict.update main.g");
  CHECK(calls("d = dict(a=f, b=g)\nd.get('b')()") == "builtins.dict builtins.dict.get main.g");
  CHECK(calls("a = []\na.append(f)\na[0]()") == "builtins.list.append main.f");
  CHECK(calls("a = [f] + [g]\nfor x in a: x()") == "main.f main.g");
  CHECK(calls("a = [x for x in (f, g)]\na[0]()") == "main.f main.g");
  CHECK(calls("a = (f, g, f)[1:]\na[0]()") == "main.g");
  CHECK(calls("(f, g)[-1]()") == "main.g");
  CHECK(calls("for i, x in enumerate([f]): x()") == "builtins.enumerate main.f");
  CHECK(calls("for x, y in zip([f], [g]): y()") == "builtins.zip main.g");
}

TEST_CASE("what calls its argument") {
  const std::string head = "def f(x=0): return g\ndef g(): pass\n";
  const auto calls = [&](const std::string& code) {
    return SampleGraph(head + code).callees("main");
  };
  CHECK(calls("for x in map(f, [1]): x()") == "builtins.map main.f main.g");
  CHECK(calls("sorted([1], key=f)") == "builtins.sorted main.f");
  CHECK(calls("import threading\nthreading.Thread(target=f)") == "main.f threading.Thread");
  CHECK(calls("from collections import defaultdict\nd = defaultdict(f)\nd[1]()") ==
        "collections.defaultdict main.f main.g");
}

TEST_CASE("what Python calls by itself") {
  const SampleGraph sample(
      "class A:\n"
      "  def __add__(self, o): return self\n  def __radd__(self, o): pass\n"
      "  def __eq__(self, o): pass\n  def __getitem__(self, k): return self\n"
      "  def __setitem__(self, k, v): v()\n  def __enter__(self): return self\n"
      "  def __exit__(self, *a): pass\n  def __iter__(self): return self\n"
      "  def __next__(self): return self\n  def __call__(self): pass\n"
      "  def __len__(self): pass\n  def __str__(self): pass\n  def __getattr__(self, n): pass\n"
      "def f(): pass\n"
      "def add(a=A()): a + 1\ndef radd(a=A()): 1 + a\ndef eq(a=A()): a != 1\n"
      "def item(a=A()): a['x']\ndef set(a=A()): a['x'] = f\n"
      "def manage(a=A()):\n  with a as b: b()\n"
      "def loop(a=A()):\n  for b in a: b()\n"
      "def size(a=A()): len(a)\ndef truth(a=A()):\n  if a: pass\n"
      "def text(a=A()): f'{a}'\ndef missing(a=A()): a.x\n");
  CHECK(sample.callees("main.add") == "main.A.__add__");
  CHECK(sample.callees("main.radd") == "main.A.__radd__");
  CHECK(sample.callees("main.eq") == "main.A.__eq__");
  CHECK(sample.callees("main.item") == "main.A.__getitem__");
  CHECK(sample.callees("main.A.__setitem__") == "main.f");
  CHECK(sample.callees("main.manage") == "main.A.__call__ main.A.__enter__ main.A.__exit__");
  CHECK(sample.callees("main.loop") == "main.A.__call__ main.A.__iter__ main.A.__next__");
  CHECK(sample.callees("main.size") == "builtins.len main.A.__len__");
  CHECK(sample.callees("main.truth") == "main.A.__len__");
  CHECK(sample.callees("main.text") == "main.A.__str__");
  CHECK(sample.callees("main.missing") == "main.A.__getattr__");
}

TEST_CASE("generators and coroutines") {
  const SampleGraph sample(
      "def f(): pass\ndef g(): pass\n"
      "def gen():\n  yield f\n  return g\n"
      "def outer():\n  x = yield from gen()\n  x()\n"
      "async def co(): return f\nasync def main():\n  (await co())()\n"
      "from contextlib import contextmanager\n"
      "@contextmanager\ndef manage(): yield g\n"
      "def use():\n  for x in outer(): x()\ndef hold():\n  with manage() as x: x()\n");
  CHECK(sample.callees("main.outer") == "main.g main.gen");
  CHECK(sample.callees("main.use") == "main.f main.outer");
  CHECK(sample.callees("main.main") == "main.co main.f");
  CHECK(sample.callees("main.hold") == "main.g main.manage");
}

TEST_CASE("annotations say what parameters and members are") {
  const SampleGraph sample(
      "from typing import Optional\n"
      "class A:\n  def m(self): pass\n"
      "class B:\n  a: A\n  def n(self): self.a.m()\n"
      "def f(x: A): x.m()\ndef g(x: 'Optional[A]', y: Optional[A] = None, z: 'A' = 0): y.m()\n"
      "def h(z: 'A'): z.m()\n");
  CHECK(sample.callees("main.f") == "main.A.m");
  CHECK(sample.callees("main.g") == "main.A.m");
  CHECK(sample.callees("main.h") == "main.A.m");
  CHECK(sample.callees("main.B.n") == "main.A.m");
}

TEST_CASE("imports in all forms") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py",
       "import pkg.a\nimport pkg.a as b\nfrom pkg import a, again\nfrom pkg.a import f as g\n"
       "from star import *\nimport lib.x\nfrom lib import y\n"
       "def one(): pkg.a.f()\ndef two(): b.f()\ndef three(): a.f()\ndef four(): g()\n"
       "def five(): shared()\ndef six(): lib.x.z()\ndef seven(): y()\ndef eight(): again()\n"},
      {"pkg/__init__.py", "from .a import f as again\n"},
      {"pkg/a.py", "from . import c\nfrom .c import k\ndef f(): c.k(); k()\n"},
      {"pkg/c.py", "def k(): pass\n"},
      {"star.py", "from deeper import *\n"},
      {"deeper.py", "def shared(): pass\n"}});
  CHECK(sample.callees("main.one") == "pkg.a.f");
  CHECK(sample.callees("main.two") == "pkg.a.f");
  CHECK(sample.callees("main.three") == "pkg.a.f");
  CHECK(sample.callees("main.four") == "pkg.a.f");
  CHECK(sample.callees("main.five") == "deeper.shared");
  CHECK(sample.callees("main.six") == "lib.x.z");
  CHECK(sample.callees("main.seven") == "lib.y");
  CHECK(sample.callees("main.eight") == "pkg.a.f");
  CHECK(sample.callees("pkg.a.f") == "pkg.c.k");
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
  CHECK(print(sample.graph(), Guesses::Left).find("tweak\"]") == std::string::npos);
  std::string many = one;
  for (int i = 0; i < 10; ++i) {
    many += numbered("class C", i, ":\n  def frobnicate(self, a): pass\n");
  }
  CHECK(SampleGraph(many + "def f(x): x.frobnicate(1)\n").callees("main.f") == "");
}

TEST_CASE("what holds itself ends") {
  const SampleGraph sample(
      "class E:\n  def m(self): pass\n"
      "a = [E]\na.append(a)\nfor b in a: a.append([b])\n"
      "d = {}\nd['d'] = d\nd.update(d)\n"
      "try: pass\nexcept a as e: e.m()\n"
      "class C(C): pass\nf = lambda: f\nf()()()\n");
  CHECK(sample.callees("main") ==
        "builtins.dict.update builtins.list.append main.<lambda1> main.E.m");
}

TEST_CASE("the order of files changes nothing") {
  const SampleGraph sample(SampleGraph::Files{
      {"main.py", "from a import A\nfrom b import B\nclass C(A, B): pass\nC().m()\n"},
      {"a.py", "class A:\n  def n(self): pass\n"},
      {"b.py", "class B:\n  def m(self): self.n()\n"}});
  std::vector<FileFacts> reversed(sample.facts().rbegin(), sample.facts().rend());
  CHECK(print(solve(sample.project(), reversed), Guesses::Shown) ==
        print(sample.graph(), Guesses::Shown));
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

  std::string keys = "def f(): pass\nd = {}\n";
  for (std::size_t i = 0; i < kMaxKeys + 10; ++i) {
    keys += numbered("d['k", static_cast<int>(i), "'] = f\n");
  }
  const SampleGraph cut(keys + "x()\nd['k260']()\n");
  CHECK(cut.graph().limits().cut_lists > 0);
  CHECK(cut.callees("main") == "main.f");

  const SampleGraph path("import a\nx = a.b\nwhile x: x = x.next()\n");
  CHECK(path.graph().limits().long_paths > 0);
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
