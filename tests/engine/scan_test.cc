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

av::Result<ScanResult> scan_of(const Paths& paths, Settings settings = {}) {
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
  const std::string expected = summary(*scan_of({folder.path()}, settings));
  for (const unsigned jobs : {2U, 8U, 64U}) {
    settings.jobs = jobs;
    CHECK(summary(*scan_of({folder.path()}, settings)) == expected);
  }
  CHECK(summary(*scan_of(paths, settings)) == expected);
  CHECK(summary(*scan_of({paths.rbegin(), paths.rend()}, settings)) == expected);
}

TEST_CASE("what cannot be read is in the result, in its place") {
  const Folder folder;
  static_cast<void>(folder.write("a.py", kShell));
  const std::string large = folder.write("b.py", std::string(5000, '\n'));
  static_cast<void>(folder.write("c.py", kShell));
  Settings settings;
  settings.max_file_bytes = 1000;
  const auto result = scan_of({folder.path()}, settings);
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
  const auto result = scan_of({folder.path()}, settings);
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
  const auto result = scan_of({folder.path()}, settings);
  REQUIRE(result);
  CHECK(result->totals.files == 3);
  CHECK(result->limits.size() == 1);
}

TEST_CASE("a path that is not there is an error") {
  const Folder folder;
  const auto result = scan_of({folder.path("none.py")});
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

namespace {

// A value that a client sends passes through three files.
constexpr std::string_view kApp =
    "from flask import Flask, request\n"
    "from jobs import Job\n"
    "app = Flask(__name__)\n"
    "@app.route('/run')\n"
    "def run():\n"
    "    name = request.args['name']\n"
    "    Job(name).start()\n";
constexpr std::string_view kJobs =
    "from shell import call\n"
    "class Job:\n"
    "    def __init__(self, name):\n"
    "        self.command = f'job {name}'\n"
    "    def start(self):\n"
    "        call(self.command)\n";
constexpr std::string_view kShellFile =
    "import subprocess\n"
    "def call(command):\n"
    "    subprocess.run(command, shell=True)\n";

// told is the findings of a result with all that is said of their ways.
std::string told(const ScanResult& result) {
  std::string text;
  for (const auto& file : result.files) {
    for (const auto& finding : file.findings) {
      text += file.path.substr(file.path.rfind('/') + 1) + ":" +
              std::to_string(finding.place.start.line) + " " + std::string(finding.rule->name) +
              " " + std::string(name_of(finding.severity)) + "\n";
      for (const auto& step :
           finding.trace ? finding.trace->steps : std::vector<av::engine::TraceStep>()) {
        text += "  " + step.path.substr(step.path.rfind('/') + 1) + ":" +
                std::to_string(step.place.start.line) + " " + step.message + "\n";
      }
    }
  }
  return text;
}

void write_program(const Folder& folder) {
  static_cast<void>(folder.write("pyproject.toml", ""));
  static_cast<void>(folder.write("app.py", kApp));
  static_cast<void>(folder.write("jobs.py", kJobs));
  static_cast<void>(folder.write("shell.py", kShellFile));
}

}  // namespace

TEST_CASE("a value from outside is followed through files to where it does harm") {
  const Folder folder;
  write_program(folder);
  const auto result = scan_of({folder.path()});
  REQUIRE(result);
  CHECK(told(*result) ==
        "shell.py:3 shell-command high\n"
        "  app.py:6 comes from what a client sends\n"
        "  app.py:7 is passed to `Job`\n"
        "  jobs.py:3 arrives as `name`\n"
        "  jobs.py:4 is kept in `self.command`\n"
        "  app.py:7 is passed to `Job(name).start`\n"
        "  jobs.py:5 arrives as `self`\n"
        "  jobs.py:6 is passed to `call`\n"
        "  shell.py:2 arrives as `command`\n"
        "  shell.py:3 reaches `subprocess.run`\n");
  CHECK(result->totals.findings == 1);
  CHECK(result->totals.files == 3);
}

TEST_CASE("a way is the same for any number of threads and order of arguments") {
  const Folder folder;
  write_program(folder);
  for (int i = 0; i < 20; ++i) {
    static_cast<void>(folder.write("n" + std::to_string(i) + ".py", kApp));
  }
  Settings settings;
  settings.jobs = 1;
  const std::string expected = told(*scan_of({folder.path()}, settings));
  for (const unsigned jobs : {2U, 8U}) {
    settings.jobs = jobs;
    CHECK(told(*scan_of({folder.path()}, settings)) == expected);
  }
  Paths paths = {folder.path("shell.py"), folder.path("jobs.py"), folder.path("app.py")};
  for (int i = 0; i < 20; ++i) {
    paths.push_back(folder.path("n" + std::to_string(i) + ".py"));
  }
  CHECK(told(*scan_of(paths, settings)) == expected);
  CHECK(told(*scan_of({paths.rbegin(), paths.rend()}, settings)) == expected);
}

TEST_CASE("what ends in a module that is not reported on is told of at the last line before it") {
  const Folder folder;
  write_program(folder);
  const auto whole = scan_of({folder.path("app.py"), folder.path("shell.py")});
  REQUIRE(whole);
  CHECK(told(*whole).find("jobs.py:4 is kept in") != std::string::npos);
  const auto source = scan_of({folder.path("app.py")});
  REQUIRE(source);
  CHECK(told(*source).starts_with("app.py:7 shell-command high\n"));
}

TEST_CASE("whose values count is a setting") {
  const Folder folder;
  const std::string path = folder.write(
      "tool.py", "import os\ndef run(name):\n    os.system('ls ' + name)\nrun(input())\n");
  const auto severity = [&](Settings settings) {
    const auto result = scan_of({path}, std::move(settings));
    REQUIRE(result);
    const std::string text = told(*result);
    return text.substr(0, text.find('\n'));
  };
  Settings settings;
  CHECK(severity(settings) == "tool.py:3 shell-command medium");
  settings.threats = *av::engine::parse_threats(std::vector<std::string>{"remote"});
  CHECK(told(*scan_of({path}, settings)).find("comes from") == std::string::npos);
  settings = {};
  settings.flow = false;
  CHECK(told(*scan_of({path}, settings)).find("comes from") == std::string::npos);
  settings = {};
  const std::string library =
      folder.write("library.py", "def read(name):\n    return open(name)\n");
  CHECK(told(*scan_of({library}, settings)).empty());
  settings.threats = *av::engine::parse_threats(std::vector<std::string>{"library"});
  CHECK(told(*scan_of({library}, settings)) ==
        "library.py:2 path-traversal note\n"
        "  library.py:1 comes from what a caller of a public function passes\n"
        "  library.py:2 reaches `open`\n");
}

TEST_CASE("callers of a library pass texts, and call no tests") {
  const Folder folder;
  const std::string code =
      "import os\n"
      "def run(name, count: int, loud=False):\n"
      "    os.system('ls ' + name)\n"
      "    os.system(f'head -{count} {loud} x')\n";
  Settings settings;
  settings.threats = *av::engine::parse_threats(std::vector<std::string>{"library"});
  const std::string library = folder.write("shop.py", code);
  CHECK(told(*scan_of({library}, settings)).starts_with("shop.py:3 shell-command low\n"));
  CHECK(told(*scan_of({library}, settings)).find("shop.py:4 reaches") == std::string::npos);
  const std::string test = folder.write("test_shop.py", code);
  CHECK(told(*scan_of({test}, settings)).find("reaches") == std::string::npos);
}

TEST_CASE("a flow in a text that is no file is found, too") {
  const auto plan = Plan::make({}, std::chrono::year(2024) / 2 / 29);
  const ScanResult result = av::engine::scan_text(
      av::text::decode("buffer.py", "import flask\nname = flask.request.args['n']\nopen(name)\n"),
      *plan);
  CHECK(told(result) ==
        "buffer.py:3 path-traversal high\n"
        "  buffer.py:2 comes from what a client sends\n"
        "  buffer.py:3 reaches `open`\n");
  CHECK(result.totals.findings == 1);
  CHECK(result.totals.files == 1);
}
