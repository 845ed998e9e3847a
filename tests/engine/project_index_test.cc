#include "analysis/engine/project_index.h"

#include "analysis/engine/scan.h"
#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using av::base::StopFlag;
using av::engine::IndexOptions;
using av::engine::IndexScope;
using av::engine::Plan;
using av::engine::Progress;
using av::engine::Settings;
using av::engine::Workspace;
using av::names::ModuleId;
using av::names::Project;
using av::test::Folder;

namespace {

av::engine::ProjectIndex index_of(const std::vector<std::string>& files,
                                  const IndexOptions& options) {
  std::vector<av::text::FoundFile> found;
  found.reserve(files.size());
  for (const std::string& file : files) {
    found.push_back({file, file});
  }
  std::vector<Workspace> workspaces(options.jobs);
  const StopFlag stop;
  return av::engine::index_project(found, options, workspaces, stop);
}

Project indexed(const std::vector<std::string>& files, const IndexOptions& options) {
  return index_of(files, options).project;
}

// names is the names of all modules and of what they define, in the order of the tables.
std::string names(const Project& project) {
  std::string out;
  for (const av::names::Module& module : project.tables().modules) {
    out += std::string(project.text(module.name)) + ":";
    for (const av::names::Member& member : project.members(module.members)) {
      out += " " + std::string(project.text(member.name));
    }
    out += "\n";
  }
  return out;
}

// places is the rule and line of each finding in a scan of `path`.
std::string places(const std::string& path, Settings settings = {}) {
  const auto plan = Plan::make(std::move(settings), std::chrono::year(2024) / 2 / 29);
  REQUIRE(plan);
  const StopFlag stop;
  Progress progress;
  const auto result = av::engine::scan({&path, 1}, *plan, stop, progress);
  REQUIRE(result);
  std::string out;
  for (const auto& file : result->files) {
    for (const auto& finding : file.findings) {
      out += std::string(finding.rule->name) + "@" + std::to_string(finding.place.start.line) + " ";
    }
  }
  return out;
}

}  // namespace

TEST_CASE("of a standard library only the imports are read, unless asked for") {
  const Folder folder;
  std::vector<std::string> files;
  for (const char* name : {"_collections_abc.py", "os.py", "site.py"}) {
    files.push_back(folder.write(name, "import re\n"));
  }
  files.push_back(folder.write("re.py", "a = 1\n"));
  CHECK(names(indexed(files, {})) == "_collections_abc:\nos:\nre:\nsite:\n");
  IndexOptions all;
  all.scope = IndexScope::All;
  CHECK(names(indexed(files, all)) == "_collections_abc: re\nos: re\nre: a\nsite: re\n");
}

TEST_CASE("modules that no file imports are not read, unless asked for") {
  const Folder folder;
  const std::string main = folder.write("main.py", "import used\n");
  const std::string used = folder.write("used.py", "import deep\na = 1\n");
  static_cast<void>(folder.write("deep.py", "b = 2\n"));
  const std::string unused = folder.write("unused.py", "c = 3\n");
  CHECK(names(indexed({main, used, unused}, {})) == "deep: b\nmain:\nunused:\nused: a deep\n");
  IndexOptions all;
  all.scope = IndexScope::All;
  CHECK(names(indexed({main, used, unused}, all)) ==
        "deep: b\nmain: used\nunused: c\nused: a deep\n");
}

TEST_CASE("the index is the same for any number of threads and order of files") {
  const Folder folder;
  static_cast<void>(folder.write("setup.py", ""));
  std::vector<std::string> files;
  for (int i = 0; i < 40; ++i) {
    const std::string own = std::to_string(i);
    const std::string next = std::to_string((i * 7 + 1) % 40);
    std::string code = "from pkg.m";
    code.append(next).append(" import x").append(next);
    code.append("\nx").append(own).append(" = ").append(own).append("\n");
    std::string name = "pkg/m";
    name.append(own).append(".py");
    files.push_back(folder.write(name, code));
  }
  IndexOptions options;
  const std::string expected = names(indexed(files, options));
  CHECK(expected.find("pkg.m8: x17 x8") != std::string::npos);
  for (const unsigned jobs : {2U, 8U}) {
    options.jobs = jobs;
    CHECK(names(indexed(files, options)) == expected);
    CHECK(names(indexed({files.rbegin(), files.rend()}, options)) == expected);
  }
}

TEST_CASE("a constant and a renamed function of other modules reach the rules") {
  const Folder folder;
  static_cast<void>(folder.write("pyproject.toml", ""));
  static_cast<void>(folder.write("src/app/__init__.py", "from .shell import execute as go\n"));
  static_cast<void>(folder.write("src/app/shell.py", "from subprocess import run as execute\n"));
  static_cast<void>(folder.write("src/app/settings.py", "SHELL = True\nQUIET = False\n"));
  const std::string main = folder.write("scripts/main.py",
                                        "import sys\n"
                                        "from app import go\n"
                                        "from app.settings import SHELL, QUIET\n"
                                        "cmd = sys.argv[1]\n"
                                        "go(cmd, shell=SHELL)\n"
                                        "go(cmd, shell=QUIET)\n");
  CHECK(places(main) == "shell-command@5 ");
  Settings settings;
  settings.jobs = 8;
  CHECK(places(folder.path(), settings) == "shell-command@5 ");
}

TEST_CASE("links, folders above the project and unreadable modules are left alone") {
  const Folder folder;
  static_cast<void>(folder.write("outer.py", "KEY = 1\n"));
  static_cast<void>(folder.write("project/.git/HEAD", ""));
  static_cast<void>(folder.write("project/huge.py", "x = '" + std::string(5000, 'x') + "'\n"));
  const std::string main =
      folder.write("project/main.py", "import outer, huge\nfrom ..outer import KEY\n");
  IndexOptions options;
  options.max_file_bytes = 1000;
  CHECK(names(indexed({main}, options)) == "huge:\nmain:\n");
}

TEST_CASE("modules beyond the limit are not read, and that is told") {
  const Folder folder;
  const std::string main = folder.write("main.py", "import one, two\n");
  static_cast<void>(folder.write("one.py", "a = 1\n"));
  static_cast<void>(folder.write("two.py", "b = 2\n"));
  IndexOptions options;
  options.max_modules = 1;
  const av::engine::ProjectIndex cut = index_of({main}, options);
  CHECK(cut.is_cut);
  CHECK(names(cut.project).find("one: a\n") != std::string::npos);
  CHECK(names(cut.project).find("two: b\n") == std::string::npos);
  options.max_modules = 2;
  const av::engine::ProjectIndex whole = index_of({main}, options);
  CHECK_FALSE(whole.is_cut);
  CHECK(names(whole.project).find("two: b\n") != std::string::npos);
}
