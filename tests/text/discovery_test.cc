#include "analysis/text/discovery.h"

#include "tests/support/folder.h"
#include "tests/support/shell.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace av::text {
namespace {

// Below is a folder with files, and what discover says of it, with paths relative to it.
class Below {
 public:
  explicit Below(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      write(file, "");
    }
  }

  void write(const std::string& name, std::string_view content) const {
    REQUIRE_FALSE(folder_.write(name, content).empty());
  }
  void link(const std::string& target, const std::string& name) const {
    REQUIRE(symlink(target.c_str(), path(name).c_str()) == 0);
  }
  [[nodiscard]] std::string path(const std::string& name = {}) const { return folder_.path(name); }

  [[nodiscard]] Discovery discover(std::vector<std::string> names = {""},
                                   const DiscoveryOptions& options = {}) const {
    for (std::string& name : names) {
      name = path(name);
    }
    auto found = text::discover(names, options);
    REQUIRE(found);
    return *std::move(found);
  }

  // The files found, or what was left out with the reason, in one line.
  [[nodiscard]] std::string files(const Discovery& found) const {
    std::string out;
    for (const FoundFile& file : found.files) {
      out += (out.empty() ? "" : " ") + relative(file.shown_path);
    }
    return out;
  }
  [[nodiscard]] std::string left_out(const Discovery& found) const {
    std::string out;
    for (const LeftOut& one : found.left_out) {
      out += (out.empty() ? "" : "; ") + relative(one.shown_path) + ": ";
      out += describe(one.reason);
    }
    return out;
  }

 private:
  [[nodiscard]] std::string relative(const std::string& shown_path) const {
    REQUIRE(shown_path.starts_with(path() + "/"));
    return shown_path.substr(path().size() + 1);
  }

  test::Folder folder_;
};

TEST_CASE("discover: Python files by suffix, in the order of bytes") {
  const Below below({"b.py", "a.pyi", "a/c.pyw", "a.py", "a-b.py", "x.txt", "x.pyc", "B.py", ".py",
                     "a/b/c/d.py", "\xFF.py"});
  const Discovery found = below.discover();
  CHECK(below.files(found) == "B.py a-b.py a.py a.pyi a/b/c/d.py a/c.pyw b.py \xFF.py");
  CHECK(found.left_out.empty());
  CHECK(found.skipped.empty());
  CHECK(found.limits.empty());
}

TEST_CASE("discover: scripts by their first line") {
  const Below below({});
  below.write("tool", "#!/usr/bin/env python3\n");
  below.write("shell", "#!/bin/sh\n");
  below.write("empty", "");
  below.write("run.cgi", "#!/usr/bin/python\n");
  below.write("data.cgi", "#!/usr/bin/python\n");
  REQUIRE(chmod(below.path("run.cgi").c_str(), 0755) == 0);
  CHECK(below.files(below.discover()) == "run.cgi tool");
}

TEST_CASE("discover: a file that is named is taken, whatever it is") {
  const Below below({"notes.txt", ".venv/x.py", "a.py"});
  CHECK(below.files(below.discover({"notes.txt"})) == "notes.txt");
  CHECK(below.files(below.discover({".venv/x.py", "notes.txt", ""})) ==
        ".venv/x.py a.py notes.txt");
  CHECK(below.files(below.discover({"a.py"}, {.exclude = {"*.py"}})) == "a.py");
}

TEST_CASE("discover: no file twice, in whatever order paths are named") {
  const Below below({"a/x.py", "a/y.py", "b/z.py"});
  for (const auto& names :
       std::vector<std::vector<std::string>>{{"", "a", "a/x.py"}, {"a/x.py", "a", "", "b", "a"}}) {
    CHECK(below.files(below.discover(names)) == "a/x.py a/y.py b/z.py");
  }
}

TEST_CASE("discover: folders left out by name") {
  const Below below({".git/hooks/x.py", "__pycache__/x.py", ".tox/x.py", "node_modules/x.py",
                     ".venv/x.py", "src/x.py", "build/x.py"});
  const Discovery found = below.discover();
  CHECK(below.files(found) == "build/x.py src/x.py");
  CHECK(below.left_out(found) ==
        ".git: version control; .tox: installed packages; .venv: a virtual environment; "
        "__pycache__: a cache; node_modules: installed packages");
  // Named, they are entered.
  CHECK(below.files(below.discover({".venv", "node_modules"})) == ".venv/x.py node_modules/x.py");
}

TEST_CASE("discover: folders left out by what is in them") {
  const Below below({"env/pyvenv.cfg", "env/bin/x.py", "env/lib/x.py", "build/lib/x.py",
                     "dist/x.whl", "dist/x.py", "tools/build/__init__.py", "tools/build/lib/x.py"});
  const Discovery found = below.discover();
  CHECK(below.files(found) == "tools/build/__init__.py tools/build/lib/x.py");
  CHECK(below.left_out(found) ==
        "build: build output; dist: build output; env: a virtual environment");
  CHECK(below.files(below.discover({"build"})) == "build/lib/x.py");
}

