#include "analysis/report/line_layout.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <string>

using av::report::lay_out;
using av::report::ShownLine;
using av::report::width_of;
using av::report::wrap;
using av::test::line;

namespace {

// underlined is the part of a shown ASCII line above its mark.
std::string underlined(const ShownLine& shown) {
  return shown.text.substr(shown.mark_column, shown.mark_width);
}

}  // namespace

TEST_CASE("a line that fits is shown as it is") {
  const ShownLine shown = lay_out(line(1, "x = eval(y)", 4, 11), 80);
  CHECK(shown.text == "x = eval(y)");
  CHECK(underlined(shown) == "eval(y)");
  CHECK(lay_out(line(1, "x = 1"), 80).mark_width == 0);
  CHECK(lay_out(line(1, ""), 80).text.empty());
}

TEST_CASE("tabs become spaces to the next stop and move the mark") {
  const ShownLine shown = lay_out(line(1, "\tx\teval(y)", 3, 10), 80);
  CHECK(shown.text == "    x   eval(y)");
  CHECK(underlined(shown) == "eval(y)");
  CHECK(lay_out(line(1, "\tx", 0, 1), 80).mark_width == 4);
}

TEST_CASE("wide characters take two columns and combining ones none") {
  const ShownLine wide = lay_out(line(1, "a = '日本' + b", 15, 16), 80);
  CHECK(wide.mark_column == 13);
  CHECK(wide.mark_width == 1);
  const ShownLine inside = lay_out(line(1, "'日本'", 1, 7), 80);
  CHECK(inside.mark_column == 1);
  CHECK(inside.mark_width == 4);
  const ShownLine combining = lay_out(line(1, "e\u0301 = x", 6, 7), 80);
  CHECK(combining.mark_column == 4);
  const ShownLine emoji = lay_out(line(1, "'\U0001F40D' x", 7, 8), 80);
  CHECK(emoji.mark_column == 5);
}

TEST_CASE("a mark on nothing but a combining character is still seen") {
  CHECK(lay_out(line(1, "e\u0301", 1, 3), 80).mark_width == 1);
}

TEST_CASE("what would act on the terminal is shown as an escape, and the mark follows") {
  const ShownLine shown = lay_out(line(1, "s = '\x1b[2J' + x", 13, 14), 80);
  CHECK(shown.text == "s = '\\x1b[2J' + x");
  CHECK(underlined(shown) == "x");
  CHECK(lay_out(line(1, "\u202e\u2066"), 80).text == "\\u202e\\u2066");
  CHECK(lay_out(line(1, "\xff"), 80).text == "\\xff");
}

TEST_CASE("a long line is cut around its mark") {
  const std::string long_text = std::string(300, 'a') + "eval(y)" + std::string(300, 'b');
  const ShownLine shown = lay_out(line(1, long_text, 300, 307), 60);
  CHECK(shown.text.size() == 60);
  CHECK(shown.text.starts_with("...aaa"));
  CHECK(shown.text.ends_with("bbb..."));
  CHECK(underlined(shown) == "eval(y)");
}

TEST_CASE("a long line is cut at one end when its mark is near the other") {
  const std::string tail(300, 'b');
  const ShownLine front = lay_out(line(1, "eval(y)" + tail, 0, 7), 60);
  CHECK(front.text.starts_with("eval(y)bbb"));
  CHECK(front.text.ends_with("b..."));
  CHECK(underlined(front) == "eval(y)");
  const ShownLine back = lay_out(line(1, tail + "eval(y)", 300, 307), 60);
  CHECK(back.text.starts_with("...b"));
  CHECK(back.text.ends_with("beval(y)"));
  CHECK(underlined(back) == "eval(y)");
  const ShownLine plain = lay_out(line(1, tail), 60);
  CHECK(plain.text == std::string(54, 'b') + "...");
}

TEST_CASE("a mark longer than the line is cut with it") {
  const std::string text(500, 'x');
  const ShownLine shown = lay_out(line(1, text, 0, 500), 40);
  CHECK(shown.text.size() <= 40);
  CHECK(shown.mark_column == 0);
  CHECK(shown.mark_width == 34);
}

TEST_CASE("a line that was shortened before says so") {
  av::engine::ExcerptLine cut = line(1, "x = eval(y)", 4, 11);
  cut.cut_before = cut.cut_after = true;
  const ShownLine shown = lay_out(cut, 80);
  CHECK(shown.text == "...x = eval(y)...");
  CHECK(underlined(shown) == "eval(y)");
}

TEST_CASE("width_of counts what printable text takes") {
  CHECK(width_of("abc") == 3);
  CHECK(width_of("日本") == 4);
  CHECK(width_of("\x1b") == 4);
  CHECK(width_of("") == 0);
}

TEST_CASE("wrap breaks at spaces and leaves long words whole") {
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("  a \n b  ", 80) == std::vector<std::string>{"a b"});
  CHECK(wrap("abcdefghij k", 4) == std::vector<std::string>{"abcdefghij", "k"});
  CHECK(wrap("", 10).empty());
}
