#include "analysis/match/statement_lines.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;
using av::match::LineRange;
using av::match::StatementLines;

// "first-last" of the statement on that line; "none".
std::string around(std::string_view code, std::uint32_t line) {
  const Asked asked(code);
  const av::text::LineIndex lines(asked.tree().text());
  const auto range = StatementLines(asked.tree(), lines).around(line);
  return range ? std::to_string(range->first) + "-" + std::to_string(range->last) : "none";
}

TEST_CASE("a simple statement is all its lines") {
  CHECK(around("f(\n  1,\n)\n", 2) == "1-3");
  CHECK(around("a\nb\n", 2) == "2-2");
  CHECK(around("a\n\nb\n", 2) == "none");
  CHECK(around("a; b(\n); c\n", 1) == "1-2");
}

TEST_CASE("of a compound statement the header counts") {
  const char* code = "if a(\n  b\n):\n  c\nelse:\n  d\n";
  CHECK(around(code, 1) == "1-3");
  CHECK(around(code, 3) == "1-3");
  CHECK(around(code, 4) == "4-4");
  CHECK(around(code, 5) == "5-5");
  CHECK(around("@a\n@b(\n)\ndef f(\n  x,\n) -> y:\n  pass\n", 6) == "1-6");
  CHECK(around("with a(\n) as b:  # c: d\n  pass\n", 2) == "1-2");
  CHECK(around("try:\n  a\nexcept (\n  B\n):\n  c\n", 4) == "3-5");
  CHECK(around("class A(\n  B\n):\n  pass\n", 3) == "1-3");
}

TEST_CASE("the next statement") {
  const Asked asked("a\n\n# comment\n\nif b:\n  c\n");
  const av::text::LineIndex lines(asked.tree().text());
  const StatementLines statements(asked.tree(), lines);
  CHECK(statements.next(3)->first == 5);
  CHECK(statements.next(5)->first == 6);
  CHECK_FALSE(statements.next(6).has_value());
}

}  // namespace
