#include "analysis/engine/settings.h"

#include <doctest/doctest.h>

#include <cstdint>

using av::engine::parse_byte_size;
using av::engine::parse_fail_level;
using av::engine::parse_jobs;
using av::engine::parse_severity_word;
using av::knowledge::Confidence;
using av::knowledge::Severity;

TEST_CASE("a fail level is a severity, with a confidence or without") {
  CHECK(parse_fail_level("high")->severity == Severity::High);
  CHECK(parse_fail_level("high")->confidence == Confidence::Medium);
  CHECK(parse_fail_level("note:low")->severity == Severity::Note);
  CHECK(parse_fail_level("note:low")->confidence == Confidence::Low);
  for (const char* const wrong : {"", "high:", ":low", "severe", "high:low:low", "low high"}) {
    CHECK_FALSE(parse_fail_level(wrong));
  }
}

TEST_CASE("words that are no level say which ones are") {
  const auto severity = parse_severity_word("severe");
  REQUIRE_FALSE(severity);
  CHECK(severity.error().message == "`severe` is no severity");
  CHECK(severity.error().hint == "severities are note, low, medium and high");
  CHECK_FALSE(av::engine::parse_confidence_word("certain"));
}

TEST_CASE("sizes come with the usual units") {
  CHECK(*parse_byte_size("500000") == 500000);
  CHECK(*parse_byte_size("512 KiB") == 512U << 10U);
  CHECK(*parse_byte_size("32MiB") == 32U << 20U);
  CHECK(*parse_byte_size("1 mb") == 1000000);
  CHECK(*parse_byte_size("1B") == 1);
  CHECK(*parse_byte_size("512 MiB") == av::engine::kMostFileBytes);
  for (const char* const wrong : {"", "MiB", "0", "-1", "1.5 MiB", "3 apples", "513 MiB",
                                  "99999999999999999999", "1 MiB x"}) {
    CHECK_FALSE(parse_byte_size(wrong));
  }
}

TEST_CASE("jobs are a small number") {
  CHECK(*parse_jobs("1") == 1);
  CHECK(*parse_jobs("256") == 256);
  for (const char* const wrong : {"", "0", "257", "-1", "two", "2 "}) {
    CHECK_FALSE(parse_jobs(wrong));
  }
}
