#include "analysis/knowledge/page.h"
#include "analysis/knowledge/rule.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using av::knowledge::builtin_rules;
using av::knowledge::Heading;
using av::knowledge::Rule;
using av::knowledge::RulePage;

RulePage read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  auto page = av::knowledge::read_page(path.generic_string(), std::move(text));
  INFO(path.generic_string());
  REQUIRE(page.has_value());
  return *std::move(page);
}

std::vector<RulePage> pages_of_the_catalog() {
  std::vector<RulePage> pages;
  for (const auto& entry : fs::recursive_directory_iterator("catalog/rules")) {
    if (entry.path().extension() == ".md") {
      pages.push_back(read_file(entry.path()));
    }
  }
  std::sort(pages.begin(), pages.end(),
            [](const RulePage& a, const RulePage& b) { return a.id < b.id; });
  return pages;
}

void check_same_rule(const Rule& rule, const RulePage& page) {
  CAPTURE(page.path);
  CHECK(rule.id == page.id);
  CHECK(rule.name == page.name);
  CHECK(rule.chapter == page.chapter);
  CHECK(rule.title == page.title);
  CHECK(std::equal(rule.cwes.begin(), rule.cwes.end(), page.cwes.begin(), page.cwes.end()));
  CHECK(rule.severity == page.severity);
  CHECK(rule.confidence == page.confidence);
  CHECK(rule.guide_section == page.guide);
  CHECK(rule.since == page.since);
  CHECK(rule.status == page.status);
  CHECK(rule.what == page.section(Heading::What));
  CHECK(rule.why == page.section(Heading::Why));
  CHECK(rule.misses == page.section(Heading::Misses));
  CHECK(rule.mend == page.section(Heading::Mend));
  CHECK(rule.references == page.section(Heading::References));
  CHECK(rule.page == page.text);
  REQUIRE(rule.examples.size() == page.examples.size());
  for (std::size_t i = 0; i < rule.examples.size(); ++i) {
    CHECK(rule.examples[i].code == page.text_of(page.examples[i].code));
    CHECK(rule.examples[i].page_line == page.examples[i].line);
    CHECK(rule.examples[i].vulnerable == page.examples[i].vulnerable);
  }
}

TEST_CASE("the linked table is what the pages say") {
  const std::vector<RulePage> pages = pages_of_the_catalog();
  REQUIRE(builtin_rules().size() == pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) {
    check_same_rule(builtin_rules()[i], pages[i]);
  }
}

TEST_CASE("a rule is found by id and by name") {
  for (const Rule& rule : builtin_rules()) {
    CHECK(av::knowledge::find_rule(rule.id) == &rule);
    CHECK(av::knowledge::find_rule(rule.name) == &rule);
  }
  CHECK(av::knowledge::find_rule("no-such-rule") == nullptr);
  CHECK(av::knowledge::find_rule("") == nullptr);
}

}  // namespace
