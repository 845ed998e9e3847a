#include "analysis/text/gitignore.h"

#include "tests/support/folder.h"
#include "tests/support/shell.h"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace av::text {
namespace {

std::string verdict(const char* rules, std::string_view path, EntryKind kind = EntryKind::File) {
  switch (IgnoreRules::parse(rules).verdict(path, kind)) {
    case IgnoreVerdict::Unmentioned:
      return "-";
    case IgnoreVerdict::Ignored:
      return "ignored";
    case IgnoreVerdict::Kept:
      return "kept";
  }
  return "";
}

TEST_CASE("IgnoreRules: names match anywhere, paths from the folder") {
  CHECK(verdict("a.py", "a.py") == "ignored");
  CHECK(verdict("a.py", "x/y/a.py") == "ignored");
  CHECK(verdict("/a.py", "a.py") == "ignored");
  CHECK(verdict("/a.py", "x/a.py") == "-");
  CHECK(verdict("x/a.py", "x/a.py") == "ignored");
  CHECK(verdict("x/a.py", "y/x/a.py") == "-");
  CHECK(verdict("*.py", "x/a.py") == "ignored");
  CHECK(verdict("x/*.py", "x/a.py") == "ignored");
  CHECK(verdict("x/*.py", "x/y/a.py") == "-");
  CHECK(verdict("**/y/*.py", "x/y/a.py") == "ignored");
}

TEST_CASE("IgnoreRules: a slash at the end is for folders") {
  CHECK(verdict("build/", "build", EntryKind::Folder) == "ignored");
  CHECK(verdict("build/", "build", EntryKind::File) == "-");
  CHECK(verdict("build/", "x/build", EntryKind::Folder) == "ignored");
  CHECK(verdict("/build/", "x/build", EntryKind::Folder) == "-");
}

TEST_CASE("IgnoreRules: the last pattern that matches decides") {
  CHECK(verdict("*.py\n!a.py", "a.py") == "kept");
  CHECK(verdict("!a.py\n*.py", "a.py") == "ignored");
  CHECK(verdict("*.py\n!a.py\na.py", "a.py") == "ignored");
}

TEST_CASE("IgnoreRules: comments, escapes and spaces") {
  CHECK(verdict("#a", "#a") == "-");
  CHECK(verdict("\\#a", "#a") == "ignored");
  CHECK(verdict("\\!a", "!a") == "ignored");
  CHECK(verdict("a  ", "a") == "ignored");
  CHECK(verdict("a\\ ", "a ") == "ignored");
  CHECK(verdict("a\\  ", "a ") == "ignored");
  CHECK(verdict(" a", " a") == "ignored");
  CHECK(verdict("a\t", "a") == "-");
  CHECK(verdict("a\r\nb\r\n", "b") == "ignored");
  CHECK(verdict("\xEF\xBB\xBF"
                "a",
                "a") == "ignored");
  CHECK(verdict("\n\n \n!\n/\na", "a") == "ignored");
}

TEST_CASE("IgnoreRules: nothing brings back what lies in an ignored folder") {
  const IgnoreRules rules = IgnoreRules::parse("/build\n!build/keep.py\n");
  CHECK(rules.verdict("build/keep.py", EntryKind::File) == IgnoreVerdict::Kept);
  CHECK(rules.verdict_within("build/keep.py", EntryKind::File) == IgnoreVerdict::Ignored);
  CHECK(rules.verdict_within("src/keep.py", EntryKind::File) == IgnoreVerdict::Unmentioned);
}

TEST_CASE("IgnoreStack: the innermost list that mentions a path decides") {
  IgnoreStack stack;
  stack.push(IgnoreRules::parse("*.py\n/only_here\n"), 0);
  stack.push(IgnoreRules::parse("!a.py\n/b.txt\n"), 4);
  CHECK(stack.verdict("sub/a.py", EntryKind::File) == IgnoreVerdict::Kept);
  CHECK(stack.verdict("sub/c.py", EntryKind::File) == IgnoreVerdict::Ignored);
  CHECK(stack.verdict("sub/b.txt", EntryKind::File) == IgnoreVerdict::Ignored);
  CHECK(stack.verdict("sub/x/b.txt", EntryKind::File) == IgnoreVerdict::Unmentioned);
  CHECK(stack.verdict("sub/only_here", EntryKind::File) == IgnoreVerdict::Unmentioned);
  stack.pop();
  CHECK(stack.verdict("sub/a.py", EntryKind::File) == IgnoreVerdict::Ignored);
}

// A tree of folders and files with names that patterns are about.
struct Tree {
  std::vector<std::string> folders = {""};
  std::vector<std::string> files;
};

Tree make_tree(const test::Folder& folder) {
  Tree tree;
  for (const std::string first : {"a", "ab", "foo", "x y"}) {
    const std::string outer = first + "/";
    tree.folders.push_back(outer);
    for (const char* second : {"a/", "bar/", "foo/"}) {
      tree.folders.push_back(outer + second);
      tree.folders.push_back(tree.folders.back() + "bar/");
    }
  }
  for (const std::string& place : tree.folders) {
    for (const char* name : {"a.py", "b", "foobar", "[a]", "#a", "!b", "\\x", "ab ", ".c"}) {
      tree.files.push_back(place + name);
      const std::string written = folder.write(tree.files.back(), "");
      REQUIRE_FALSE(written.empty());
    }
  }
  return tree;
}

// A .gitignore of a few lines; seeded, the same on every run.
std::string random_rules(std::mt19937& random) {
  const std::vector<std::string> pieces = {
      "a",           "b",   "foo",  "bar",   "/",    "/",     "*",    "**", "**/",
      "/**",         "?",   "[ab]", "[!a]",  ".py",  "\\",    "#",    "!",  " ",
      "[[:alpha:]]", "[",   "]",    "\\ ",   "-",    "[a-c]", "***",  ".",  "x y",
      "[^/]",        "\\*", "[]a]", "foo**", "*.py", "/*",    "[\\]]"};
  std::string text;
  for (std::size_t lines = 1 + random() % 4; lines > 0; --lines) {
    text += random() % 4 == 0 ? "!" : "";
    for (std::size_t length = 1 + random() % 5; length > 0; --length) {
      text += pieces[random() % pieces.size()];
    }
    text += random() % 8 == 0 ? "\r\n" : "\n";
  }
  return text;
}

// What git says is ignored, of `files`.
std::set<std::string> ignored_by_git(const test::Folder& folder, const Tree& tree) {
  const test::Folder lists;
  std::string input;
  for (const std::string& file : tree.files) {
    input += file + '\0';
  }
  const std::string questions = lists.write("questions", input);
  std::string command = "cd " + folder.path();
  command += " && git -c core.excludesFile=/dev/null check-ignore --no-index -z --stdin <";
  command += questions + " 2>/dev/null";
  const std::string output = test::run_shell(command).output;
  std::set<std::string> ignored;
  for (std::size_t start = 0; start < output.size();) {
    const std::size_t end = output.find('\0', start);
    ignored.insert(output.substr(start, end - start));
    start = end + 1;
  }
  return ignored;
}

// The same by our rules: every folder on the way is asked about first.
bool is_ignored(const IgnoreStack& root, const IgnoreStack& nested, const std::string& file) {
  const auto ask = [&](const std::string& path, EntryKind kind) {
    const bool is_inside = path.starts_with("foo/");
    return (is_inside ? nested : root).verdict(path, kind) == IgnoreVerdict::Ignored;
  };
  for (std::size_t slash = file.find('/'); slash != std::string::npos;
       slash = file.find('/', slash + 1)) {
    if (ask(file.substr(0, slash), EntryKind::Folder)) {
      return true;
    }
  }
  return ask(file, EntryKind::File);
}

TEST_CASE("IgnoreStack: random rules, as git reads them") {
  const test::Folder folder;
  if (test::run_shell("git init -q " + folder.path() + " 2>/dev/null").exit_code != 0) {
    MESSAGE("skipped: no git to compare with");
    return;
  }
  const Tree tree = make_tree(folder);
  std::mt19937 random(19);
  std::size_t ignored = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string outer = random_rules(random);
    const std::string inner = random() % 2 == 0 ? random_rules(random) : "";
    const std::string exclude = random() % 4 == 0 ? random_rules(random) : "";
    REQUIRE_FALSE(folder.write(".gitignore", outer).empty());
    REQUIRE_FALSE(folder.write("foo/.gitignore", inner).empty());
    REQUIRE_FALSE(folder.write(".git/info/exclude", exclude).empty());
    IgnoreStack root;
    root.push(IgnoreRules::parse(exclude), 0);
    root.push(IgnoreRules::parse(outer), 0);
    IgnoreStack nested = root;
    nested.push(IgnoreRules::parse(inner), 4);
    const auto expected = ignored_by_git(folder, tree);
    ignored += expected.size();
    for (const std::string& file : tree.files) {
      CAPTURE(outer);
      CAPTURE(inner);
      CAPTURE(exclude);
      CAPTURE(file);
      CHECK(is_ignored(root, nested, file) == expected.contains(file));
    }
  }
  CHECK(ignored > 10000);
}

}  // namespace
}  // namespace av::text
