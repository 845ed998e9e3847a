#include "analysis/engine/file_scan.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

using av::engine::FileResult;
using av::engine::FileState;
using av::engine::Plan;
using av::engine::Settings;
using av::engine::Workspace;
using av::knowledge::Severity;

namespace {

Plan plan_of(Settings settings = {}) {
  auto plan = Plan::make(std::move(settings), std::chrono::year(2024) / 2 / 29);
  REQUIRE(plan);
  return *std::move(plan);
}

std::unique_ptr<FileResult> scanned(std::string_view code, const Plan& plan, Workspace& workspace) {
  const av::names::Project nothing;
  return scan_source({av::text::decode("app.py", code), nothing}, plan, workspace).result;
}

std::unique_ptr<FileResult> scanned(std::string_view code, Settings settings = {}) {
  Workspace workspace;
  return scanned(code, plan_of(std::move(settings)), workspace);
}

constexpr std::string_view kShellCode = "import os\nos.system('ls ' + input())\n";

}  // namespace

TEST_CASE("a file without anything to say gives nothing, and is counted") {
  Workspace workspace;
  CHECK(scanned("x = 1\ny = 2", plan_of(), workspace) == nullptr);
  CHECK(scanned("", plan_of(), workspace) == nullptr);
  CHECK(workspace.totals.files == 2);
  CHECK(workspace.totals.lines == 2);
  CHECK(workspace.totals.bytes == 11);
}

TEST_CASE("a finding comes with its place, lines and words") {
  const auto file = scanned(kShellCode);
  REQUIRE(file);
  CHECK(file->path == "app.py");
  CHECK(file->state == FileState::Analysed);
  REQUIRE(file->findings.size() == 1);
  const auto& finding = file->findings[0];
  CHECK(finding.rule->name == "shell-command");
  CHECK(finding.place.start.line == 2);
  CHECK(finding.place.start.column == 1);
  REQUIRE(finding.excerpt.size() == 2);
  CHECK(finding.excerpt[1].text == "os.system('ls ' + input())");
  CHECK_FALSE(finding.message.empty());
  CHECK_FALSE(finding.mend.empty());
}

TEST_CASE("what is no Python makes the file partly analysed, and the rest is found") {
  Workspace workspace;
  const auto file = scanned("def f(:\n    pass\n" + std::string(kShellCode), plan_of(), workspace);
  REQUIRE(file);
  CHECK(file->state == FileState::Partly);
  CHECK(file->remark_count >= 1);
  CHECK(file->remarks[0].place.start.line == 1);
  CHECK(file->findings.size() == 1);
  CHECK(workspace.totals.partly == 1);
}

TEST_CASE("of many odd places the first are told and all are counted") {
  std::string code;
  for (int i = 0; i < 50; ++i) {
    code += "x = = 1\n";
  }
  const auto file = scanned(code);
  REQUIRE(file);
  CHECK(file->remarks.size() == 5);
  CHECK(file->remark_count == 50);
}

TEST_CASE("bytes that are no text are told") {
  const auto file = scanned("x = 1  # caf\xe9\n");
  REQUIRE(file);
  CHECK(file->state == FileState::Partly);
  CHECK(file->remarks[0].place.start.column == 13);
}

TEST_CASE("silenced findings are kept apart with their reason") {
  Workspace workspace;
  const auto file =
      scanned("import os\nos.system('ls ' + input())  # antivenom: ignore[shell-command] a toy\n",
              plan_of(), workspace);
  REQUIRE(file);
  CHECK(file->findings.empty());
  REQUIRE(file->silenced.size() == 1);
  CHECK(file->silenced[0].silence->reason == "a toy");
  CHECK(file->silenced[0].silence->line == 2);
  CHECK(workspace.totals.silenced == 1);
}

TEST_CASE("other scanners' comments are counted, or heeded") {
  constexpr std::string_view kCode = "import os\nos.system('ls ' + input())  # nosec\n";
  Workspace counting;
  CHECK(scanned(kCode, plan_of(), counting)->findings.size() == 1);
  CHECK(counting.totals.foreign_comments == 1);
  Settings settings;
  settings.honor_foreign = true;
  Workspace heeding;
  const auto file = scanned(kCode, plan_of(settings), heeding);
  CHECK(file->findings.empty());
  CHECK(file->silenced[0].silence->foreign);
  CHECK(heeding.totals.foreign_comments == 0);
}

TEST_CASE("hidden findings are counted, dropped ones are not") {
  Settings high;
  high.min_severity = Severity::High;
  high.min_confidence = av::knowledge::Confidence::High;
  Workspace hiding;
  CHECK(scanned("import yaml\nyaml.load(x)\n", plan_of(high), hiding) == nullptr);
  CHECK(hiding.totals.hidden == 1);
  Settings off;
  off.ignore = {"all"};
  Workspace dropping;
  CHECK(scanned("import yaml\nyaml.load(x)\n", plan_of(off), dropping) == nullptr);
  CHECK(dropping.totals.hidden == 0);
}

TEST_CASE("a secret is masked even when its own rule is off") {
  Settings settings;
  settings.select = {"shell-command"};
  const auto file = scanned(
      "import os\nPASSWORD = 'Tulip-Kettle-94'\nos.system('ls ' + input())  # Tulip-Kettle-94\n",
      settings);
  REQUIRE(file);
  REQUIRE(file->findings.size() == 1);
  for (const auto& line : file->findings[0].excerpt) {
    CHECK(line.text.find("Kettle") == std::string::npos);
  }
  CHECK(file->findings[0].excerpt[0].text == "PASSWORD = '********'");
}

TEST_CASE("a silenced secret is masked too, and its own finding") {
  const auto silenced = scanned(
      "PASSWORD = 'Tulip-Kettle-94'  # antivenom: ignore[hardcoded-secret] like Tulip-Kettle-94\n");
  REQUIRE(silenced);
  REQUIRE(silenced->silenced.size() == 1);
  CHECK(silenced->silenced[0].excerpt[0].text.find("Kettle") == std::string::npos);
  CHECK(silenced->silenced[0].silence->reason == "like ********");
  const auto found = scanned("PASSWORD = 'Tulip-Kettle-94'\n");
  CHECK(found->findings[0].message.find("Kettle") == std::string::npos);
}

TEST_CASE("a workspace used again gives the same") {
  Workspace workspace;
  const Plan plan = plan_of();
  const auto first = scanned(kShellCode, plan, workspace);
  const std::string large(200000, '\n');
  CHECK(scanned(large + "x = 1\n", plan, workspace) == nullptr);
  const auto again = scanned(kShellCode, plan, workspace);
  CHECK(first->findings[0].message == again->findings[0].message);
  CHECK(first->findings[0].place.end.column == again->findings[0].place.end.column);
}
