#include "analysis/text/source_kind.h"

#include "analysis/text/source.h"
#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>

namespace av::text {
namespace {

TEST_CASE("the last part of a path decides") {
  CHECK(kind_of_name("a/b.PY") == SourceKind::Python);
  CHECK(kind_of_name("b.pyi") == SourceKind::Python);
  CHECK(kind_of_name("b.c.ipynb") == SourceKind::Notebook);
  CHECK(kind_of_name("README.md") == SourceKind::Markdown);
  CHECK(kind_of_name("x.ipynb/run") == SourceKind::Other);
  CHECK(kind_of_name(".md") == SourceKind::Other);
  CHECK(kind_of_name("") == SourceKind::Other);
}

TEST_CASE("a source holds the Python of its file, by name") {
  const std::string page = "# coding: rot13\n```py\nx = '\xFF'\n```\n\xFF";
  const auto markdown = decode_by_name("a.md", page);
  REQUIRE(markdown);
  CHECK(markdown->encoding == "utf-8");
  CHECK(markdown->text.text() == "\n\nx = '\xEF\xBF\xBD'\n\n\n");
  REQUIRE(markdown->notices.size() == 1);  // the bad byte outside of the block is not told
  CHECK(markdown->notices[0].span.start == 2);

  const std::string json =
      "\xEF\xBB\xBF{\"cells\": [{\"cell_type\": \"code\", \"source\": \"'\xFF'\"}]}";
  const auto notebook = decode_by_name("a.ipynb", json);
  REQUIRE(notebook);
  CHECK(notebook->text.text() == "'\xEF\xBF\xBD'\n\n");
  CHECK(notebook->notices.size() == 1);
  CHECK(decode_by_name("a.txt", "x")->origins.empty());
  CHECK_FALSE(decode_by_name("a.ipynb", "x"));
}

TEST_CASE("a source that is used again forgets the cells of the file before") {
  const test::Folder folder;
  const std::string json = R"({"cells": [{"cell_type": "code", "source": "a"}]})";
  Source source;
  REQUIRE(load_source_into(source, folder.write("a.ipynb", json), "a.ipynb"));
  CHECK(source.origins.size() == 2);
  REQUIRE(load_source_into(source, folder.write("a.py", "b"), "a.py"));
  CHECK(source.origins.empty());
  CHECK(source.text.text() == "b");
}

}  // namespace
}  // namespace av::text
