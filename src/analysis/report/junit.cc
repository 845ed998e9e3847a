#include "analysis/report/junit.h"

#include "analysis/report/place_text.h"
#include "analysis/report/trace_text.h"
#include "base/printable.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace av::report {
namespace {

using engine::FileResult;
using engine::ReportedFinding;

// attribute is ` name="value"`.  Control characters, which XML 1.0 has no way to write, are shown
// as escapes, as are those that hide text.
std::string attribute(std::string_view name, std::string_view value) {
  std::string text = " " + std::string(name) + "=\"";
  for (const char c : base::printable(value)) {
    switch (c) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '"':
        text += "&quot;";
        break;
      default:
        text += c;
    }
  }
  return text + "\"";
}

std::string failure_of(const FileResult& file, const ReportedFinding& finding) {
  const std::string line = std::to_string(line_in_file(finding.place.start));
  const std::string place = place_text(finding.place.start);
  std::string text = "    <testcase";
  text += attribute("classname", file.path);
  text += attribute("name", std::string(finding.rule->name) + " at " + place);
  text += attribute("file", file.path) + attribute("line", line) + ">\n      <failure";
  text += attribute("type", name_of(finding.severity));
  const std::string mend = finding.mend.empty() ? "" : "; to mend it: " + finding.mend;
  const std::string source = source_note(file, finding);
  const std::string from = source.empty() ? source : "; " + source;
  return text + attribute("message", finding.message + from + mend) + "/>\n    </testcase>\n";
}

// Counts is what a suite, or all of them, holds.
struct Counts {
  std::uint64_t findings = 0;
  std::uint64_t errors = 0;   // files not analysed
  std::uint64_t skipped = 0;  // files analysed only in part
  std::uint64_t passed = 0;

  // The schema has no `skipped` for all suites together.
  [[nodiscard]] std::string attributes() const {
    return attribute("tests", std::to_string(findings + errors + skipped + passed)) +
           attribute("failures", std::to_string(findings)) +
           attribute("errors", std::to_string(errors));
  }
  [[nodiscard]] std::string suite_attributes() const {
    return attributes() + attribute("skipped", std::to_string(skipped));
  }
};

// analysis_case tells that a file was not analysed, or not all of it.
std::string analysis_case(const FileResult& file) {
  std::string text = "    <testcase" + attribute("classname", file.path) + " name=\"analysis\">\n";
  if (file.error) {
    text += "      <error" + attribute("message", file.error->message);
  } else {
    const std::string line = line_words(file.remarks.front().place.start);
    text += "      <skipped" + attribute("message", "analysed only in part, from " + line + ": " +
                                                        file.remarks.front().message);
  }
  return text + "/>\n    </testcase>\n";
}

std::string suite_of(const FileResult& file) {
  Counts counts;
  counts.findings = file.findings.size();
  counts.errors = file.error ? 1 : 0;
  counts.skipped = !file.error && !file.remarks.empty() ? 1 : 0;
  std::string text =
      "  <testsuite" + attribute("name", file.path) + counts.suite_attributes() + ">\n";
  for (const ReportedFinding& finding : file.findings) {
    text += failure_of(file, finding);
  }
  if (counts.errors + counts.skipped > 0) {
    text += analysis_case(file);
  }
  return text + "  </testsuite>\n";
}

bool is_told(const FileResult& file) {
  return file.error || !file.remarks.empty() || !file.findings.empty();
}

}  // namespace

void write_junit(const engine::ScanResult& result, base::Sink& sink) {
  const engine::Totals& totals = result.totals;
  const auto told = static_cast<std::uint64_t>(std::ranges::count_if(result.files, is_told));
  const std::uint64_t clean = totals.files > told ? totals.files - told : 0;
  const Counts all = {totals.findings, totals.skipped, totals.partly, 1};
  sink.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"antivenom\"" +
             all.attributes() + ">\n");
  for (const FileResult& file : result.files) {
    if (is_told(file)) {
      sink.write(suite_of(file));
    }
  }
  const Counts one = {0, 0, 0, 1};
  sink.write("  <testsuite name=\"clean files\"" + one.suite_attributes() +
             ">\n    <testcase classname=\"antivenom\"" +
             attribute("name", std::to_string(clean) + " files with nothing to report") +
             "/>\n  </testsuite>\n</testsuites>\n");
}

}  // namespace av::report
