#pragma once
// patterned.h — a pattern for a test, run over a piece of Python.

#include "analysis/knowledge/rule_book.h"
#include "analysis/match/check.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/lines.h"
#include "analysis/text/source.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::match {

// Patterned is a rule whose page has the given [[pattern]] tables.
class Patterned {
 public:
  explicit Patterned(std::string_view patterns) : book_(book_of(patterns)) {}

  // only is a rule that finds `find`, and no more.
  static Patterned only(std::string_view find) {
    return Patterned("[[pattern]]\nfind = '''" + std::string(find) + "'''\n");
  }

  // found is what the rule reports.
  [[nodiscard]] std::vector<Finding> found(std::string_view code,
                                           const std::string& path = "sample.py",
                                           const Versions& versions = {}) const {
    text::Source source;
    source.path = path;
    source.text.assign(code);
    syntax::SyntaxArena arena;
    const syntax::Tree tree = syntax::parse(source.text.view(), {}, arena);
    names::FileNames names(tree);
    const knowledge::Rule* rule = &book_.rules()[0];
    const RuleSet rules(std::span(&rule, 1));
    const std::chrono::sys_days today = std::chrono::year(2026) / 7 / 1;
    return check_file({source, tree, names, rules, today, ForeignComments::Count, &versions})
        .findings;
  }

  // lines is where, as line numbers from 1.
  [[nodiscard]] std::vector<std::uint32_t> lines(std::string_view code,
                                                 const std::string& path = "sample.py",
                                                 const Versions& versions = {}) const {
    const text::LineIndex index(code);
    std::vector<std::uint32_t> out;
    for (const Finding& finding : found(code, path, versions)) {
      out.push_back(index.line_at(finding.span.start));
    }
    return out;
  }

 private:
  static knowledge::RuleBook book_of(std::string_view patterns) {
    const std::string front =
        "+++\nid = \"AV9001\"\nname = \"sample\"\ntitle = \"Sample\"\ncwes = [1]\n"
        "severity = \"medium\"\nconfidence = \"high\"\nsince = \"0.1\"\nstatus = \"stable\"\n"
        "message = \"found $MATCH\"\nmend = \"mend it\"\n";
    const std::string body =
        "+++\n## What it does\nx\n## Why it matters\nx\n## Vulnerable\n```python\n"
        "x  # error: sample\n```\n## Safe\n```python\nx\n```\n## What it misses\nx\n"
        "## How to mend it\nx\n## References\nx\n";
    auto page = knowledge::read_page("rules/sample.md", front + std::string(patterns) + body);
    const std::string message = page ? std::string() : page.error().message;
    INFO(message);
    REQUIRE(page.has_value());
    std::vector<knowledge::RulePage> pages;
    pages.push_back(*std::move(page));
    return knowledge::RuleBook(std::move(pages));
  }

  knowledge::RuleBook book_;
};

}  // namespace av::match
