#include "analysis/report/markdown.h"

#include <doctest/doctest.h>

#include <string>

using av::report::add_markdown;
using av::report::first_paragraph;
using av::report::MarkdownLook;
using av::report::Painter;
using av::report::plain_text;

namespace {

std::string shown(std::string_view markdown, unsigned columns = 80) {
  std::string out;
  add_markdown(out, markdown, MarkdownLook{Painter(Painter::Colour::Off), columns});
  return out;
}

}  // namespace

TEST_CASE("the first paragraph ends at a blank line") {
  CHECK(first_paragraph("one\ntwo\n\nthree") == "one\ntwo");
  CHECK(first_paragraph("one") == "one");
}

TEST_CASE("marks are dropped and addresses kept") {
  CHECK(plain_text("a `code\nspan` and **strong** text") == "a `code span` and strong text");
  CHECK(plain_text("see [the manual](https://example.org/x)") ==
        "see the manual <https://example.org/x>");
  CHECK(plain_text("<https://example.org>") == "<https://example.org>");
  CHECK(plain_text("x[1] and a ` alone (y)") == "x[1] and a ` alone (y)");
  CHECK(plain_text("`**not strong**`") == "`**not strong**`");
}

TEST_CASE("paragraphs are wrapped and indented, lists hang") {
  CHECK(shown("aaa bbb ccc\nddd", 40) == "  aaa bbb ccc ddd\n");
  CHECK(shown("- one two three four five six\n- b", 24) ==
        "  - one two three four\n    five six\n  - b\n");
  CHECK(shown("one\n\ntwo") == "  one\n\n  two\n");
}

TEST_CASE("code is kept as it is, but for what acts on terminals") {
  CHECK(shown("```python\nif x:\n\n    y()\n```\nafter") == "    if x:\n\n        y()\n  after\n");
  CHECK(shown("```\n\x1b[31m\n```") == "    \\x1b[31m\n");
  CHECK(shown("```\nnever closed") == "    never closed\n");
}
