#include "analysis/match/callers.h"

#include "tests/match/asked.h"

#include <string>
#include <vector>

namespace {

using av::match::Asked;
using av::match::Callers;
using av::syntax::NodeId;
using av::syntax::NodeKind;

// What calls give for the parameter x of the last function, as written; "?" when that is not known.
std::string given(const std::string& code) {
  Asked asked(code);
  const av::syntax::Tree& tree = asked.tree();
  NodeId function;
  NodeId parameter;
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    const NodeId id(i);
    if (tree.is(id, NodeKind::FunctionDef) &&
        (!function.exists() || tree[id].start > tree[function].start)) {
      function = id;
    }
  }
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    const NodeId id(i);
    if (tree.is(id, NodeKind::Parameter) && tree.text_of(tree.child(id, 0)) == "x" &&
        asked.names().outline().encloses(function, id)) {
      parameter = id;
    }
  }
  REQUIRE(parameter.exists());
  Callers callers(asked.names());
  const auto all = callers.given(function, parameter);
  std::string out = all ? "" : "?";
  for (const NodeId one : all.value_or(std::vector<NodeId>())) {
    out += (out.empty() ? "" : " ") + std::string(tree.text_of(one));
  }
  return out;
}

TEST_CASE("a private function is what its calls give") {
  CHECK(given("_f(1)\ndef _f(x): pass\n") == "1");
  CHECK(given("_f(0, x=2)\n_f(0, 3)\ndef _f(a, x): pass\n") == "2 3");
  CHECK(given("_f()\n_f(1)\ndef _f(x=7): pass\n") == "7 1");
  CHECK(given("_f(x=1)\ndef _f(*, x): pass\n") == "1");
}

TEST_CASE("so is a method, and a function within a function") {
  CHECK(given("class C:\n  def g(self): self._f(1)\n  def _f(self, x): pass\n") == "1");
  CHECK(given("class C:\n  def g(self): self._f(1)\n  @staticmethod\n  def _f(x): pass\n") == "1");
  CHECK(given("def g():\n  f(1)\n  def f(x): pass\n") == "1");
}

TEST_CASE("others may be called by anybody") {
  CHECK(given("f(1)\ndef f(x): pass\n") == "?");
  CHECK(given("def _f(x): pass\n") == "?");
  CHECK(given("class C:\n  def g(self): self.__f__(1)\n  def __f__(self, x): pass\n") == "?");
  CHECK(given("_f(1)\n@route\ndef _f(x): pass\n") == "?");
}

TEST_CASE("a mention that is no call, and a starred argument, hide what is given") {
  CHECK(given("_f(1)\nmap(_f, y)\ndef _f(x): pass\n") == "?");
  CHECK(given("_f(*y)\ndef _f(x): pass\n") == "?");
  CHECK(given("_f(**y)\ndef _f(x): pass\n") == "?");
  CHECK(given("_f(1, *y)\ndef _f(x, z): pass\n") == "1");
  CHECK(given("_f(1)\ndef _f(*x): pass\n") == "?");
}

TEST_CASE("a file with very many calls is answered at once") {
  std::string code;
  for (int i = 0; i < 20'000; ++i) {
    code += "_f(1)\n";
  }
  CHECK(given(code + "def _f(x): pass\n") == "?");
}

}  // namespace
