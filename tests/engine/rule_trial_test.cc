#include "analysis/engine/rule_trial.h"

#include <doctest/doctest.h>

namespace {

using av::engine::try_rule;
using av::knowledge::Example;
using av::knowledge::Rule;

TEST_CASE("our own pages of patterns and flows do what they say") {
  for (const Rule& rule : av::knowledge::builtin_rules()) {
    if (rule.patterns.empty() && rule.flows.empty()) {
      continue;
    }
    for (const av::engine::TrialFault& fault : try_rule(rule)) {
      FAIL_CHECK(rule.name << ".md:" << fault.line << ": " << fault.message);
    }
  }
}

TEST_CASE("lines that do not do what the page says are told") {
  const Rule* known = av::knowledge::find_rule("request-without-timeout");
  REQUIRE(known != nullptr);
  const Example examples[] = {
      {"import requests\nrequests.get(u)\nx  # error: request-without-timeout\n", 10, true}};
  Rule rule = *known;
  rule.examples = examples;
  const auto faults = try_rule(rule);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].line == 12);
  CHECK(faults[0].message == "not found");
  CHECK(faults[1].line == 11);
}

}  // namespace
