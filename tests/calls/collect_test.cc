#include "analysis/calls/collect.h"

#include "tests/calls/sample_graph.h"

namespace {

using av::calls::SampleGraph;

// The callees of the module, given three functions to tell apart.
std::string calls(const std::string& code) {
  const SampleGraph sample("def f(): pass\ndef g(): pass\ndef h(): pass\n" + code);
  return sample.callees("main");
}

}  // namespace

TEST_CASE("a local is what it was bound to last") {
  CHECK(calls("a = f\na()\na = g\n") == "main.f");
  CHECK(calls("a = f\na = g\na()\n") == "main.g");
  CHECK(calls("a = f\ndel a\na = g\na()\n") == "main.g");
  CHECK(calls("a = b = f\na = g\nb()\n") == "main.f");
}

TEST_CASE("where ways meet a local is what it is on any of them") {
  CHECK(calls("a = f\nif x: a = g\na()\n") == "main.f main.g");
  CHECK(calls("if x: a = f\nelse: a = g\na()\n") == "main.f main.g");
  CHECK(calls("a = f\nwhile x:\n  a()\n  a = g\n") == "main.f main.g");
  CHECK(calls("a = f\nwhile x:\n  a = g\n  a()\n") == "main.g");
  CHECK(calls("a = f if x else g\na()\n") == "main.f main.g");
  CHECK(calls("a = x or f\na()\n") == "main.f");
}

TEST_CASE("a handler sees every binding of what it handles") {
  CHECK(calls("a = f\ntry:\n  a = g\n  a = h\nexcept E: a()\n") == "main.f main.g main.h");
  CHECK(calls("a = f\ntry: a = g\nfinally: a()\n") == "main.f main.g");
}

TEST_CASE("other functions see every binding of a name") {
  const SampleGraph sample("def f(): pass\ndef g(): pass\na = f\na = g\ndef h(): a()\n");
  CHECK(sample.callees("main.h") == "main.f main.g");
  const SampleGraph global(
      "def f(): pass\ndef g(): pass\na = f\ndef h():\n  global a\n  a = g\nh()\na()\n");
  CHECK(global.callees("main") == "main.f main.g main.h");
  const SampleGraph captured(
      "def f(): pass\ndef g(): pass\n"
      "def outer():\n  a = f\n  def inner():\n    nonlocal a\n    a = g\n  inner()\n  a()\n");
  CHECK(captured.callees("main.outer") == "main.f main.g main.outer.inner");
}

TEST_CASE("targets take their share") {
  CHECK(calls("a, b = f, g\nb()\n") == "main.g");
  CHECK(calls("a, (b, c) = f, (g, h)\nb()\n") == "main.g");
  CHECK(calls("p = f, g, h\na, *b = p\nb[1]()\n") == "main.h");
  CHECK(calls("*a, b = [f, g, h]\nb()\n") == "main.h");
  CHECK(calls("for a, b in [(f, g)]: b()\n") == "main.g");
}

TEST_CASE("in straight code a constant key holds what was set last") {
  CHECK(calls("d = {'a': f}\nd['a'] = g\nd['a']()\n") == "main.g");
  CHECK(calls("d = {'a': {'b': f}}\nd['a']['b'] = g\nd['a']['b']()\n") == "main.g");
  CHECK(calls("d = {'a': f}\nd[x] = g\nd['a']()\n") == "main.f main.g");
  CHECK(calls("d = {'a': f}\nif x: d['a'] = g\nd['a']()\n") == "main.f main.g");
  CHECK(calls("d = {'a': f, **x}\nd['a']()\n") == "main.f");
}

TEST_CASE("what a call may change is not remembered across it") {
  const SampleGraph sample(
      "def f(): pass\ndef g(): pass\n"
      "def put(d): d['a'] = g\n"
      "d = {'a': f}\nput(d)\nd['a']()\n");
  CHECK(sample.callees("main") == "main.f main.g main.put");
}

TEST_CASE("a function with too many joins is taken coarsely, and says so") {
  std::string code = "def f(): pass\ndef g(): pass\ndef big(x):\n";
  for (int i = 0; i < 400; ++i) {
    code += "  a" + std::to_string(i) + " = f\n";
  }
  for (int i = 0; i < 4000; ++i) {
    code += "  if x: pass\n";
  }
  for (int i = 0; i < 400; ++i) {
    const std::string name = "a" + std::to_string(i);
    code.append("  if x: ").append(name).append(" = g\n  ").append(name).append("()\n");
  }
  const SampleGraph sample(code);
  CHECK(sample.callees("main.big") == "main.f main.g");
  CHECK(sample.graph().limits().coarse_functions == 1);
}

TEST_CASE("text that is no Python makes facts all the same") {
  CHECK(calls("") == "");
  CHECK(calls("f(\n") == "main.f");
  CHECK(calls("f() f()\n)]}\nf(g(\n") == "main.f main.g");
  CHECK(calls("break\nreturn f\nyield f()\n") == "main.f");
}