TEST_CASE("discover: a project that is its own virtual environment") {
  const Below below({"pyvenv.cfg", "bin/x.py", "lib/python3.11/site-packages/x.py", "src/x.py"});
  const Discovery found = below.discover();
  CHECK(below.files(found) == "src/x.py");
  CHECK(below.left_out(found) == "bin: a virtual environment; lib: a virtual environment");
}

TEST_CASE("discover: what git ignores") {
  const Below below(
      {".git/config", "a.py", "b.py", "sub/a.py", "sub/b.py", "out/x.py", "sub/inner/c.py"});
  below.write(".gitignore", "/b.py\nout/\n");
  below.write("sub/.gitignore", "a.py\n!b.py\n");
  below.write(".git/info/exclude", "c.py\n");
  const Discovery found = below.discover();
  CHECK(below.files(found) == "a.py sub/b.py");
  CHECK(below.left_out(found) ==
        ".git: version control; b.py: ignored by git; out: ignored by git; sub/a.py: ignored by "
        "git; sub/inner/c.py: ignored by git");
  // From inside the repository its lists hold, too.
  CHECK(below.files(below.discover({"sub"})) == "sub/b.py");
  CHECK(below.files(below.discover({"sub/inner"})) == "");
  CHECK(below.files(below.discover({"out"})) == "out/x.py");
}

TEST_CASE("discover: a repository inside another has lists of its own") {
  const Below below({".git/config", "inner/.git/config", "inner/a.py", "inner/b.py"});
  below.write(".gitignore", "a.py\n");
  below.write("inner/.gitignore", "b.py\n");
  CHECK(below.files(below.discover()) == "inner/a.py");
}

TEST_CASE("discover: excluded by the settings") {
  const Below below(
      {"a.py", "tests/a.py", "src/gen/x.py", "src/y.py", ".venv/z.py", "src/tests/b.py"});
  const Discovery found = below.discover({""}, {.exclude = {"/tests", "gen/", "!.venv"}});
  CHECK(below.files(found) == ".venv/z.py a.py src/tests/b.py src/y.py");
  CHECK(below.left_out(found) ==
        "src/gen: excluded by the settings; tests: excluded by the settings");
}

TEST_CASE("discover: patterns are relative to the settings' folder") {
  const Below below({"tests/a.py", "src/tests/b.py", "src/c.py"});
  const DiscoveryOptions options = {.exclude = {"/src/tests"}, .exclude_root = below.path()};
  CHECK(below.files(below.discover({"src"}, options)) == "src/c.py");
  CHECK(below.files(below.discover({""}, options)) == "src/c.py tests/a.py");
  const DiscoveryOptions elsewhere = {.exclude = {"/src"}, .exclude_root = "/nowhere"};
  CHECK(below.files(below.discover({""}, elsewhere)) == "tests/a.py");
}

TEST_CASE("discover: links stay inside what is named") {
  const test::Folder outside;
  const std::string secret = outside.write("secret.py", "");
  const Below below({"real/a.py", "script", "left/.venv/v.py"});
  below.link(secret, "stolen.py");
  below.link(outside.path(), "elsewhere");
  below.link("real", "again");
  below.link("real/a.py", "same.py");
  below.link("script", "script.py");
  below.link("nothing", ".#lock.py");
  below.link(".", "loop");
  below.link("left/.venv", "env");
  const Discovery found = below.discover();
  CHECK(below.files(found) == "real/a.py script.py");
  CHECK(below.left_out(found) ==
        ".#lock.py: a symbolic link; elsewhere: a symbolic link; env: a symbolic link; "
        "left/.venv: a virtual environment; stolen.py: a symbolic link");
  // Named, a link is followed.
  CHECK(below.files(below.discover({"stolen.py"})) == "stolen.py");
  CHECK(below.files(below.discover({"again"})) == "again/a.py");
}

TEST_CASE("discover: FIFOs and devices are never opened") {
  const Below below({"a.py"});
  REQUIRE(mkfifo(below.path("fifo").c_str(), 0600) == 0);
  REQUIRE(mkfifo(below.path("fifo.py").c_str(), 0600) == 0);
  below.link("/dev/zero", "zero.py");
  const Discovery found = below.discover({"", "fifo"});
  CHECK(below.files(found) == "a.py");
  CHECK(below.left_out(found) == "fifo.py: no regular file; zero.py: no regular file");
  REQUIRE(found.skipped.size() == 1);
  CHECK(found.skipped[0].why.message == below.path("fifo") + " is not a regular file");
}

TEST_CASE("discover: the kernel's folders are not walked into") {
  const auto found = discover(std::vector<std::string>{"/proc/self/task"}, {.max_files = 10});
  REQUIRE(found);
  CHECK(found->files.empty());
}

