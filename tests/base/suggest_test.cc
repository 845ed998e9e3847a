#include "base/suggest.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using av::base::edit_distance;
using av::base::suggest;

TEST_CASE("edit_distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("select", "select") == 0);
  CHECK(edit_distance("selct", "select") == 1);
  CHECK(edit_distance("selecct", "select") == 1);
  CHECK(edit_distance("selact", "select") == 1);
  CHECK(edit_distance("sleect", "select") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("suggest finds the nearest name and stays silent when none is near") {
  constexpr std::array<std::string_view, 4> known = {"scan", "explain", "version", "rules list"};
  CHECK(suggest("scna", known) == "scan");
  CHECK(suggest("explian", known) == "explain");
  CHECK(suggest("rule list", known) == "rules list");
  CHECK(suggest("format", known).empty());
  CHECK(suggest("", known).empty());
  CHECK(suggest("x", known).empty());
  CHECK(suggest(std::string(200, 's'), known).empty());
  CHECK(suggest("scan", {}).empty());
}

TEST_CASE("suggest prefers the first of equals") {
  constexpr std::array<std::string_view, 2> known = {"cart", "card"};
  CHECK(suggest("carx", known) == "cart");
}
