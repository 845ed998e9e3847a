#include "analysis/engine/plan.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

using av::engine::Plan;
using av::engine::Rules;
using av::engine::Settings;
using av::knowledge::Confidence;
using av::knowledge::find_rule;
using av::knowledge::Severity;
using Verdict = Plan::Verdict;

namespace {

constexpr std::chrono::sys_days kToday = std::chrono::year(2024) / 2 / 29;

Plan made(Settings settings) {
  auto plan = Plan::make(std::move(settings), kToday);
  REQUIRE(plan);
  return *std::move(plan);
}

av::match::Finding finding(std::string_view rule, Severity severity, Confidence confidence) {
  av::match::Finding result;
  result.rule = find_rule(rule);
  result.severity = severity;
  result.confidence = confidence;
  return result;
}

}  // namespace

TEST_CASE("selected rules are reported, others dropped") {
  Settings settings;
  settings.select = {"shell-command"};
  const Plan plan = made(settings);
  auto shell = finding("shell-command", Severity::High, Confidence::High);
  auto yaml = finding("unsafe-yaml", Severity::High, Confidence::High);
  CHECK(plan.judge(shell, {}) == Verdict::Reported);
  CHECK(plan.judge(yaml, {}) == Verdict::Dropped);
  CHECK(plan.judge(shell, {find_rule("shell-command")}) == Verdict::Dropped);
}

TEST_CASE("rules about secrets run whatever is selected, for masking") {
  Settings settings;
  settings.select = {"shell-command"};
  const Plan plan = made(settings);
  CHECK(plan.rules().has(*find_rule("shell-command")));
  CHECK(plan.rules().has(*find_rule("hardcoded-secret")));
  CHECK_FALSE(plan.rules().has(*find_rule("unsafe-yaml")));
}

TEST_CASE("findings below the least level are hidden") {
  Settings settings;
  settings.min_severity = Severity::Medium;
  settings.min_confidence = Confidence::Medium;
  const Plan plan = made(settings);
  const auto verdict = [&](Severity severity, Confidence confidence) {
    auto one = finding("shell-command", severity, confidence);
    return plan.judge(one, {});
  };
  CHECK(verdict(Severity::Medium, Confidence::Medium) == Verdict::Reported);
  CHECK(verdict(Severity::Low, Confidence::High) == Verdict::Hidden);
  CHECK(verdict(Severity::High, Confidence::Low) == Verdict::Hidden);
  auto least = finding("shell-command", Severity::Note, Confidence::Low);
  CHECK(made({}).judge(least, {}) == Verdict::Reported);
}

TEST_CASE("a severity from the settings stands before the least level is asked") {
  Settings settings;
  settings.min_severity = Severity::Medium;
  settings.severities = {{find_rule("shell-command"), Severity::Low}};
  const Plan plan = made(settings);
  auto shell = finding("shell-command", Severity::High, Confidence::High);
  CHECK(plan.judge(shell, {}) == Verdict::Hidden);
  CHECK(shell.severity == Severity::Low);
}

TEST_CASE("rules are off for the paths that a pattern matches") {
  Settings settings;
  settings.folder = std::filesystem::current_path().string();
  settings.path_ignores = {{"tests/**", {"injection"}}, {"*_old.py", {"unsafe-yaml"}}};
  const Plan plan = made(settings);
  const auto is_off = [&](std::string_view path, std::string_view rule) {
    const Rules off = plan.rules_off(path);
    return std::ranges::find(off, find_rule(rule)) != off.end();
  };
  CHECK(is_off("tests/a/b.py", "shell-command"));
  CHECK(is_off("./x/../tests/b.py", "shell-command"));
  CHECK_FALSE(is_off("tests/a/b.py", "unsafe-yaml"));
  CHECK_FALSE(is_off("src/tests.py", "shell-command"));
  CHECK(is_off("src/deep/settings_old.py", "unsafe-yaml"));
  CHECK(is_off(settings.folder + "/tests/b.py", "shell-command"));
  CHECK_FALSE(is_off("/elsewhere/tests/b.py", "shell-command"));
  CHECK_FALSE(is_off("../tests/b.py", "shell-command"));
}

TEST_CASE("the exit code is decided by severity and confidence together") {
  const Plan usual = made({});
  CHECK(usual.fails(Severity::Medium, Confidence::Medium));
  CHECK_FALSE(usual.fails(Severity::Low, Confidence::High));
  CHECK_FALSE(usual.fails(Severity::High, Confidence::Low));
  Settings settings;
  settings.fail_on = av::engine::FailLevel{Severity::High, Confidence::Low};
  CHECK(made(settings).fails(Severity::High, Confidence::Low));
  CHECK_FALSE(made(settings).fails(Severity::Medium, Confidence::High));
}

TEST_CASE("what names no rule is an error") {
  Settings select;
  select.select = {"no-such-rule-at-all"};
  CHECK_FALSE(Plan::make(select, kToday));
  Settings paths;
  paths.path_ignores = {{"tests/**", {"no-such-rule-at-all"}}};
  CHECK_FALSE(Plan::make(paths, kToday));
}
