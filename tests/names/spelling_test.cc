#include "analysis/names/spelling.h"

#include "tests/names/sample.h"

namespace {

using av::names::Sample;
using av::names::Spelling;
using av::syntax::NodeId;
using av::syntax::NodeKind;

NodeId first(const Sample& sample, NodeKind kind) {
  for (std::uint32_t i = 0; i < sample.tree().nodes().size(); ++i) {
    if (sample.tree().is(NodeId(i), kind)) {
      return NodeId(i);
    }
  }
  return NodeId::none();
}

TEST_CASE("names are compared in their normal form") {
  const Sample sample("ｅｖａｌ\n");
  Spelling spelling(sample.tree());
  CHECK(spelling.of(first(sample, NodeKind::Name)) == "eval");
  CHECK(spelling.of(first(sample, NodeKind::Name)) == "eval");
}

TEST_CASE("plain names are views of the text") {
  const Sample sample("name\n");
  Spelling spelling(sample.tree());
  CHECK(spelling.of(first(sample, NodeKind::Name)).data() == sample.tree().text().data());
}

TEST_CASE("dotted names lose what stands between their parts") {
  for (const char* code : {"import a.b.c\n", "import a . b .c\n", "import a.\\\n  b.c\n"}) {
    const Sample sample(code);
    Spelling spelling(sample.tree());
    CHECK(spelling.dotted(first(sample, NodeKind::DottedName)) == "a.b.c");
  }
}

}  // namespace
