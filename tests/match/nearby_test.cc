#include "analysis/match/nearby.h"

#include "tests/match/asked.h"

#include <string>

namespace {

using av::match::Asked;
using av::match::kMostNear;

std::size_t count_near(const std::string& code) {
  Asked asked(code);
  return statements_near(asked.check(), asked.node("here")).size();
}

TEST_CASE("statements of the outermost function, within blocks too") {
  CHECK(count_near("a\nhere\n") == 2);
  CHECK(count_near("a\ndef f():\n  b\n  here\n") == 2);
  CHECK(count_near("def f():\n  if a:\n    b\n  else:\n    here\n") == 3);
  CHECK(count_near("def f():\n  b\n  def g():\n    here\n") == 3);
  CHECK(count_near("def f():\n  try:\n    here\n  except A:\n    b\n  finally:\n    c\n") == 4);
}

TEST_CASE("no more than a number") {
  std::string code = "here\n";
  for (std::size_t i = 0; i < 3 * kMostNear; ++i) {
    code += "a\n";
  }
  CHECK(count_near(code) <= kMostNear);
}

TEST_CASE("blocks that leave") {
  const auto leaves = [](const std::string& code) {
    Asked asked("def f():\n  for a in b:\n" + code);
    av::syntax::NodeId block;
    for (std::uint32_t i = 0; i < asked.tree().nodes().size() && !block.exists(); ++i) {
      const av::syntax::NodeId id(i);
      block = asked.tree().is(id, av::syntax::NodeKind::Block) ? id : block;
    }
    return av::match::leaves(asked.tree(), block);
  };
  CHECK(leaves("    return\n"));
  CHECK(leaves("    c\n    raise\n"));
  CHECK(leaves("    continue\n"));
  CHECK_FALSE(leaves("    c\n"));
}

}  // namespace
