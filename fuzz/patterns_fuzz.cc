// Up to a NUL the [[pattern]] tables of a page, behind it Python: a page that can be read finds the
// same twice, and every place it marks lies in the text.

#include "analysis/knowledge/rule_book.h"
#include "analysis/match/check.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/source.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using av::match::Finding;

constexpr std::string_view kFront =
    "+++\nid = \"AV9001\"\nname = \"sample\"\ntitle = \"Sample\"\ncwes = [1]\n"
    "severity = \"medium\"\nconfidence = \"high\"\nsince = \"0.1\"\nstatus = \"stable\"\n"
    "message = \"found $MATCH\"\nmend = \"mend it\"\n";
constexpr std::string_view kBody =
    "\n+++\n## What it does\nx\n## Why it matters\nx\n## Vulnerable\n```python\n"
    "x  # error: sample\n```\n## Safe\n```python\nx\n```\n## What it misses\nx\n"
    "## How to mend it\nx\n## References\nx\n";

std::vector<Finding> found(const av::match::RuleSet& rules, std::string_view code) {
  const av::text::Source source = av::text::decode("sample.py", code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(source.text.view(), {}, arena);
  av::names::FileNames names(tree);
  const std::chrono::sys_days today = std::chrono::year(2026) / 7 / 1;
  std::vector<Finding> all = av::match::check_file({source, tree, names, rules, today}).findings;
  for (const Finding& finding : all) {
    if (finding.span.start > finding.span.end || finding.span.end > source.text.text().size()) {
      std::abort();
    }
  }
  return all;
}

bool is_same(const Finding& a, const Finding& b) {
  return a.span.start == b.span.start && a.span.end == b.span.end && a.message == b.message;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  std::string text(kFront);
  text.append(bytes.substr(0, end)).append(kBody);
  auto page = av::knowledge::read_page("rules/sample.md", std::move(text));
  if (!page) {
    return 0;
  }
  std::vector<av::knowledge::RulePage> pages;
  pages.push_back(*std::move(page));
  const av::knowledge::RuleBook book(std::move(pages));
  const av::knowledge::Rule* rule = &book.rules()[0];
  const av::match::RuleSet rules(std::span(&rule, 1));
  const std::string_view code = bytes.substr(std::min(end + 1, bytes.size()));
  if (!std::ranges::equal(found(rules, code), found(rules, code), is_same)) {
    std::abort();
  }
  return 0;
}
