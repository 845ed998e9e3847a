#include "analysis/text/notebook.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace av::text {
namespace {

NotebookText notebook_of(const std::string& json) {
  auto notebook = read_notebook("a.ipynb", json);
  REQUIRE(notebook);
  return *std::move(notebook);
}

std::string refusal(const std::string& json) {
  const auto notebook = read_notebook("a.ipynb", json);
  REQUIRE_FALSE(notebook);
  return notebook.error().message;
}

TEST_CASE("code cells are one text, and each line knows its cell and its line in the file") {
  const NotebookText notebook = notebook_of(R"({"cells": [
  {"cell_type": "markdown", "source": ["import no"]},
  {"cell_type": "code", "outputs": [{"text": ["import no"], "source": "no"}],
   "source": [
    "import a\n",
    "import b"
   ]},
  {"cell_type": "code", "source": "import c\n%time d()\n"}],
  "metadata": {"language_info": {"name": "python"}}, "nbformat": 4})");
  CHECK(notebook.text == "import a\nimport b\n\nimport c\nd()\n\n");
  REQUIRE(notebook.origins.size() == 6);
  const LineOrigin& second = notebook.origins[1];
  CHECK(second.cell == 2);
  CHECK(second.line == 2);
  CHECK(second.file_line == 6);
  const LineOrigin& timed = notebook.origins[4];
  CHECK(timed.cell == 3);
  CHECK(timed.line == 2);
  CHECK(timed.file_line == 8);
  CHECK(timed.cut == 6);
  CHECK(notebook.notices.empty());
}

TEST_CASE("pieces need not be lines") {
  CHECK(notebook_of(R"({"cells":[{"cell_type":"code","source":["a\nb", "c\n", "d"]}]})").text ==
        "a\nbc\nd\n\n");
}

TEST_CASE("older notebooks") {
  const NotebookText notebook = notebook_of(R"({"worksheets": [{"cells": [
      {"cell_type": "code", "language": "python", "input": ["a\n", "b"]},
      {"cell_type": "code", "language": "sql", "input": "select"}]}], "nbformat": 3})");
  CHECK(notebook.text == "a\nb\n\n");
}

TEST_CASE("other languages are no Python") {
  const std::string cells = R"({"cells": [{"cell_type": "code", "source": "x <- 1"}], )";
  CHECK(notebook_of(cells + R"("metadata": {"kernelspec": {"language": "R"}}})").text.empty());
  CHECK(
      notebook_of(cells + R"("metadata": {"language_info": {"name": "julia"}}})").origins.empty());
  CHECK(notebook_of(R"({"cells": [{"cell_type": "code", "source": "select",
                            "metadata": {"vscode": {"languageId": "sql"}}}]})")
            .text.empty());
}

TEST_CASE("wrong types make a cell odd, not the notebook unread") {
  for (const char* source : {"1", "null", "{\"a\": \"b\"}", "[[\"x\"]]", "[1]", "true", "1.5"}) {
    CAPTURE(source);
    const NotebookText notebook =
        notebook_of(std::string(R"({"cells": [{"cell_type": "code", "source": )") + source +
                    R"(}, {"cell_type": "code", "source": "a"}]})");
    REQUIRE(notebook.notices.size() == 1);
    CHECK(notebook.notices[0].message == "the source of cell 1 is no text");
    CHECK(notebook.text.ends_with("a\n\n"));
  }
  CHECK(notebook_of(R"({"cells": [{"cell_type": "code"}]})").notices.size() == 1);
  CHECK(notebook_of(R"({"cells": [1, null, [], {"cell_type": 3}, {}]})").text.empty());
}

TEST_CASE("what is no notebook is refused") {
  CHECK(refusal("{\n\"cells\": [") == "a.ipynb is no notebook: line 2 is no JSON");
  CHECK(refusal("") == "a.ipynb is no notebook: line 1 is no JSON");
  CHECK(refusal("[1]") == "a.ipynb is no notebook: it has no cells");
  CHECK(refusal("{\"cells\": 1}") == "a.ipynb is no notebook: it has no cells");
  CHECK(refusal("{\"cells\": [{\"source\": \"\xFF\"}]}").ends_with("is no JSON"));
  CHECK(refusal(R"({"a.cells": [{"source": "x"}]})") == "a.ipynb is no notebook: it has no cells");
}

TEST_CASE("nesting costs no stack") {
  constexpr std::size_t kDeep = 300'000;
  const std::string open(kDeep, '[');
  const std::string close(kDeep, ']');
  CHECK(notebook_of(R"({"x": )" + open + close +
                    R"(, "cells": [{"cell_type": "code", "source": "a", "outputs": )" + open +
                    close + "}]}")
            .text == "a\n\n");
  CHECK(refusal(open).ends_with("is no JSON"));
}

}  // namespace
}  // namespace av::text
