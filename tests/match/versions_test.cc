#include "analysis/match/versions.h"

#include <doctest/doctest.h>

namespace {

using av::knowledge::Comparison;
using av::knowledge::VersionLimit;
using av::match::compare_versions;

TEST_CASE("versions compare number by number") {
  CHECK(compare_versions("3.9", "3.12") < 0);
  CHECK(compare_versions("3.12", "3.12.0") == 0);
  CHECK(compare_versions("6", "5.4.1") > 0);
  CHECK(compare_versions("99999999999999999999", "1") > 0);
}

TEST_CASE("a lower bound rules out what is older, and nothing that is newer") {
  av::match::Versions versions;
  CHECK(versions.may_be({"python", Comparison::Less, "3.0"}));
  versions.set_least("python", "3.10");
  CHECK_FALSE(versions.may_be({"python", Comparison::Less, "3.10"}));
  CHECK(versions.may_be({"python", Comparison::LessEqual, "3.10"}));
  CHECK(versions.may_be({"python", Comparison::Less, "3.11"}));
  CHECK(versions.may_be({"python", Comparison::GreaterEqual, "3.14"}));
  CHECK(versions.may_be({"pyyaml", Comparison::Less, "6"}));
}

}  // namespace
