#include "analysis/text/repository_rules.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace av::text {
namespace {

base::Descriptor opened(const std::string& path) {
  return base::Descriptor(open(path.c_str(), O_RDONLY | O_DIRECTORY));
}

bool rules_ignore(const RepositoryRules& rules, std::string_view path) {
  return rules.verdict(path, EntryKind::File) == IgnoreVerdict::Ignored;
}

// The real path, as a temporary folder may lie behind a link.
std::string real(const std::string& path) {
  return std::filesystem::canonical(path).string();
}

TEST_CASE("RepositoryRules: the lists around a folder") {
  const test::Folder folder;
  CHECK_FALSE(folder.write(".git/info/exclude", "excluded.py\n").empty());
  CHECK_FALSE(folder.write(".gitignore", "*.log\n/a/b/top.py\n").empty());
  CHECK_FALSE(folder.write("a/.gitignore", "!kept.log\n/b/middle.py\n").empty());
  CHECK_FALSE(folder.write("a/b/.gitignore", "own.py\n").empty());
  std::string base;
  std::vector<Error> problems;
  auto rules = RepositoryRules::around(real(folder.path("a/b")), base, problems);
  CHECK(problems.empty());
  CHECK(base == "a/b/");
  CHECK(rules_ignore(rules, "a/b/excluded.py"));
  CHECK(rules_ignore(rules, "a/b/x.log"));
  CHECK_FALSE(rules_ignore(rules, "a/b/kept.log"));
  CHECK(rules_ignore(rules, "a/b/top.py"));
  CHECK(rules_ignore(rules, "a/b/middle.py"));
  CHECK_FALSE(rules_ignore(rules, "a/b/own.py"));  // that folder's list is not read yet
  REQUIRE(rules.enter(opened(folder.path("a/b")), base));
  CHECK(rules_ignore(rules, "a/b/own.py"));
  rules.leave();
  CHECK_FALSE(rules_ignore(rules, "a/b/own.py"));
}

TEST_CASE("RepositoryRules: outside of repositories there are none") {
  const test::Folder folder;
  CHECK_FALSE(folder.write(".gitignore", "*\n").empty());
  CHECK_FALSE(folder.write("a/x", "").empty());
  std::string base = "before";
  std::vector<Error> problems;
  const auto rules = RepositoryRules::around(real(folder.path("a")), base, problems);
  CHECK(base.empty());
  CHECK_FALSE(rules_ignore(rules, "x"));
}

TEST_CASE("RepositoryRules: lists that are no files are none") {
  const test::Folder folder;
  const std::string list = folder.write("list", "*\n");
  REQUIRE(symlink(list.c_str(), folder.path(".gitignore").c_str()) == 0);
  RepositoryRules rules;
  REQUIRE(rules.enter(opened(folder.path()), ""));
  CHECK_FALSE(rules_ignore(rules, "x"));
  const test::Folder other;
  REQUIRE(mkfifo(other.path(".gitignore").c_str(), 0600) == 0);
  REQUIRE(rules.enter(opened(other.path()), ""));
  CHECK_FALSE(rules_ignore(rules, "x"));
}

TEST_CASE("RepositoryRules: a list without end is not applied, and that is said") {
  const test::Folder folder;
  CHECK_FALSE(folder.write(".gitignore", std::string((1 << 20) + 1, '\n')).empty());
  RepositoryRules rules;
  const auto entered = rules.enter(opened(folder.path()), "");
  REQUIRE_FALSE(entered);
  CHECK(entered.error().code == ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace av::text
