#include "analysis/report/summary.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using av::report::coverage_text;
using av::report::findings_text;
using av::report::statistics_text;
using av::test::sample_result;

TEST_CASE("coverage names what was not analysed and why") {
  CHECK(coverage_text(sample_result()) ==
        "12 files, 345 lines; 1 not analysed; 1 only in part:\n"
        "  cannot read notes/locked.py: Permission denied\n"
        "  notes/broken.py:\n"
        "    line 2: this bracket is never closed\n"
        "    and 2 more places\n");
}

TEST_CASE("of more than three files in part only the first place is named") {
  av::engine::ScanResult result = sample_result();
  const av::engine::FileResult broken = *std::ranges::find(
      result.files, av::engine::FileState::Partly, &av::engine::FileResult::state);
  result.files.insert(result.files.end(), 3, broken);
  CHECK(coverage_text(result).ends_with(
      "  notes/broken.py: 3 places, line 2: this bracket is never closed, ...\n"));
}

TEST_CASE("full coverage is one line") {
  av::engine::ScanResult result;
  result.totals.files = 1;
  result.totals.lines = 2;
  CHECK(coverage_text(result) == "1 file, 2 lines\n");
}

TEST_CASE("what was left out is counted by reason, but for what is in every folder") {
  using av::text::LeftOutReason;
  av::engine::ScanResult result;
  result.left_out = {{"a/build", LeftOutReason::BuildOutput},
                     {"b", LeftOutReason::GitIgnored},
                     {"c", LeftOutReason::GitIgnored},
                     {".git", LeftOutReason::VersionControl},
                     {"__pycache__", LeftOutReason::Cache}};
  CHECK(coverage_text(result) ==
        "0 files, 0 lines\nleft out: ignored by git (2), build output (1)\n");
}

TEST_CASE("the configuration that had a say is named") {
  av::engine::ScanResult result;
  result.settings_source = "pyproject.toml";
  CHECK(coverage_text(result) == "0 files, 0 lines\nsettings: pyproject.toml\n");
}

TEST_CASE("of many files the first ten are named and the rest counted") {
  av::engine::ScanResult result;
  for (int i = 0; i < 25; ++i) {
    av::engine::FileResult file;
    file.path = "file" + std::to_string(i) + ".py";
    file.state = av::engine::FileState::Skipped;
    file.error = av::Error{av::ErrorCode::Io, "cannot read " + file.path, {}};
    result.files.push_back(file);
  }
  result.totals.files = result.totals.skipped = 25;
  const std::string text = coverage_text(result);
  CHECK(text.find("  cannot read file9.py\n") != std::string::npos);
  CHECK(text.find("file10.py") == std::string::npos);
  CHECK(text.find("  and 15 more; --format json names all\n") != std::string::npos);
}

TEST_CASE("limits and names are safe to print") {
  av::engine::ScanResult result;
  result.limits = {{av::ErrorCode::LimitExceeded, "stopped at \x1b[31m", "try \x07"}};
  CHECK(coverage_text(result) == "0 files, 0 lines\nstopped at \\x1b[31m\n  try \\x07\n");
}

TEST_CASE("findings are counted by severity, the worst first") {
  CHECK(findings_text({}) == "no findings\n");
  av::engine::ScanResult result = sample_result();
  av::engine::ReportedFinding low = av::test::sample_finding();
  low.severity = av::knowledge::Severity::Low;
  result.files[1].findings.push_back(low);
  result.totals.findings = 2;
  result.totals.hidden = 4;
  result.totals.foreign_comments = 1;
  CHECK(findings_text(result) ==
        "2 findings (1 high, 1 low); 1 silenced by comments; 4 below the level asked for\n"
        "1 comment for other scanners (# nosec, # noqa: S...) not heeded; --honor-nosec heeds "
        "them\n");
}

TEST_CASE("statistics list rules, most findings first") {
  CHECK(statistics_text({}).empty());
  CHECK(statistics_text(sample_result()) == "      1  AV900  sample-rule\n");
}
