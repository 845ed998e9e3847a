#include "analysis/text/glob.h"

#include <doctest/doctest.h>

#include <string>

namespace av::text {
namespace {

bool path(std::string_view pattern, std::string_view text) {
  return Glob::compile(pattern, Glob::Sort::Path).matches(text);
}

bool name(std::string_view pattern, std::string_view text) {
  return Glob::compile(pattern, Glob::Sort::Name).matches(text);
}

TEST_CASE("Glob: plain text and escapes") {
  CHECK(name("abc", "abc"));
  CHECK_FALSE(name("abc", "ab"));
  CHECK_FALSE(name("abc", "abcd"));
  CHECK(name("", ""));
  CHECK(name("\\*\\a", "*a"));
  CHECK_FALSE(name("\\*", "x"));
  CHECK_FALSE(name("a\\", "a\\"));
  CHECK_FALSE(name("a\\", "a"));
}

TEST_CASE("Glob: * and ?") {
  CHECK(name("*", ""));
  CHECK(name("*.py", ".py"));
  CHECK(name("a*b*c", "aXbbYbc"));
  CHECK_FALSE(name("a*b*c", "aXbbYb"));
  CHECK(name("a?c", "abc"));
  CHECK_FALSE(name("a?c", "ac"));
  CHECK(path("a/*/c", "a/b/c"));
  CHECK_FALSE(path("a/*/c", "a/b/b/c"));
  CHECK_FALSE(path("a?c", "a/c"));
  CHECK_FALSE(path("*", "a/b"));
  CHECK(name("**x", "aax"));
}

TEST_CASE("Glob: any number of folders") {
  CHECK(path("**/a", "a"));
  CHECK(path("**/a", "x/y/a"));
  CHECK_FALSE(path("**/a", "xa"));
  CHECK(path("a/**/b", "a/b"));
  CHECK(path("a/**/b", "a/x/y/b"));
  CHECK_FALSE(path("a/**/b", "a/xb"));
  CHECK_FALSE(path("a/**/b", "axb"));
  CHECK(path("a/**", "a/b/c"));
  CHECK_FALSE(path("a/**", "a"));
  CHECK(path("**/a/**/b/**", "x/a/b/c"));
  CHECK(path("**/**/a", "a"));
  CHECK(path("x/a**", "x/abc"));
  CHECK_FALSE(path("x/*a**b", "x/a/b"));  // not between slashes: as one star
}

TEST_CASE("Glob: brackets") {
  CHECK(name("[abc]", "b"));
  CHECK_FALSE(name("[abc]", "d"));
  CHECK(name("[a-cx-z]", "y"));
  CHECK(name("[!a-c]", "d"));
  CHECK(name("[^a-c]", "d"));
  CHECK_FALSE(name("[!a-c]", "b"));
  CHECK(name("[]a]", "]"));
  CHECK(name("[!]a]", "b"));
  CHECK(name("[a-]", "-"));
  CHECK(name("[-a]", "-"));
  CHECK(name("[a-c-e]", "-"));
  CHECK_FALSE(name("[a-c-e]", "d"));
  CHECK(name("[\\]]", "]"));
  CHECK(name("[\\a-\\c]", "b"));
  CHECK(name("[[:digit:][:upper:]_]", "7"));
  CHECK(name("[[:digit:][:upper:]_]", "Q"));
  CHECK(name("[[:digit:][:upper:]_]", "_"));
  CHECK_FALSE(name("[[:digit:]]", "x"));
  CHECK(name("[[:]x", ":x"));
  CHECK(name("[\x80-\xFF]", "\xE9"));
  CHECK_FALSE(path("[!a]", "/"));
}

TEST_CASE("Glob: malformed brackets match nothing") {
  for (const char* pattern : {"[", "[a", "[]", "[!", "[!]", "[a-", "[\\", "[[:digit:]",
                              "[[:nonsense:]]", "a[", "[[:digit:"}) {
    CAPTURE(pattern);
    for (const char* text : {"", "a", "[", pattern, "1"}) {
      CHECK_FALSE(name(pattern, text));
    }
  }
}

TEST_CASE("Glob: patterns made to be slow are not") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) {
    pattern += "*a";
  }
  pattern += "b";
  CHECK_FALSE(name(pattern, std::string(4000, 'a')));
  CHECK(name(pattern, std::string(4000, 'a') + "b"));
  std::string deep;
  for (int i = 0; i < 100; ++i) {
    deep += "**/a/";
  }
  std::string folders;
  for (int i = 0; i < 1000; ++i) {
    folders += "a/";
  }
  CHECK_FALSE(path(deep + "b", folders + "c"));
  CHECK(path(deep + "b", folders + "b"));
}

}  // namespace
}  // namespace av::text
