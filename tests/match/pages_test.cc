// Runs the examples of every rule page, and the fixtures of tests/rules/<rule>/.
#include "analysis/knowledge/rule.h"
#include "analysis/match/dispatch.h"
#include "analysis/match/rule_code.h"
#include "tests/match/checked.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using av::knowledge::Rule;
using av::match::Checked;

std::string with_crlf(std::string_view code) {
  std::string out;
  for (const char c : code) {
    out += c == '\n' ? "\r\n" : std::string(1, c);
  }
  return out;
}

// All rules are on; what this one finds is compared.
std::vector<av::test::Found> found_by(std::string_view rule, std::string_view code) {
  std::vector<av::test::Found> found = Checked(code).found();
  std::erase_if(found, [rule](const av::test::Found& one) { return one.rule != rule; });
  return found;
}

void check_code(std::string_view rule, std::string_view code, const std::string& where) {
  const auto expected = av::test::read_expectations(code);
  const auto found = found_by(rule, code);
  for (const std::string& disagreement : av::test::disagreements(expected, found)) {
    FAIL_CHECK(where << ": " << disagreement);
  }
  CHECK_MESSAGE(found_by(rule, with_crlf(code)) == found,
                where << ": carriage returns change the result");
}

// Pages with flows are tried in tests/engine/rule_trial_test.cc.
TEST_CASE("every page's examples are found or not, as the page says") {
  for (const Rule& rule : av::knowledge::builtin_rules()) {
    if (!rule.flows.empty()) {
      continue;
    }
    for (const av::knowledge::Example& example : rule.examples) {
      check_code(rule.name, example.code,
                 std::string(rule.name) + ".md:" + std::to_string(example.page_line));
    }
  }
}

TEST_CASE("every rule's fixtures are found or not, as they say") {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator("tests/rules")) {
    if (entry.path().extension() != ".py") {
      continue;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string code{std::istreambuf_iterator<char>(in), {}};
    const std::string rule = entry.path().parent_path().filename().string();
    INFO(entry.path().string());
    REQUIRE(av::knowledge::find_rule(rule) != nullptr);
    REQUIRE_FALSE(av::test::read_expectations(code).empty());
    check_code(rule, code, entry.path().string());
    ++count;
  }
  CHECK(count > 0);
}

TEST_CASE("every rule has code, patterns or flows, and every code a page") {
  for (const Rule& rule : av::knowledge::builtin_rules()) {
    const auto codes = av::match::rule_codes();
    const bool has_code = std::any_of(
        codes.begin(), codes.end(), [&rule](const auto* code) { return code->name == rule.name; });
    const bool has_some = has_code || !rule.patterns.empty() || !rule.flows.empty();
    CHECK_MESSAGE(has_some != (rule.name == av::match::kIgnoreRule), rule.name);
  }
  for (const av::match::RuleCode* code : av::match::rule_codes()) {
    CHECK_MESSAGE(av::knowledge::find_rule(code->name) != nullptr, code->name);
  }
}

}  // namespace
