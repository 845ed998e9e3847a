#include "analysis/match/name_table.h"

#include <doctest/doctest.h>

#include <string>

namespace {

TEST_CASE("what stands under a name is found, and nothing under others") {
  av::match::NameTable<int> table;
  table["run"] += 1;
  table["run"] += 2;
  table[""] = 7;
  CHECK(*table.find("run") == 3);
  CHECK(*table.find("") == 7);
  CHECK(table.find("ru") == nullptr);
  int found = 0;
  for (int i = 0; i < 10'000; ++i) {  // more names than marks
    found += table.find("name" + std::to_string(i)) == nullptr ? 0 : 1;
  }
  CHECK(found == 0);
}

}  // namespace
