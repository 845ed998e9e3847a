#include "analysis/report/sarif.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>

using av::report::SarifOptions;
using av::test::sample_finding;
using av::test::sample_result;
using nlohmann::json;

namespace {

json run_of(const av::engine::ScanResult& result, const SarifOptions& options = {}) {
  av::base::StringSink sink;
  write_sarif(result, options, sink);
  json log = json::parse(sink.text());
  CHECK(log["version"] == "2.1.0");
  CHECK(log["runs"].size() == 1);
  return log["runs"][0];
}

// many has `count` findings, every tenth of them high and the others low.
av::engine::ScanResult many(std::size_t count) {
  av::engine::ScanResult result;
  av::engine::FileResult file;
  file.path = "a.py";
  for (std::size_t i = 0; i < count; ++i) {
    av::engine::ReportedFinding finding = sample_finding();
    finding.severity = i % 10 == 9 ? av::knowledge::Severity::High : av::knowledge::Severity::Low;
    file.findings.push_back(std::move(finding));
  }
  result.files.push_back(std::move(file));
  return result;
}

}  // namespace

TEST_CASE("a result says where, how bad, and what of it is known") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings[0].fingerprint = {"abc", 2, "123:1"};
  const json run = run_of(result);
  const json& found = run["results"][0];
  CHECK(found["ruleId"] == "AV900");
  CHECK(run["tool"]["driver"]["rules"][found["ruleIndex"].get<std::size_t>()]["id"] == "AV900");
  CHECK(found["level"] == "error");
  CHECK(found["message"]["text"] ==
        "Command text from `name` is run by a shell. To mend it: Pass a list to subprocess.run. "
        "[`name` is bound here](1).");
  const json& place = found["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "notes/export.py");
  CHECK(place["artifactLocation"]["uriBaseId"] == "%SRCROOT%");
  const auto index = place["artifactLocation"]["index"].get<std::size_t>();
  CHECK(run["artifacts"][index]["location"]["uri"] == "notes/export.py");
  CHECK(place["region"] == json::parse(R"json({"startLine": 23, "startColumn": 5, "endLine": 23,
        "endColumn": 32, "snippet": {"text": "    os.system('tar cf ' + name)"
}
})json"));
  CHECK(found["relatedLocations"][0]["id"] == 1);
  CHECK(found["partialFingerprints"]["primaryLocationLineHash"] == "123:1");
  CHECK(found["partialFingerprints"]["antivenom/v1"] == "abc:2");
  CHECK_FALSE(found.contains("suppressions"));
  CHECK(run["results"][1]["suppressions"][0]["kind"] == "inSource");
  CHECK(run["results"][1]["suppressions"][0]["justification"] == "the name is checked above");
}

TEST_CASE("a rule carries its weaknesses and what GitHub sorts by") {
  const json run = run_of(sample_result());
  const json& rule = run["tool"]["driver"]["rules"][0];
  CHECK(rule["properties"]["tags"] ==
        json::parse(R"(["security", "external/cwe/cwe-078", "external/cwe/cwe-088"])"));
  CHECK(rule["properties"]["security-severity"].is_string());
  CHECK(rule["helpUri"] == "https://cwe.mitre.org/data/definitions/78.html");
  for (const json& relation : rule["relationships"]) {
    const auto index = relation["target"]["index"].get<std::size_t>();
    CHECK(run["taxonomies"][0]["taxa"][index]["id"] == relation["target"]["id"]);
  }
}

TEST_CASE("what was not analysed is told") {
  SarifOptions options;
  options.exit_code = 1;
  const json run = run_of(sample_result(), options);
  const json& invocation = run["invocations"][0];
  CHECK(invocation["exitCode"] == 1);
  CHECK_FALSE(invocation.contains("startTimeUtc"));
  const json& told = invocation["toolExecutionNotifications"];
  REQUIRE(told.size() == 2);
  CHECK(told[0]["level"] == "warning");
  CHECK(told[0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2);
  CHECK(told[1]["level"] == "error");
  CHECK(told[1]["message"]["text"] == "cannot read notes/locked.py: Permission denied.");
}

TEST_CASE("paths are URIs from the root of the repository, or absolute") {
  av::engine::ScanResult result = sample_result();
  result.files[1].path = "../lib/a b\xC3\xA9.py";
  const auto uri_of = [](const json& run) {
    return run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
  };
  SarifOptions options;
  options.prefix = "services/api/";
  CHECK(uri_of(run_of(result, options))["uri"] == "services/lib/a%20b%C3%A9.py");
  result.files[1].path = "/srv/x.py";
  const json absolute = uri_of(run_of(result));
  CHECK(absolute["uri"] == "file:///srv/x.py");
  CHECK_FALSE(absolute.contains("uriBaseId"));
}

TEST_CASE("the category and the revision are recorded when they are known") {
  SarifOptions options;
  options.category = "nightly";
  options.revision = av::engine::Revision{"https://example.org/a.git", "0123abc", "main"};
  options.started = "2024-02-29T00:00:00Z";
  options.ended = "2024-02-29T00:00:01Z";
  const json run = run_of(sample_result(), options);
  CHECK(run["automationDetails"]["id"] == "antivenom/scan/nightly/");
  CHECK(run["versionControlProvenance"][0]["revisionId"] == "0123abc");
  CHECK(run["invocations"][0]["endTimeUtc"] == "2024-02-29T00:00:01Z");
  options.revision->repository.clear();
  CHECK_FALSE(run_of(sample_result(), options).contains("versionControlProvenance"));
}

TEST_CASE("of more results than GitHub keeps the worst come first, and that is said") {
  const json few = run_of(many(av::report::kGithubResults));
  CHECK(few["results"][0]["level"] == "note");
  CHECK(few["invocations"][0]["toolExecutionNotifications"].empty());

  const json run = run_of(many(av::report::kGithubResults + 1));
  CHECK(run["results"].size() == av::report::kGithubResults + 1);
  CHECK(run["results"][0]["level"] == "error");
  CHECK(run["results"].back()["level"] == "note");
  CHECK(run["invocations"][0]["toolExecutionNotifications"].size() == 1);

  const json cut = run_of(many(av::report::kSarifResults + 10));
  CHECK(cut["results"].size() == av::report::kSarifResults);
  CHECK(cut["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
        "Of 25010 results only the worst 25000 are here.");
}

TEST_CASE("a snippet that is not whole is left out") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings[0].excerpt[1].cut_after = true;
  CHECK_FALSE(run_of(result)["results"][0]["locations"][0]["physicalLocation"]["region"].contains(
      "snippet"));
}

TEST_CASE("the way of a value is a code flow, its source a related location") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings = {av::test::traced_finding()};
  const json found = run_of(result)["results"][0];
  const json steps = found["codeFlows"][0]["threadFlows"][0]["locations"];
  REQUIRE(steps.size() == 2);
  const json source = steps[0]["location"];
  CHECK(source["physicalLocation"]["artifactLocation"]["uri"] == "notes/app.py");
  CHECK(source["physicalLocation"]["region"]["startLine"] == 6);
  CHECK(source["message"]["text"] == "comes from what a client sends");
  REQUIRE(found["relatedLocations"].size() == 1);
  CHECK(found["relatedLocations"][0]["id"] == 1);
  CHECK(found["message"]["text"].get<std::string>().ends_with(
      "[The value comes from what a client sends](1)."));
}
