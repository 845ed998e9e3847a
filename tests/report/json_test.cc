#include "analysis/report/json.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using av::report::JsonOptions;
using av::report::write_json;
using av::test::sample_result;
using nlohmann::json;

namespace {

std::string json_of(const av::engine::ScanResult& result, const JsonOptions& options = {}) {
  av::base::StringSink sink;
  write_json(result, options, sink);
  return sink.text();
}

}  // namespace

TEST_CASE("the document says what it is and what was covered") {
  JsonOptions options;
  options.today = "2024-02-29";
  const json document = json::parse(json_of(sample_result(), options));
  CHECK(document["format"] == "antivenom-scan");
  CHECK(document["version"] == av::report::kJsonVersion);
  CHECK(document["today"] == "2024-02-29");
  CHECK(document["totals"]["files"] == 12);
  CHECK(document["totals"]["analysed"] == 11);
  CHECK(document["not_analysed"] == json::parse(R"([{"path": "notes/locked.py", "reason": "denied",
                         "message": "cannot read notes/locked.py: Permission denied"}])"));
  CHECK(document["partly_analysed"][0]["count"] == 3);
  CHECK(document["partly_analysed"][0]["remarks"][0]["start"]["column"] == 9);
  CHECK(document["limits"].empty());
  CHECK_FALSE(document.contains("silenced"));
}

TEST_CASE("a finding has all that a reader needs") {
  const json document = json::parse(json_of(sample_result()));
  REQUIRE(document["findings"].size() == 1);
  const json& finding = document["findings"][0];
  CHECK(finding["rule"] == "sample-rule");
  CHECK(finding["id"] == "AV900");
  CHECK(finding["severity"] == "high");
  CHECK(finding["confidence"] == "medium");
  CHECK(finding["cwe"] == json::parse("[78, 88]"));
  CHECK(finding["path"] == "notes/export.py");
  CHECK(finding["start"]["line"] == 23);
  CHECK(finding["end"]["column_utf16"] == 32);
  CHECK(finding["snippet"][0]["line"] == 23);
  CHECK(finding["snippet"][0]["text"] == "    os.system('tar cf ' + name)");
  CHECK(finding["snippet"].size() == 1);
  CHECK(finding["related"][0]["message"] == "`name` is bound here");
}

TEST_CASE("silenced findings are listed when asked for") {
  JsonOptions options;
  options.silenced = true;
  const json document = json::parse(json_of(sample_result(), options));
  CHECK(document["silenced"][0]["silenced"] ==
        json::parse(R"({"reason": "the name is checked above", "line": 22, "foreign": false})"));
}

TEST_CASE("an empty result is a whole document") {
  const std::string text = json_of({});
  CHECK(json::parse(text)["findings"].empty());
  CHECK(text.ends_with("}\n"));
}

TEST_CASE("what was left out is listed with the reason") {
  av::engine::ScanResult result;
  result.left_out = {{".venv", av::text::LeftOutReason::VirtualEnvironment}};
  CHECK(json::parse(json_of(result))["left_out"] ==
        json::parse(R"([{"path": ".venv", "reason": "virtual-environment"}])"));
}

TEST_CASE("the configuration that had a say is named") {
  av::engine::ScanResult result;
  CHECK(json::parse(json_of(result))["settings"].is_null());
  result.settings_source = "pyproject.toml";
  CHECK(json::parse(json_of(result))["settings"]["path"] == "pyproject.toml");
}

TEST_CASE("limits that were hit are listed") {
  av::engine::ScanResult result;
  result.limits = {{av::ErrorCode::LimitExceeded, "too many", "raise it"}};
  CHECK(json::parse(json_of(result))["limits"] ==
        json::parse(R"([{"reason": "limit", "message": "too many", "hint": "raise it"}])"));
}

TEST_CASE("the bytes are ASCII whatever stands in files and names") {
  av::engine::ScanResult result = sample_result();
  result.files[1].path = "caf\xe9\x1b.py";
  result.files[1].findings[0].message = "日本 \u202e \x1b[31m";
  const std::string text = json_of(result);
  CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); }));
  const json finding = json::parse(text)["findings"][0];
  CHECK(finding["path"] == "caf\\xe9\\x1b.py");
  CHECK(finding["path_base64"] == "Y2Fm6RsucHk=");
  CHECK(finding["message"] == "日本 \u202e \x1b[31m");
}

TEST_CASE("the way of a value is a list of places, in whatever file") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings = {av::test::traced_finding()};
  const json finding = json::parse(json_of(result))["findings"][0];
  CHECK(finding["more_sources"] == 2);
  REQUIRE(finding["trace"].size() == 2);
  CHECK(finding["trace"][0]["path"] == "notes/app.py");
  CHECK(finding["trace"][0]["start"]["line"] == 6);
  CHECK(finding["trace"][0]["message"] == "comes from what a client sends");
  CHECK(finding["trace"][0]["snippet"][0]["text"] == "name = request.args['n']");
  CHECK(finding["trace"][1]["path"] == "notes/export.py");
}
