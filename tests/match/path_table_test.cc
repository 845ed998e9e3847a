#include "analysis/match/path_table.h"

#include <doctest/doctest.h>

namespace {

constexpr auto kTable = av::match::path_table<int>({
    {"b.c", 2},
    {"a", 1},
    {"b.c.d", 3},
    {"f()", 4},
});

TEST_CASE("rows are found by their whole path") {
  CHECK(*kTable.find("a") == 1);
  CHECK(*kTable.find("b.c") == 2);
  CHECK(*kTable.find("f()") == 4);
  CHECK(kTable.find("b") == nullptr);
  CHECK(kTable.find("b.c.x") == nullptr);
  CHECK(kTable.find("") == nullptr);
}

TEST_CASE("the longest prefix that ends where a part ends") {
  CHECK(*kTable.find_prefix("b.c.d.e") == 3);
  CHECK(*kTable.find_prefix("b.c.x") == 2);
  CHECK(*kTable.find_prefix("b.c()") == 2);
  CHECK(*kTable.find_prefix("b.c[].x") == 2);
  CHECK(*kTable.find_prefix("a") == 1);
  CHECK(kTable.find_prefix("b.cx") == nullptr);
  CHECK(kTable.find_prefix("ab") == nullptr);
  CHECK(kTable.find_prefix("") == nullptr);
}

}  // namespace
