#include "analysis/report/rule_page.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <string>

using av::knowledge::builtin_rules;
using av::knowledge::Rule;
using av::report::MarkdownLook;
using av::report::Painter;

namespace {

const MarkdownLook kPlain = {Painter(Painter::Colour::Off), 80};
constexpr std::array<std::uint16_t, 1> kOneCwe = {78};

Rule sample() {
  Rule rule;
  rule.id = "AV900";
  rule.name = "sample-rule";
  rule.chapter = "samples";
  rule.title = "A sample";
  rule.since = "0.1";
  rule.cwes = kOneCwe;
  rule.page =
      "+++\nid = \"AV900\"\n+++\n\n## What it does\n\nFinds **samples**.\n\n## Vulnerable\n\n"
      "```python\nx = 1  # error: sample-rule\n```\n";
  return rule;
}

}  // namespace

TEST_CASE("a page shows its facts and headings, and says which lines are reported") {
  CHECK(av::report::rule_page_text(sample(), kPlain) ==
        "AV900 sample-rule: A sample\n"
        "medium severity, medium confidence, CWE-78, chapter samples, since 0.1\n"
        "\nWhat it does\n  Finds samples.\n"
        "\nVulnerable\n    x = 1  # <- reported\n");
}

TEST_CASE("every page of the catalog shows its seven headings and no mark-up") {
  for (const Rule& rule : builtin_rules()) {
    const std::string text = av::report::rule_page_text(rule, kPlain);
    for (const char* const heading :
         {"\nWhat it does\n", "\nWhy it matters\n", "\nVulnerable\n", "\nSafe\n",
          "\nWhat it misses\n", "\nHow to mend it\n", "\nReferences\n"}) {
      CHECK_MESSAGE(text.find(heading) != std::string::npos, rule.name, heading);
    }
    CHECK(text.find("```") == std::string::npos);
    CHECK(text.find("+++") == std::string::npos);
    CHECK(text.find("# error:") == std::string::npos);
  }
}

TEST_CASE("the list is a line a rule, in columns") {
  const Rule first = sample();
  Rule second = sample();
  second.id = "AV901";
  second.name = "rule";
  second.severity = av::knowledge::Severity::Low;
  const std::array<const Rule*, 2> rules = {&first, &second};
  CHECK(av::report::rule_list_text(rules, kPlain) ==
        "AV900  sample-rule  samples  medium  A sample\n"
        "AV901  rule         samples  low     A sample\n");
}

TEST_CASE("the list as JSON has the facts of every rule") {
  const Rule rule = sample();
  const std::array<const Rule*, 1> rules = {&rule};
  const auto list = nlohmann::json::parse(av::report::rule_list_json(rules));
  REQUIRE(list.size() == 1);
  CHECK(list[0]["id"] == "AV900");
  CHECK(list[0]["rule"] == "sample-rule");
  CHECK(list[0]["cwe"] == nlohmann::json::parse("[78]"));
  CHECK(list[0]["severity"] == "medium");
}
