#include "analysis/match/foreign_codes.h"

#include "analysis/knowledge/rule.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using av::match::codes_in;
using av::match::stands_for;
using Codes = std::vector<std::string_view>;

TEST_CASE("codes of a comment") {
  CHECK(codes_in("# nosec B602, B607 - why") == Codes{"B602", "B607"});
  CHECK(codes_in("# noqa: E501,S602") == Codes{"S602"});
  CHECK(codes_in("# nosec").empty());
  CHECK(codes_in("# nosec: B1 B6021 XB602 b602 S60x").empty());
  CHECK(codes_in("").empty());
}

TEST_CASE("a code is for the rule that looks for the same") {
  CHECK(stands_for("B602", "shell-command"));
  CHECK(stands_for("S602", "shell-command"));
  CHECK_FALSE(stands_for("B602", "weak-hash"));
  CHECK_FALSE(stands_for("B999", "shell-command"));
  CHECK_FALSE(stands_for("B60", "shell-command"));
  CHECK_FALSE(stands_for("", ""));
}

TEST_CASE("all of the table are rules") {
  std::size_t count = 0;
  for (const av::knowledge::Rule& rule : av::knowledge::builtin_rules()) {
    for (unsigned number = 100; number < 1000; ++number) {
      count += stands_for("B" + std::to_string(number), rule.name) ? 1U : 0U;
    }
  }
  CHECK(count == 65);
}

}  // namespace
