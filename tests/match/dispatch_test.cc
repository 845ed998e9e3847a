#include "analysis/match/dispatch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using av::match::Dispatch;
using av::syntax::NodeKind;

TEST_CASE("rules are called for what they subscribe to") {
  const av::knowledge::Rule* const rules[] = {av::knowledge::find_rule("dynamic-code")};
  const Dispatch dispatch(rules);
  CHECK(dispatch.at(NodeKind::Call).size() == 1);
  CHECK(dispatch.at(NodeKind::Exec).size() == 1);
  CHECK(dispatch.at(NodeKind::Assign).empty());
  CHECK(dispatch.ignore_rule == nullptr);
}

TEST_CASE("the rule about comments is kept aside") {
  const av::knowledge::Rule* const rules[] = {av::knowledge::find_rule("faulty-ignore")};
  const Dispatch dispatch(rules);
  CHECK(dispatch.ignore_rule == rules[0]);
  CHECK(dispatch.at(NodeKind::Call).empty());
}

TEST_CASE("a rule's file is called as the rule") {
  std::vector<std::string> names;
  for (const av::match::RuleCode* code : av::match::rule_codes()) {
    names.emplace_back(code->name);
    std::replace(names.back().begin(), names.back().end(), '-', '_');
  }
  CHECK_FALSE(names.empty());
  CHECK(std::is_sorted(names.begin(), names.end()));
}

}  // namespace
