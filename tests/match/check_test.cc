#include "analysis/match/check.h"

#include "tests/match/checked.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using av::match::Checked;
using av::match::RuleSet;

TEST_CASE("findings ascend by place") {
  const Checked checked("import os\nos.system('ls ' + input())\neval(x)\nos.system(eval(x))\n");
  const auto& findings = checked.result().findings;
  CHECK(findings.size() == 4);
  CHECK(std::is_sorted(findings.begin(), findings.end(),
                       [](const auto& a, const auto& b) { return a.span.start < b.span.start; }));
}

TEST_CASE("only the rules that are on run") {
  const char* code = "import os\nos.system('ls ' + input())\neval(x)\n";
  CHECK(Checked(code, {.rules = {"shell-command"}}).result().findings.size() == 1);
  CHECK(Checked(code, {.rules = {"weak-hash"}}).result().findings.empty());
}

TEST_CASE("a set knows its rules") {
  const auto* one = av::knowledge::find_rule("shell-command");
  const auto* other = av::knowledge::find_rule("weak-hash");
  const av::knowledge::Rule* const rules[] = {one};
  const RuleSet set(rules);
  CHECK(set.has(*one));
  CHECK_FALSE(set.has(*other));
  CHECK(RuleSet::all().has(*other));
}

TEST_CASE("tests are a step less severe") {
  const char* code = "import os\nos.system('ls ' + input())\n";
  CHECK(Checked(code, {.path = "a.py"}).found()[0].severity == "medium");
  CHECK(Checked(code, {.path = "tests/a.py"}).found()[0].severity == "low");
}

TEST_CASE("keys in tests are low, however sure") {
  const char* code = "TOKEN = 'lucWJjEhlxZW01cXI3YmVlcYnpxNGhzk'\n";
  CHECK(Checked(code, {.path = "a.py"}).found()[0].severity == "high");
  CHECK(Checked(code, {.path = "a_test.py"}).found()[0].severity == "low");
}

TEST_CASE("a secret is never in what is said") {
  const Checked checked("password = 'swordfish'\nconnect(password='swordfish')\n");
  REQUIRE(checked.result().findings.size() == 2);
  for (const auto& finding : checked.result().findings) {
    CHECK(finding.message.find("swordfish") == std::string::npos);
    CHECK(finding.mend.find("swordfish") == std::string::npos);
    CHECK(finding.secrets.size() == 1);
  }
}

TEST_CASE("nothing is found in nothing") {
  CHECK(Checked("").result().findings.empty());
  CHECK(Checked("\x00\xff(((").result().findings.empty());
}

TEST_CASE("the same file gives the same findings") {
  const char* code = "import os\nx = 'a' if c else y\nos.system(x)\nos.system(f'{x} {y}')\n";
  CHECK(Checked(code).found() == Checked(code).found());
}

}  // namespace
