#include "analysis/match/callees.h"

#include "analysis/match/path_table.h"

#include <doctest/doctest.h>

namespace {

using av::match::callees;
using av::match::covers;

constexpr auto kTable = av::match::path_table<int>({{"a.b.run", 1}, {"open", 2}});
constexpr auto kMethods = std::to_array<std::string_view>({"push", "c.d"});

TEST_CASE("the last names of tables and lists") {
  constexpr auto kNames = callees(kTable, kMethods);
  CHECK(kNames.size() == 4);
  CHECK(kNames[0] == "run");
  CHECK(kNames[1] == "open");
  CHECK(kNames[2] == "push");
  CHECK(kNames[3] == "d");
}

TEST_CASE("a list covers a table whose last names are all in it") {
  constexpr auto kNames = std::to_array<std::string_view>({"open", "run", "x"});
  CHECK(covers(kNames, kTable));
  CHECK_FALSE(covers(kNames, kMethods));
}

}  // namespace
