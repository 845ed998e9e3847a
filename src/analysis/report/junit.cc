#include "analysis/report/junit.h"

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
  const std::string line = std::to_string(finding.place.start.line);
  const std::string place = line + ":" + std::to_string(finding.place.start.column);
  std::string text = "    <testcase";
  text += attribute("classname", file.path);
  text += attribute("name", std::string(finding.rule->name) + " at " + place);
  text += attribute("file", file.path) + attribute("line", line) + ">\n      <failure";
  text += attribute("type", name_of(finding.severity));
  const std::string mend = finding.mend.empty() ? "" : "; to mend it: " + finding.mend;
  return text + attribute("message", finding.message + mend) + "/>\n    </testcase>\n";
}

std::string counts(std::uint64_t tests, std::uint64_t failures, std::uint64_t errors) {
  return attribute("tests", std::to_string(tests)) +
         attribute("failures", std::to_string(failures)) +
         attribute("errors", std::to_string(errors));
}

std::string suite_of(const FileResult& file) {
  const std::uint64_t errors = file.error ? 1 : 0;
  std::string text = "  <testsuite" + attribute("name", file.path);
  text += counts(file.findings.size() + errors, file.findings.size(), errors) + ">\n";
  for (const ReportedFinding& finding : file.findings) {
    text += failure_of(file, finding);
  }
  if (file.error) {
    text += "    <testcase" + attribute("classname", file.path) + " name=\"analysis\">\n";
    text += "      <error" + attribute("message", file.error->message) + "/>\n    </testcase>\n";
  }
  return text + "  </testsuite>\n";
}

}  // namespace

void write_junit(const engine::ScanResult& result, base::Sink& sink) {
  const auto is_told = [](const FileResult& file) { return file.error || !file.findings.empty(); };
  const auto told = static_cast<std::uint64_t>(std::ranges::count_if(result.files, is_told));
  const std::uint64_t clean = result.totals.files > told ? result.totals.files - told : 0;
  const std::uint64_t tests = result.totals.findings + result.totals.skipped + 1;
  sink.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"antivenom\"" +
             counts(tests, result.totals.findings, result.totals.skipped) + ">\n");
  for (const FileResult& file : result.files) {
    if (is_told(file)) {
      sink.write(suite_of(file));
    }
  }
  sink.write("  <testsuite name=\"clean files\"" + counts(1, 0, 0) +
             ">\n    <testcase classname=\"antivenom\"" +
             attribute("name", std::to_string(clean) + " files without findings") +
             "/>\n  </testsuite>\n</testsuites>\n");
}

}  // namespace av::report
