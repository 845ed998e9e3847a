#include "analysis/knowledge/rule.h"

#include <doctest/doctest.h>

namespace {

using av::knowledge::Confidence;
using av::knowledge::Severity;

TEST_CASE("words and levels are inverse") {
  for (const auto level : {Severity::Note, Severity::Low, Severity::Medium, Severity::High}) {
    CHECK(av::knowledge::parse_severity(name_of(level)) == level);
  }
  for (const auto level : {Confidence::Low, Confidence::Medium, Confidence::High}) {
    CHECK(av::knowledge::parse_confidence(name_of(level)) == level);
  }
  CHECK(name_of(Severity::Note) == "note");
  CHECK(name_of(av::knowledge::Status::Stable) == "stable");
  CHECK(name_of(av::knowledge::Status::Preview) == "preview");
}

TEST_CASE("other words are no level") {
  CHECK_FALSE(av::knowledge::parse_severity("High").has_value());
  CHECK_FALSE(av::knowledge::parse_severity("").has_value());
  CHECK_FALSE(av::knowledge::parse_confidence("note").has_value());
}

}  // namespace
