#include "analysis/names/file_names.h"

#include "tests/names/sample.h"

namespace {

using av::names::FileNames;
using av::names::Sample;

TEST_CASE("answers hold while others are asked") {
  Sample sample("import os\nx = 'a'\ny = 'b'\nf(os.system, x, y)\n");
  const auto& meaning = sample.names().meanings(sample.node("os.system"));
  const auto& value = sample.names().value(sample.node("x"));
  sample.names().value(sample.node("y"));
  CHECK(meaning.all()[0].path == "os.system");
  CHECK(value.text() == "a");
  CHECK(&sample.names().value(sample.node("x")) == &value);
}

TEST_CASE("it can be moved") {
  Sample sample("import os\nos.system\n");
  FileNames moved(sample.tree());
  FileNames target = std::move(moved);
  CHECK(target.meanings(sample.node("os.system")).all()[0].path == "os.system");
  CHECK(&target.tree() == &sample.tree());
}

TEST_CASE("modules and names by their nodes") {
  Sample sample("from ..a.b import c\nc\n");
  const auto imports = sample.node("c");
  CHECK(sample.names().spelling(imports) == "c");
  CHECK(sample.describe(sample.names().meanings(imports)) == "..a.b.c");
}

TEST_CASE("an empty file has no meaning") {
  Sample sample("");
  CHECK(sample.names().outline().scope_count() == 1);
  CHECK(sample.names().bindings().star_imports().empty());
}

}  // namespace
