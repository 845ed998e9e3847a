#include "analysis/match/ignore_comment.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace {

using av::match::IgnoreFault;

const std::chrono::sys_days kToday = std::chrono::year(2026) / 7 / 1;

std::optional<av::match::IgnoreComment> read_comment(std::string_view comment) {
  return av::match::read_ignore_comment(comment, kToday);
}

IgnoreFault fault(std::string_view comment) {
  const auto found = read_comment(comment);
  REQUIRE(found.has_value());
  return found->fault;
}

TEST_CASE("a good comment") {
  const auto found = read_comment("# antivenom: ignore[shell-command, AV102] paths are ours");
  REQUIRE(found.has_value());
  CHECK(found->fault == IgnoreFault::None);
  CHECK(found->rules == std::vector<std::string_view>{"shell-command", "AV102"});
  CHECK(found->reason == "paths are ours");
  CHECK_FALSE(found->until.has_value());
}

TEST_CASE("spaces, colons and neighbours") {
  CHECK(fault("#antivenom:ignore[a] b") == IgnoreFault::None);
  CHECK(fault("#   antivenom:   ignore[ a ]: b") == IgnoreFault::None);
  CHECK(read_comment("# noqa: E501  # antivenom: ignore[a] why")->reason == "why");
  CHECK(read_comment("# antivenom: ignore[a] why  # noqa: E501")->reason == "why");
  CHECK(read_comment("# antivenom: ignore[a] - why.")->reason == "why");
}

TEST_CASE("dates end it") {
  CHECK(fault("# antivenom: ignore[a] until=2026-07-01 why") == IgnoreFault::None);
  CHECK(fault("# antivenom: ignore[a] until=2026-06-30 why") == IgnoreFault::Expired);
  CHECK(fault("# antivenom: ignore[a] until=2026-13-01 why") == IgnoreFault::BadDate);
  CHECK(fault("# antivenom: ignore[a] until=tomorrow why") == IgnoreFault::BadDate);
  CHECK(fault("# antivenom: ignore[a] until=2026-07-1x why") == IgnoreFault::BadDate);
  CHECK(fault("# antivenom: ignore[a] until=2030-01-01") == IgnoreFault::NoReason);
}

TEST_CASE("faults") {
  CHECK(fault("# antivenom: ignore[a]") == IgnoreFault::NoReason);
  CHECK(fault("# antivenom: ignore[a] :") == IgnoreFault::NoReason);
  CHECK(fault("# antivenom: ignore why") == IgnoreFault::NoRules);
  CHECK(fault("# antivenom: ignore[] why") == IgnoreFault::NoRules);
  CHECK(fault("# antivenom: ignore[a why") == IgnoreFault::NoRules);
  CHECK(fault("# antivenom: off") == IgnoreFault::NotIgnore);
  CHECK(fault("# antivenom:") == IgnoreFault::NotIgnore);
}

TEST_CASE("comments that do not speak to antivenom") {
  for (const char* comment : {"# nothing", "# see antivenom: a tool", "#", "# ignore[a] why"}) {
    CHECK_FALSE_MESSAGE(read_comment(comment).has_value(), comment);
  }
}

TEST_CASE("comments of others") {
  for (const char* comment : {"# nosec", "#nosec", "# nosec B602", "# x # nosec: why",
                              "# noqa: S602", "# noqa:S1,E501", "# NOQA: E501, S105"}) {
    CHECK_MESSAGE(av::match::is_foreign_ignore(comment), comment);
  }
  for (const char* comment :
       {"# noqa", "# noqa: E501", "# noqa: SIM102", "# nonsense", "# is nosec", "#"}) {
    CHECK_FALSE_MESSAGE(av::match::is_foreign_ignore(comment), comment);
  }
}

}  // namespace
