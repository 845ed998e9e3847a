#include "analysis/engine/scan.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using av::base::StopFlag;
using av::engine::FileState;
using av::engine::Plan;
using av::engine::Progress;
using av::engine::ScanResult;
using av::engine::Settings;
using av::test::Folder;
using Paths = std::vector<std::string>;

namespace {

constexpr std::string_view kShell = "import os\nos.system('ls ' + input())\n";

av::Result<ScanResult> scanned(const Paths& paths, Settings settings = {}) {
  auto plan = Plan::make(std::move(settings), std::chrono::year(2024) / 2 / 29);
  REQUIRE(plan);
  const StopFlag stop;
  Progress progress;
  auto result = av::engine::scan(paths, *plan, stop, progress);
  if (result) {
    CHECK(progress.files == progress.done);
  }
  return result;
}

// summary is the order and outcome of a result, to compare.
std::string summary(const ScanResult& result) {
  std::string text;
  for (const auto& file : result.files) {
    text += file.path + " " + std::to_string(static_cast<int>(file.state));
    for (const auto& finding : file.findings) {
      text += " " + std::string(finding.rule->id) + "@" + std::to_string(finding.place.start.line);
    }
    text += "\n";
  }
  return text + std::to_string(result.totals.files) + " " + std::to_string(result.totals.lines);
}

}  // namespace

TEST_CASE("results come in the order of paths, for any number of threads and order of arguments") {
  const Folder folder;
  Paths paths;
  for (int i = 0; i < 60; ++i) {
    paths.push_back(folder.write("d" + std::to_string(i % 7) + "/f" + std::to_string(i) + ".py",
                                 i % 3 == 0 ? kShell : "x = 1\n"));
  }
  Settings settings;
  settings.jobs = 1;
  const std::string expected = summary(*scanned({folder.path()}, settings));
  for (const unsigned jobs : {2U, 8U, 64U}) {
    settings.jobs = jobs;
    CHECK(summary(*scanned({folder.path()}, settings)) == expected);
  }
  CHECK(summary(*scanned(paths, settings)) == expected);
  CHECK(summary(*scanned({paths.rbegin(), paths.rend()}, settings)) == expected);
}

TEST_CASE("what cannot be read is in the result, in its place") {
  const Folder folder;
  static_cast<void>(folder.write("a.py", kShell));
  const std::string large = folder.write("b.py", std::string(5000, '\n'));
  static_cast<void>(folder.write("c.py", kShell));
  Settings settings;
  settings.max_file_bytes = 1000;
  const auto result = scanned({folder.path()}, settings);
  REQUIRE(result);
  REQUIRE(result->files.size() == 3);
  CHECK(result->files[1].path == large);
  CHECK(result->files[1].state == FileState::Skipped);
  CHECK(result->files[1].error->code == av::ErrorCode::LimitExceeded);
  CHECK(result->totals.files == 3);
  CHECK(result->totals.skipped == 1);
  CHECK(result->totals.findings == 2);
}

TEST_CASE("what is excluded is left out, and said") {
  const Folder folder;
  static_cast<void>(folder.write("keep/a.py", kShell));
  static_cast<void>(folder.write("generated/b.py", kShell));
  Settings settings;
  settings.exclude = {"generated/"};
  const auto result = scanned({folder.path()}, settings);
  REQUIRE(result);
  CHECK(result->totals.files == 1);
  REQUIRE(result->left_out.size() == 1);
  CHECK(result->left_out[0].path == folder.path("generated"));
  CHECK(result->left_out[0].reason == av::text::LeftOutReason::Excluded);
}

TEST_CASE("a limit on files is said when it is hit") {
  const Folder folder;
  for (int i = 0; i < 5; ++i) {
    static_cast<void>(folder.write("f" + std::to_string(i) + ".py", kShell));
  }
  Settings settings;
  settings.max_files = 3;
  const auto result = scanned({folder.path()}, settings);
  REQUIRE(result);
  CHECK(result->totals.files == 3);
  CHECK(result->limits.size() == 1);
}

TEST_CASE("a path that is not there is an error") {
  const Folder folder;
  const auto result = scanned({folder.path("none.py")});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == av::ErrorCode::NotFound);
}

TEST_CASE("a stopped scan says that it is not whole") {
  const Folder folder;
  static_cast<void>(folder.write("a.py", kShell));
  auto plan = Plan::make({}, std::chrono::year(2024) / 2 / 29);
  StopFlag stop;
  stop.request(2);
  Progress progress;
  const auto result = av::engine::scan(Paths{folder.path()}, *plan, stop, progress);
  REQUIRE(result);
  CHECK(result->interrupted);
  CHECK(result->totals.findings == 0);
}

TEST_CASE("a text that is no file is scanned alike") {
  const auto plan = Plan::make({}, std::chrono::year(2024) / 2 / 29);
  const ScanResult result = av::engine::scan_text(av::text::decode("buffer.py", kShell), *plan);
  REQUIRE(result.files.size() == 1);
  CHECK(result.files[0].path == "buffer.py");
  CHECK(result.totals.files == 1);
  CHECK(result.totals.findings == 1);
}
