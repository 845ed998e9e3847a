#include "analysis/knowledge/pattern_table.h"

#include "analysis/knowledge/page.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::knowledge::RulePage;

// Lines 1 to 11; what a test adds starts on line 12.
const std::string kFront =
    "+++\nid = \"AV9001\"\nname = \"sample\"\ntitle = \"Sample\"\ncwes = [1]\n"
    "severity = \"low\"\nconfidence = \"high\"\nsince = \"0.1\"\nstatus = \"stable\"\n"
    "message = \"found\"\nmend = \"mend it\"\n";
const std::string kBody =
    "+++\n## What it does\nx\n## Why it matters\nx\n## Vulnerable\n```python\n"
    "x  # error: sample\n```\n## Safe\n```python\nx\n```\n## What it misses\nx\n"
    "## How to mend it\nx\n## References\nx\n";

av::Result<RulePage> read(const std::string& patterns) {
  return av::knowledge::read_page("r/sample.md", kFront + patterns + kBody);
}

std::string refusal(const std::string& keys) {
  const auto page = read("[[pattern]]\n" + keys);
  return page ? "none" : page.error().message;
}

TEST_CASE("a pattern takes what it does not say from its page") {
  const auto page = read("[[pattern]]\nfind = 'a.f($X)'\nmessage = 'own $X'\nmark = '$X'\n");
  REQUIRE(page.has_value());
  REQUIRE(page->patterns.size() == 1);
  std::vector<av::knowledge::Constraint> kept;
  const av::knowledge::Pattern pattern = page->patterns[0].view(kept);
  CHECK(pattern.message == "own $X");
  CHECK(pattern.mend == "mend it");
  CHECK(pattern.severity == av::knowledge::Severity::Low);
  CHECK(pattern.line == 12);
  CHECK(pattern.mark == 0);
}

TEST_CASE("bits are a whole number, and defaults are counted or not") {
  const auto page = read(
      "[[pattern]]\nfind = 'a.f($X)'\nwhere.X = { bits = 0o002 }\n"
      "by_default = true\n");
  REQUIRE(page.has_value());
  CHECK(page->patterns[0].constraints[0].what.number == 2);
  CHECK(page->patterns[0].head.by_default);
  for (const char* wrong : {"0", "-1", "'2'", "1.5", "0x1_0000_0000"}) {
    const std::string keys = std::string("find = 'a.f($X)'\nwhere.X = { bits = ") + wrong + " }\n";
    CHECK(refusal(keys).ends_with("these are no bits"));
  }
  CHECK(refusal("find = 'a.f($X)'\nby_default = 1\n").ends_with("true or false belongs here"));
}

TEST_CASE("conditions are read with their comparisons") {
  const auto page = read(
      "[[pattern]]\nfind = 'a.f($X)'\nwhere.X = { compare = '>= 3', not = { literal = true } }\n"
      "python = '< 3.12'\nlibrary = ['pyyaml<6']\n");
  REQUIRE(page.has_value());
  const auto& pattern = page->patterns[0];
  REQUIRE(pattern.constraints.size() == 2);
  CHECK(pattern.constraints[0].what.number == 3);
  CHECK(pattern.constraints[0].what.comparison == av::knowledge::Comparison::GreaterEqual);
  CHECK(pattern.constraints[1].what.is_negated);
  REQUIRE(pattern.versions.size() == 2);
  CHECK(pattern.versions[1].library == "pyyaml");
  CHECK(pattern.versions[1].version == "6");
}

TEST_CASE("conditions that cost little are asked first") {
  using Sort = av::knowledge::ConstraintSort;
  const auto page = read(
      "[[pattern]]\nfind = 'a.f($X)'\n"
      "where.X = { from = 'remote', secret = true, literal = false, matches = 'g(...)' }\n");
  REQUIRE(page.has_value());
  std::vector<Sort> order;
  for (const auto& constraint : page->patterns[0].constraints) {
    order.push_back(constraint.what.sort);
  }
  CHECK(order == std::vector<Sort>{Sort::Secret, Sort::Literal, Sort::From, Sort::Matches});
}

TEST_CASE("errors say the line and what is wrong") {
  CHECK(refusal("find = 'a.f('\n").starts_with("r/sample.md:13: this is no Python"));
  CHECK(refusal("find = '''\nif $X:\n  $y\n'''\n") ==
        "r/sample.md:15: a metavariable is $ and capital letters");
  CHECK(refusal("unless = 'a.f()'\n") == "r/sample.md:12: a pattern has nothing to find");
  CHECK(refusal("find = 'a.f()'\nfnid = 'x'\n") == "r/sample.md:14: unknown key `fnid`");
  CHECK(refusal("find = 'a.f()'\nwhere.X = { literal = true }\n") ==
        "r/sample.md:14: no pattern has $X");
  CHECK(refusal("find = 'a.f($X)'\nwhere.X = { value = '(' }\n")
            .starts_with("r/sample.md:14: this is no regular expression"));
  CHECK(refusal("find = 'a.f($X)'\nwhere.X = { compare = '< x' }\n") ==
        "r/sample.md:14: this is no comparison");
  CHECK(refusal("find = 'a.f($X)'\nwhere.X = { from = 'x' }\n") ==
        "r/sample.md:14: this is no origin");
  CHECK(refusal("find = 'a.f($X)'\nwhere.X = { literl = true }\n") ==
        "r/sample.md:14: unknown key `literl`");
  CHECK(refusal("find = 'a.f()'\nmessage = 'no $X'\n") == "r/sample.md:14: no pattern has $X");
  CHECK(refusal("find = 'a.f()'\nmessage = 'Dot.'\n")
            .starts_with("r/sample.md:14: `message` must be one sentence"));
  CHECK(refusal("find = 'a.f()'\npython = 'new'\n") ==
        "r/sample.md:14: this is no range of versions");
  CHECK(refusal("find = 'a.f()'\nseverity = 'bad'\n") == "r/sample.md:14: unknown severity");
  CHECK(refusal("find = 'a.f()'\nwithin = 'here'\n") == "r/sample.md:14: this is no place");
  CHECK(refusal("find = 'a.f()'\nmark = 'X'\n") == "r/sample.md:14: a metavariable belongs here");
  CHECK(refusal("find = 7\n") == "r/sample.md:13: a text or a list of texts belongs here");
}

}  // namespace
