#include "analysis/engine/verdict.h"

#include <doctest/doctest.h>

#include <utility>

using av::engine::FailLevel;
using av::engine::fails;
using av::engine::FileResult;
using av::engine::is_incomplete;
using av::engine::Plan;
using av::engine::ReportedFinding;
using av::engine::ScanResult;
using av::engine::Settings;
using av::knowledge::Confidence;
using av::knowledge::Severity;

namespace {

ScanResult with_finding(Severity severity, Confidence confidence) {
  ScanResult result;
  ReportedFinding finding;
  finding.severity = severity;
  finding.confidence = confidence;
  FileResult file;
  file.findings.push_back(std::move(finding));
  result.files.push_back(std::move(file));
  return result;
}

}  // namespace

TEST_CASE("a result fails from the level of the settings on") {
  Settings settings;
  settings.fail_on = FailLevel{Severity::Medium, Confidence::High};
  const Plan plan = Plan::make(std::move(settings), {}).value();
  CHECK(fails(with_finding(Severity::High, Confidence::High), plan));
  CHECK(fails(with_finding(Severity::Medium, Confidence::High), plan));
  CHECK_FALSE(fails(with_finding(Severity::Low, Confidence::High), plan));
  CHECK_FALSE(fails(with_finding(Severity::High, Confidence::Medium), plan));
  CHECK_FALSE(fails(ScanResult(), plan));
}

TEST_CASE("a result is incomplete by files, limits and functions") {
  CHECK_FALSE(is_incomplete(with_finding(Severity::High, Confidence::High)));
  const auto incomplete = [](auto change) {
    ScanResult result;
    change(result);
    return is_incomplete(result);
  };
  CHECK(incomplete([](ScanResult& result) { result.totals.skipped = 1; }));
  CHECK(incomplete([](ScanResult& result) { result.totals.partly = 1; }));
  CHECK(incomplete([](ScanResult& result) { result.limits.emplace_back(); }));
  CHECK(incomplete([](ScanResult& result) { result.flow.given_up.emplace_back(); }));
}
