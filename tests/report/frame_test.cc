#include "analysis/report/frame.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <string>

using av::engine::Excerpt;
using av::report::Frame;
using av::report::FrameLook;
using av::report::margin_of;
using av::report::Painter;
using av::report::Role;
using av::report::Symbols;
using av::test::line;

namespace {

FrameLook plain(unsigned columns = 80, Symbols symbols = Symbols::Ascii) {
  return {Painter(Painter::Colour::Off), symbols, columns};
}

std::string drawn(const Excerpt& excerpt, const FrameLook& look = plain()) {
  Frame frame(margin_of(excerpt), look);
  frame.add_excerpt(excerpt, Role::High);
  return frame.text();
}

}  // namespace

TEST_CASE("the margin is as wide as the largest number") {
  CHECK(margin_of({}) == 1);
  CHECK(margin_of({line(9, ""), line(10, "")}) == 2);
  CHECK(margin_of({line(1000, ""), line(3, "")}) == 4);
}

TEST_CASE("one marked line has its mark below") {
  CHECK(drawn({line(9, "a = 1"), line(10, "b = eval(c)", 4, 11)}) ==
        " 9 | a = 1\n10 | b = eval(c)\n   |     ^^^^^^^\n");
  CHECK(drawn({line(1, "x", 0, 1)}, plain(80, Symbols::Unicode)) == "1 │ x\n  │ ^\n");
  CHECK(drawn({line(1, "")}) == "1 |\n");
}

TEST_CASE("several marked lines are marked below the first and in the margin") {
  CHECK(drawn({line(1, "a"), line(2, "f(", 0, 2), line(3, "  b)", 2, 4), line(4, "c")}) ==
        "1 | a\n2 > f(\n  > ^^\n3 >   b)\n4 | c\n");
}

TEST_CASE("a gap is shown") {
  CHECK(drawn({line(1, "a", 0, 1), line(7, "b", 0, 1)}) == "1 > a\n  > ^\n  :\n7 > b\n");
}

TEST_CASE("lines fit the width") {
  const std::string drawn_text = drawn({line(1, std::string(300, 'x'), 200, 203)}, plain(50));
  CHECK(drawn_text.find('\n') <= 50);
  CHECK(drawn_text.find("^^^") != std::string::npos);
}

TEST_CASE("notes are wrapped and hang") {
  const FrameLook look = plain(45);
  Frame frame(2, look);
  frame.add_note("why", "one two three four five six seven eight nine ten");
  frame.add_note("none", "");
  CHECK(frame.text() ==
        "   = why: one two three four five six seven\n"
        "          eight nine ten\n");
}
