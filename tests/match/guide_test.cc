// What the rules say of the guide's own snippets.
#include "tests/support/guide.h"

#include "tests/match/checked.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace {

using av::knowledge::Severity;
using av::match::Checked;
using av::match::Finding;
using av::test::GuideEntry;

bool has_cwe(const Finding& finding, const GuideEntry& entry) {
  return std::any_of(entry.cwes.begin(), entry.cwes.end(), [&finding](std::uint16_t cwe) {
    return std::find(finding.rule->cwes.begin(), finding.rule->cwes.end(), cwe) !=
           finding.rule->cwes.end();
  });
}

// meets: the entry is met by what was found.
bool meets(const GuideEntry& entry, const Checked& checked) {
  const auto found = checked.found();
  const auto& findings = checked.result().findings;
  bool speaks = false;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const bool inside = entry.first_line <= found[i].line && found[i].line <= entry.last_line;
    const bool counts = !entry.is_good || findings[i].severity >= Severity::Medium;
    speaks = speaks || (inside && counts && has_cwe(findings[i], entry));
  }
  return speaks != entry.is_good;
}

TEST_CASE("the guide's snippets yield what they must") {
  const auto entries = av::test::read_guide();
  if (entries.empty()) {
    MESSAGE("skipped: ../shared/guide is not there");
    return;
  }
  for (const GuideEntry& entry : entries) {
    if (!entry.file.ends_with(".py")) {
      continue;
    }
    CHECK_MESSAGE(meets(entry, Checked(entry.code, {.path = entry.file})),
                  entry.file << ", section " << entry.section << ", lines " << entry.first_line
                             << " to " << entry.last_line);
  }
}

}  // namespace
