#include "analysis/names/reaching.h"

#include "tests/names/sample.h"

namespace {

using av::names::Reaching;
using av::names::Sample;

// The values bound to the last x, nearest first, as written; "…" when there may be more.
std::string reached(const char* code) {
  Sample sample(code);
  const Reaching reaching = sample.names().reaching(sample.node("x"));
  std::string out;
  for (const av::names::Binding* binding : reaching.bindings()) {
    out += out.empty() ? "" : " ";
    out += binding->value.exists() ? std::string(sample.tree().text_of(binding->value)) : "-";
  }
  return out + (reaching.is_complete() ? "" : "…");
}

TEST_CASE("the last binding in a row counts") {
  CHECK(reached("x = 1\nx\n") == "1");
  CHECK(reached("x = 1\nx = 2\nx\n") == "2");
  CHECK(reached("x\nx = 1\n") == "");
  CHECK(reached("x = 1\nx = x\n") == "1");
}

TEST_CASE("a branch adds, branches that exclude each other do not meet") {
  CHECK(reached("x = 1\nif a:\n  x = 2\nx\n") == "2 1");
  CHECK(reached("if a:\n  x = 1\nelse:\n  x\n") == "");
  CHECK(reached("if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x\n") == "");
  CHECK(reached("if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3\nx\n") == "3 2 1");
  CHECK(reached("match a:\n  case 1:\n    x = 1\n  case 2:\n    x\n") == "");
  CHECK(reached("x = 1\nif a:\n  x = 2\n  x\n") == "2");
}

TEST_CASE("a branch that has left does not reach") {
  CHECK(reached("def f():\n  x = 1\n  if a:\n    x = 2\n    return\n  x\n") == "1");
  CHECK(reached("x = 1\nif a:\n  x = 2\n  raise E\nx\n") == "1");
}

TEST_CASE("loops go round") {
  CHECK(reached("x = 1\nwhile a:\n  f(x)\n  x = 2\n") == "1 2");
  CHECK(reached("x = 1\nwhile a:\n  x = 2\n  f(x)\n") == "2");
  CHECK(reached("for a in b:\n  if c:\n    x = 1\n  else:\n    f(x)\n") == "1");
  CHECK(reached("x = 1\nfor a in x:\n  x = 2\nelse:\n  pass\nx\n") == "2 1");
  CHECK(reached("for x in a:\n  f(x)\n") == "a");
  CHECK(reached("x = 1\nfor x in a:\n  pass\nf(x)\n") == "a 1");
}

TEST_CASE("try only adds") {
  CHECK(reached("try:\n  x = 1\nexcept E:\n  x = 2\nx\n") == "2 1");
  CHECK(reached("try:\n  x = 1\nexcept E:\n  x\n") == "1");
  CHECK(reached("try:\n  pass\nexcept E:\n  x = 1\nexcept F:\n  x\n") == "");
  CHECK(reached("try:\n  pass\nexcept E:\n  x = 1\nfinally:\n  x\n") == "1");
}

TEST_CASE("functions see all that is bound outside of them") {
  CHECK(reached("def f():\n  f(x)\n") == "");
  CHECK(reached("x = 1\nx = 2\ndef f():\n  f(x)\n") == "1 2");
  CHECK(reached("def f(x):\n  f(x)\n") == "-");
  CHECK(reached("def f(x):\n  x = 1\n  f(x)\n") == "1");
}

TEST_CASE("a comprehension runs in place") {
  CHECK(reached("x = 1\nx = 2\n[f(x) for a in b]\n") == "2");
  CHECK(reached("[f(x) for x in b]\n") == "b");
}

TEST_CASE("deleted is gone") {
  CHECK(reached("x = 1\ndel x\nf(x)\n") == "");
  CHECK(reached("x = 1\nif a:\n  del x\nf(x)\n") == "1");
}

TEST_CASE("more than can be looked at is not complete") {
  std::string code;
  for (int i = 0; i < 20; ++i) {
    code += "if a:\n  x = 1\n";
  }
  code += "x\n";
  Sample sample(code);
  const Reaching reaching = sample.names().reaching(sample.node("x"));
  CHECK_FALSE(reaching.is_complete());
  CHECK(reaching.bindings().size() == av::names::kMaxReaching);
  CHECK(reaching.only() == nullptr);
}

TEST_CASE("what an augmented assignment adds to") {
  Sample sample("x = 1\nx = 2\nx += 3\n");
  const auto& bindings = sample.names().bindings();
  const auto all = bindings.of(bindings.find(sample.names().outline().module_scope(), "x"));
  REQUIRE(all.size() == 3);
  const Reaching before =
      av::names::reaching_before(sample.names().outline(), bindings, all.back());
  REQUIRE(before.only() != nullptr);
  CHECK(sample.tree().text_of(before.only()->value) == "2");
}

}  // namespace
