#include "analysis/syntax/cpython/trivia.h"

#include <doctest/doctest.h>

namespace {

using av::syntax::Node;
using av::syntax::NodeKind;
using av::syntax::cpython::count_closing;
using av::syntax::cpython::count_opening;
using av::syntax::cpython::outer_end;
using av::syntax::cpython::skip_closing;
using av::syntax::cpython::skip_trivia;

TEST_CASE("skip_trivia goes past blanks, line ends, comments and continuations") {
  CHECK(skip_trivia("a", 0) == 0);
  CHECK(skip_trivia(" \t\f\r\na", 0) == 5);
  CHECK(skip_trivia("# b\n # c\r\n a", 0) == 11);
  CHECK(skip_trivia("\\\n \\\r\na", 0) == 6);
  CHECK(skip_trivia("\\a", 0) == 0);
  CHECK(skip_trivia("a  ", 1) == 3);
  CHECK(skip_trivia("# no line end", 0) == 13);
}

TEST_CASE("skip_closing goes past parentheses too") {
  CHECK(skip_closing("a ) ) # )\n)b", 1) == 11);
  CHECK(skip_closing("a]", 1) == 1);
}

TEST_CASE("count_opening and count_closing leave comments out") {
  CHECK(count_closing("a ) # )\n ) b", 1, 11) == 2);
  CHECK(count_opening("a: ( # (\n (b", 1, 11) == 2);
  CHECK(count_opening("a: b", 1, 3) == 0);
}

TEST_CASE("outer_end is behind as many closing parentheses as were opened") {
  constexpr std::string_view kText = "f(a: ((b) ) , c)";
  const Node inner = {NodeKind::Name, 0, 0, 7, 8, 0};
  CHECK(outer_end(kText, inner, 3) == 11);
  const Node bare = {NodeKind::Name, 0, 0, 14, 15, 0};
  CHECK(outer_end(kText, bare, 13) == 15);
}

}  // namespace
