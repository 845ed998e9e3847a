#include "analysis/report/gitlab.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

using av::report::write_gitlab;
using av::test::sample_result;
using nlohmann::json;

namespace {

std::string gitlab_text(const av::engine::ScanResult& result, std::string_view prefix = {}) {
  av::base::StringSink sink;
  write_gitlab(result, prefix, sink);
  return sink.text();
}

}  // namespace

TEST_CASE("a finding is an object, a file not analysed another") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings[0].fingerprint = {"abc", 2, ""};
  CHECK(json::parse(gitlab_text(result, "services/")) == json::parse(R"([
    {"description":
       "Command text from `name` is run by a shell; to mend it: Pass a list to subprocess.run",
     "check_name": "sample-rule", "fingerprint": "services/notes/export.py:abc:2",
     "severity": "critical",
     "location": {"path": "services/notes/export.py", "lines": {"begin": 23, "end": 23}}},
    {"description": "cannot read notes/locked.py: Permission denied",
     "check_name": "not-analysed", "fingerprint": "services/notes/locked.py:not-analysed",
     "severity": "major",
     "location": {"path": "services/notes/locked.py", "lines": {"begin": 1, "end": 1}}}])"));
}

TEST_CASE("nothing found is an empty array") {
  CHECK(gitlab_text({}) == "[]\n");
}

TEST_CASE("the same finding in two files has two fingerprints") {
  av::engine::ScanResult result = sample_result();
  result.files.push_back(result.files[1]);
  result.files.back().path = "other.py";
  std::set<std::string> fingerprints;
  const json report = json::parse(gitlab_text(result));
  for (const json& one : report) {
    fingerprints.insert(one["fingerprint"]);
  }
  CHECK(fingerprints.size() == report.size());
}

TEST_CASE("severities and cells") {
  av::engine::ScanResult result = sample_result();
  auto& finding = result.files[1].findings[0];
  finding.severity = av::knowledge::Severity::Note;
  finding.place.start.cell = finding.place.end.cell = 3;
  finding.place.start.file_line = finding.place.end.file_line = 70;
  const json one = json::parse(gitlab_text(result))[0];
  CHECK(one["severity"] == "info");
  CHECK(one["description"].get<std::string>().starts_with("cell 3, line 23: Command text"));
  CHECK(one["location"]["lines"]["begin"] == 70);
}

TEST_CASE("whatever is in a path or message stays text") {
  av::engine::ScanResult result = sample_result();
  result.files[1].path = "a\"\n\xFF.py";
  result.files[1].findings[0].message = "x\x1b[31m\"";
  const json one = json::parse(gitlab_text(result))[0];
  CHECK(one["location"]["path"] == "a\"\\x0a\\xff.py");
  CHECK(one["description"].get<std::string>().starts_with("x\\x1b[31m\""));
}
