#include "analysis/knowledge/page.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::knowledge::Heading;
using av::knowledge::RulePage;

const std::string kPageFront =
    "+++\n"
    "id = \"AV999\"\n"
    "name = \"sample-rule\"\n"
    "title = \"A sample\"\n"
    "cwes = [78, 88]\n"
    "severity = \"high\"\n"
    "confidence = \"low\"\n"
    "guide = \"1.1\"\n"
    "since = \"0.1\"\n"
    "status = \"preview\"\n"
    "+++\n";

const std::string kPageBody =
    "\n"
    "## What it does\n\nFinds samples.\n\n"
    "## Why it matters\n\nSamples hurt.\n\n"
    "## Vulnerable\n\nFirst this:\n\n"
    "```python\n"
    "# a comment, no heading\n"
    "sample()  # error: sample-rule\n"
    "```\n\n"
    "## Safe\n\n```python\nother()\n```\n\n"
    "## What it misses\n\nMost.\n\n"
    "## How to mend it\n\n```sh\nrm it\n```\n\n"
    "## References\n\n- a book\n";

av::Result<RulePage> read_page(const std::string& text,
                               const std::string& path = "catalog/rules/samples/sample-rule.md") {
  return av::knowledge::read_page(path, text);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The message of a page that must be refused.
std::string page_refusal(const std::string& text) {
  const auto page = read_page(text);
  REQUIRE_FALSE(page.has_value());
  CHECK_FALSE(page.error().hint.empty());
  return page.error().message;
}

std::string page_refusal(const std::string& from, const std::string& to) {
  return page_refusal(replaced(kPageFront + kPageBody, from, to));
}

constexpr const char* kPath = "catalog/rules/samples/sample-rule.md:";

TEST_CASE("a good page is read whole") {
  const auto page = read_page(kPageFront + kPageBody);
  REQUIRE(page.has_value());
  CHECK(page->id == "AV999");
  CHECK(page->name == "sample-rule");
  CHECK(page->chapter == "samples");
  CHECK(page->title == "A sample");
  CHECK(page->cwes == std::vector<std::uint16_t>{78, 88});
  CHECK(page->severity == av::knowledge::Severity::High);
  CHECK(page->confidence == av::knowledge::Confidence::Low);
  CHECK(page->status == av::knowledge::Status::Preview);
  CHECK(page->guide == "1.1");
  CHECK(page->since == "0.1");
  CHECK(page->section(Heading::What) == "Finds samples.");
  CHECK(page->section(Heading::Mend) == "```sh\nrm it\n```");
  CHECK(page->section(Heading::References) == "- a book");
}

TEST_CASE("examples know their code, line and sort") {
  const auto page = read_page(kPageFront + kPageBody);
  REQUIRE(page.has_value());
  REQUIRE(page->examples.size() == 2);
  CHECK(page->text_of(page->examples[0].code) ==
        "# a comment, no heading\nsample()  # error: sample-rule\n");
  CHECK(page->examples[0].line == 26);
  CHECK(page->examples[0].vulnerable);
  CHECK(page->text_of(page->examples[1].code) == "other()\n");
  CHECK_FALSE(page->examples[1].vulnerable);
}

TEST_CASE("the guide's section may be left out") {
  const auto page = read_page(replaced(kPageFront + kPageBody, "guide = \"1.1\"\n", ""));
  REQUIRE(page.has_value());
  CHECK(page->guide.empty());
}

TEST_CASE("a fault is named with its line") {
  CHECK(page_refusal("\"preview\"\n+++\n", "\"preview\"\n") ==
        std::string(kPath) + "1: the front matter does not end");
  CHECK(page_refusal("## Why it matters", "## Why it maters") ==
        std::string(kPath) + "17: unexpected heading `Why it maters`");
  CHECK(page_refusal("## Why it matters", "# Why it matters") ==
        std::string(kPath) + "17: unexpected heading `# Why it matters`");
  CHECK(page_refusal("Finds samples.", "") ==
        std::string(kPath) + "13: nothing is said under `What it does`");
  CHECK(page_refusal("## References\n\n- a book\n", "") ==
        std::string(kPath) + "45: a heading is missing");
  CHECK(page_refusal("- a book\n", "- a book\n## More\n") ==
        std::string(kPath) + "49: unexpected heading `More`");
  CHECK(page_refusal("\n## What it does", "Hello\n## What it does") ==
        std::string(kPath) + "12: text before the first heading");
}

TEST_CASE("a misspelt heading is recognised") {
  const auto page =
      read_page(replaced(kPageFront + kPageBody, "## Why it matters", "## Why it maters"));
  REQUIRE_FALSE(page.has_value());
  CHECK(page.error().hint == "did you mean ## Why it matters?");
}

TEST_CASE("examples must mark what is found") {
  CHECK(page_refusal("  # error: sample-rule", "") ==
        std::string(kPath) + "25: a vulnerable example marks nothing");
  CHECK(page_refusal("# error: sample-rule", "# error: another-rule") ==
        std::string(kPath) + "25: a vulnerable example marks nothing");
  CHECK(page_refusal("other()", "other()  # error: sample-rule") ==
        std::string(kPath) + "32: a safe example expects an error");
  CHECK(page_refusal("```python\nother()\n```\n", "nothing\n") ==
        std::string(kPath) + "30: no example");
  CHECK(page_refusal("```python\nother", "```\nother") ==
        std::string(kPath) + "32: an example must be Python");
  CHECK(page_refusal("rm it\n```", "rm it\n") ==
        std::string(kPath) + "42: the fenced block does not end");
}

TEST_CASE("the file's name is the rule's") {
  CHECK_FALSE(read_page(kPageFront + kPageBody, "catalog/rules/samples/other.md").has_value());
  CHECK_FALSE(read_page(kPageFront + kPageBody, "sample-rule.md").has_value());
}

TEST_CASE("odd bytes are refused") {
  CHECK(page_refusal(std::string()) == std::string(kPath) + "1: the front matter is missing");
  CHECK(page_refusal("\n## What", "\r\n## What") ==
        std::string(kPath) + "1: the page has carriage returns");
  CHECK(page_refusal(kPageFront + kPageBody + std::string(70000, 'x')) ==
        std::string(kPath) + "1: the page is larger than 64 KiB");
}

TEST_CASE("two pages share neither id nor name") {
  std::vector<RulePage> pages;
  for (int i = 0; i < 2; ++i) {
    auto page = read_page(kPageFront + kPageBody);
    REQUIRE(page.has_value());
    pages.push_back(*std::move(page));
  }
  const std::string id = pages[1].id;
  pages[1].id = "AV998";
  CHECK_FALSE(av::knowledge::find_clash(pages).has_value());
  pages[1].name = "other-rule";
  CHECK(av::knowledge::find_clash(pages).has_value());
  pages[1].id = id;
  CHECK_FALSE(av::knowledge::find_clash(pages).has_value());
}

}  // namespace
