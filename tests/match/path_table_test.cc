#include "analysis/match/path_table.h"

#include <doctest/doctest.h>

namespace {

constexpr auto kPaths = av::match::path_table<int>({
    {"b.c", 2},
    {"a", 1},
    {"b.c.d", 3},
    {"f()", 4},
});

TEST_CASE("rows are found by their whole path") {
  CHECK(*kPaths.find("a") == 1);
  CHECK(*kPaths.find("b.c") == 2);
  CHECK(*kPaths.find("f()") == 4);
  CHECK(kPaths.find("b") == nullptr);
  CHECK(kPaths.find("b.c.x") == nullptr);
  CHECK(kPaths.find("") == nullptr);
}

TEST_CASE("the longest prefix that ends where a part ends") {
  CHECK(*kPaths.find_prefix("b.c.d.e") == 3);
  CHECK(*kPaths.find_prefix("b.c.x") == 2);
  CHECK(*kPaths.find_prefix("b.c()") == 2);
  CHECK(*kPaths.find_prefix("b.c[].x") == 2);
  CHECK(*kPaths.find_prefix("a") == 1);
  CHECK(kPaths.find_prefix("b.cx") == nullptr);
  CHECK(kPaths.find_prefix("ab") == nullptr);
  CHECK(kPaths.find_prefix("") == nullptr);
}

}  // namespace
