#include "analysis/syntax/cpython/dump.h"

#include "tests/syntax/cpython/dumped.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using av::syntax::Version;
using av::syntax::cpython::known_versions;
using av::test::dumped;
using av::test::source_in;

// Answer is what some interpreters say of a source.
struct Answer {
  std::string source;
  std::vector<Version> versions;
  std::string text;
};

std::vector<Version> versions_of(const std::string& line) {
  std::vector<Version> versions;
  for (const Version version : known_versions()) {
    if ((line + " ").find(av::syntax::version_text(version) + " ") != std::string::npos) {
      versions.push_back(version);
    }
  }
  return versions;
}

std::vector<Answer> read_answers() {
  std::ifstream file("tests/syntax/cpython/answers.txt");
  REQUIRE(file);
  std::vector<Answer> answers;
  std::string source;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("==> ")) {
      source = source_in(line.substr(4));
    } else if (line.starts_with("--- ")) {
      answers.push_back({source, versions_of(line.substr(4)), {}});
    } else if (!source.empty()) {
      answers.back().text = line;
    }
  }
  return answers;
}

// number_after takes "word" and the number behind it off the front of `text`.
bool number_after(std::string_view& text, std::string_view word, std::string& number) {
  if (!text.starts_with(word)) {
    return false;
  }
  const std::size_t end = text.find_first_not_of("-0123456789", word.size());
  number = text.substr(word.size(), end - word.size());
  text.remove_prefix(end);
  return true;
}

// short_places writes positions as the file has them.
std::string short_places(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string line;
    std::string column;
    if (number_after(text, "lineno=", line) && number_after(text, ", col_offset=", column)) {
      out.append("@").append(line).append(":").append(column);
      if (number_after(text, ", end_lineno=", line) &&
          number_after(text, ", end_col_offset=", column)) {
        out.append("-").append(line).append(":").append(column);
      }
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

TEST_CASE("every construct is printed as each interpreter prints it") {
  std::size_t compared = 0;
  for (const Answer& answer : read_answers()) {
    for (const Version version : answer.versions) {
      const av::Result<std::string> dump = dumped(answer.source, version);
      INFO(answer.source << " in " << av::syntax::version_text(version));
      CHECK((dump ? short_places(*dump) : "rejected") == answer.text);
      ++compared;
    }
  }
  CHECK(compared > 800);
}

TEST_CASE("text that is as long as it likes is printed without recursion") {
  constexpr std::size_t kMany = 100'000;
  const auto repeated = [](std::string_view before, std::string_view part, std::string_view after) {
    std::string text(before);
    for (std::size_t i = 0; i < kMany; ++i) {
      text += part;
    }
    return text.append(after);
  };
  for (const std::string& source :
       {repeated("a", " + a", ""), repeated("a", ".b", ""), repeated("a", "(b)", ""),
        repeated("a", "[b]", ""), repeated("if a: b\n", "elif c: d\n", "else: e\n"),
        repeated("x = [", "'a', ", "]"), repeated("", "'a' ", ""), repeated("a", " < b", "")}) {
    for (const Version version : {Version{207}, Version{308}, Version{313}}) {
      const av::Result<std::string> dump = dumped(source, version);
      REQUIRE(dump);
      CHECK(dump->size() > kMany);
    }
  }
}

TEST_CASE("a rejection says where and why") {
  const auto reason = [](std::string_view source, Version version) {
    const av::Result<std::string> dump = dumped(source, version);
    return dump ? std::string("accepted") : dump.error().message;
  };
  CHECK(reason("a\nb = = c\n", 313).starts_with("line 2: "));
  CHECK(reason("a\n(b := c)\n", 307) == "line 2: not in this version: := (PEP 572)");
  CHECK(reason("a\n'\\N{no such name}'\n", 313) == "line 2: unknown Unicode character name");
  CHECK(reason("a = " + std::string(5000, '9'), 313).starts_with("line 1: "));
  CHECK(reason("a = " + std::string(5000, '9'), 306) == "accepted");
}

}  // namespace