TEST_CASE("discover: a path that is not there is an error") {
  const auto found = discover(std::vector<std::string>{"/nowhere/at/all.py"}, {});
  REQUIRE_FALSE(found);
  CHECK(found.error().code == ErrorCode::NotFound);
  CHECK(found.error().message == "there is no file or folder /nowhere/at/all.py");
}

TEST_CASE("discover: folders that may not be read are told") {
  if (geteuid() == 0) {
    MESSAGE("skipped: root may read everything");
    return;
  }
  const Below below({"a.py", "closed/b.py"});
  REQUIRE(chmod(below.path("closed").c_str(), 0) == 0);
  const Discovery found = below.discover();
  CHECK(below.files(found) == "a.py");
  REQUIRE(found.skipped.size() == 1);
  CHECK(found.skipped[0].why.code == ErrorCode::Denied);
  REQUIRE(chmod(below.path("closed").c_str(), 0700) == 0);
}

TEST_CASE("discover: limits are told") {
  const Below below({"a.py", "b.py", "c/d/e/f.py"});
  const Discovery few = below.discover({""}, {.max_files = 2});
  CHECK(below.files(few) == "a.py b.py");
  REQUIRE(few.limits.size() == 1);
  CHECK(few.limits[0].message == "there are more than 2 Python files; the rest is not analysed");
  CHECK(below.discover({""}, {.max_files = 3}).limits.empty());

  const Discovery shallow = below.discover({""}, {.max_depth = 2});
  CHECK(below.files(shallow) == "a.py b.py");
  REQUIRE(shallow.skipped.size() == 1);
  CHECK(shallow.skipped[0].shown_path == below.path("c/d/e"));
  CHECK(shallow.limits.size() == 1);
  CHECK(below.discover({""}, {.max_depth = 3}).limits.empty());
}

TEST_CASE("once stopped, no more is looked at") {
  const Below below({"a.py", "b/c.py"});
  base::StopFlag stop;
  CHECK(below.discover({""}, {.stop = &stop}).files.size() == 2);
  stop.request(1);
  CHECK(below.discover({""}, {.stop = &stop}).files.empty());
}

TEST_CASE("discover: paths are shown as the user would write them") {
  const Below below({"src/a.py"});
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(below.path());
  const auto shown = [](const std::string& path) {
    const auto found = discover(std::vector<std::string>{path}, {});
    REQUIRE(found);
    REQUIRE(found->files.size() == 1);
    CHECK(std::filesystem::exists(found->files[0].path));
    return found->files[0].shown_path;
  };
  CHECK(shown(".") == "src/a.py");
  CHECK(shown("./") == "src/a.py");
  CHECK(shown("././/src/") == "src/a.py");
  CHECK(shown("src/.") == "src/a.py");
  CHECK(shown("./src/a.py") == "src/a.py");
  CHECK(shown("src/../src") == "src/../src/a.py");
  std::filesystem::current_path(before);
}

// A few lines about the names in the tree below; seeded, the same on every run.
std::string random_list(std::mt19937& random) {
  const std::vector<std::string> pieces = {"a", "b",   "sub",  "/",    "*",    "**/",
                                           "?", ".py", "[ab]", "a.py", "sub/", "/*"};
  std::string text;
  for (std::size_t lines = random() % 4; lines > 0; --lines) {
    text += random() % 3 == 0 ? "!" : "";
    for (std::size_t length = 1 + random() % 3; length > 0; --length) {
      text += pieces[random() % pieces.size()];
    }
    text += "\n";
  }
  return text;
}

TEST_CASE("discover: in a repository, what git would add") {
  const std::vector<std::string> folders = {"", "a/", "sub/", "a/sub/", "sub/a/", "sub/a/b/"};
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    files.insert(files.end(), {folder + "a.py", folder + "b.py", folder + "ab.py"});
  }
  const Below below(files);
  if (test::run_shell("git init -q " + below.path() + " 2>/dev/null").exit_code != 0) {
    MESSAGE("skipped: no git to compare with");
    return;
  }
  std::mt19937 random(23);
  std::size_t left_out = 0;
  for (int round = 0; round < 150; ++round) {
    std::string lists;
    for (const std::string& folder : folders) {
      const std::string list = random_list(random);
      below.write(folder + ".gitignore", list);
      lists.append(folder).append(":\n").append(list);
    }
    std::string expected = test::run_shell("cd " + below.path() +
                                           " && git -c core.excludesFile=/dev/null ls-files "
                                           "--others --exclude-standard -- '*.py' | LC_ALL=C sort")
                               .output;
    std::replace(expected.begin(), expected.end(), '\n', ' ');
    const Discovery found = below.discover();
    left_out += files.size() - found.files.size();
    CAPTURE(lists);
    CHECK(below.files(found) + (found.files.empty() ? "" : " ") == expected);
  }
  CHECK(left_out > 500);
}

}  // namespace
}  // namespace av::text
