#include "analysis/text/markdown_code.h"

#include <doctest/doctest.h>

#include <string>

namespace av::text {
namespace {

std::string page_python(std::string_view page) {
  return read_markdown(page).text;
}

TEST_CASE("only Python's blocks are read, on their own lines") {
  CHECK(page_python("# T\n```python\na\n```\nb\n```sh\nc\n```\n") == "\n\na\n\n\n\n\n\n");
  for (const char* info : {"py", " Python", "{.python}", "{python}", "python title=\"x\"", "py3",
                           "pycon", "python,ignore"}) {
    CAPTURE(info);
    CHECK(page_python("```" + std::string(info) + "\na\n```") == "\na\n\n");
  }
  for (const char* info : {"", "pythonic", "text python", "json"}) {
    CAPTURE(info);
    CHECK(page_python("```" + std::string(info) + "\na\n```") == "\n\n\n");
  }
}

TEST_CASE("fences end as they began") {
  CHECK(page_python("~~~~py\n```\n~~~\n~~~~ \nx") == "\n```\n~~~\n\n\n");
  CHECK(page_python("```py\na\n``` b\nc") == "\na\n``` b\nc\n");
  CHECK(page_python("``` py `x`\na") == "\n\n");
  CHECK(page_python("``\na") == "\n\n");
}

TEST_CASE("the indentation of a block is taken off") {
  const MarkdownText page = read_markdown("1. x\n\n   ```py\n   if a:\n       b\n c\n   ```\n");
  CHECK(page.text == "\n\n\nif a:\n    b\nc\n\n");
  REQUIRE(page.origins.size() == 7);
  CHECK(page.origins[3].cut == 3);
  CHECK(page.origins[5].cut == 1);
  CHECK(page.origins[3].line == 4);
  CHECK(page.is_code == std::vector<bool>{false, false, false, true, true, true, false});
}

TEST_CASE("sessions") {
  CHECK(page_python("```pycon\n>>> if a:\n...     b\n...\n[1,\n>>> c\n```") ==
        "\nif a:\n    b\n\n\nc\n\n");
  CHECK(page_python("```py\na\n>>> b\n```") == "\na\n>>> b\n\n");
}

}  // namespace
}  // namespace av::text
