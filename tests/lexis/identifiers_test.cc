#include "lexis/identifiers.h"

#include "base/utf8.h"
#include "lexis/repr.h"
#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

namespace av::lexis {
namespace {

constexpr auto npos = std::string_view::npos;

TEST_CASE("find_invalid_identifier_byte: names that are good") {
  for (const char* name : {"x", "_", "__init__", "Ab9", "é", "日本語", "x\u0301", "℘", "℮", "a·b",
                           "𝐞𝐯𝐚𝐥", "ﬁ", "ｅｖａｌ", "゛"}) {
    CAPTURE(name);
    const bool is_sound_mark = std::string_view(name) == "゛";  // in ID_Start, not in XID_Start
    CHECK((find_invalid_identifier_byte(name) == npos) == !is_sound_mark);
  }
}

TEST_CASE("find_invalid_identifier_byte: the first wrong character is named") {
  CHECK(find_invalid_identifier_byte("") == 0);
  CHECK(find_invalid_identifier_byte("9a") == 0);
  CHECK(find_invalid_identifier_byte("a-b") == 1);
  CHECK(find_invalid_identifier_byte("·a") == 0);
  CHECK(find_invalid_identifier_byte("a€") == 1);
  CHECK(find_invalid_identifier_byte("é€") == 2);
  CHECK(find_invalid_identifier_byte("a\u200Bb") == 1);  // zero width space
  CHECK(find_invalid_identifier_byte("a\u202Eb") == 1);  // right-to-left override
  CHECK(find_invalid_identifier_byte("ab\xFF") == 2);    // no UTF-8
  CHECK(find_invalid_identifier_byte("ab\xE2\x82") == 2);
  CHECK(find_invalid_identifier_byte(std::string_view("a\0b", 3)) == 1);
}

TEST_CASE("is_ascii") {
  CHECK(is_ascii(""));
  CHECK(is_ascii("a name of more than sixteen bytes"));
  CHECK_FALSE(is_ascii("é"));
  CHECK_FALSE(is_ascii("a name of more than sixteen bytes, then é"));
}

TEST_CASE("normalized: spellings of one name are one") {
  CHECK(normalized("eval") == "eval");
  CHECK(normalized("ｅｖａｌ") == "eval");
  CHECK(normalized("𝐞𝐯𝐚𝐥") == "eval");
  CHECK(normalized("ﬁ") == "fi");
  CHECK(normalized("e\u0301") == "é");
  CHECK(normalized("ª") == "a");
  CHECK(normalized("\xFF"
                   "a") ==
        "\xFF"
        "a");
}

bool is_name(char32_t code_point, std::string name) {
  base::append_utf8(name, code_point);
  return find_invalid_identifier_byte(name) == npos;
}

TEST_CASE("identifiers and printable characters: all of Unicode, as CPython says") {
  const auto lines = test::python_answers("tests/differential/lexis_answers.py properties", {});
  if (!lines) {
    return;
  }
  for (const std::string& line : *lines) {
    std::istringstream fields(line);
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::string letters;
    fields >> std::hex >> first >> last >> letters;
    const auto has = [&letters](char c) { return letters.find(c) != std::string::npos; };
    if (has('u')) {
      continue;  // not assigned in that Python's Unicode; ours may be newer
    }
    for (char32_t c = first; c <= last; ++c) {
      const bool same =
          is_name(c, "") == has('s') && is_name(c, "a") == has('c') && is_printable(c) == has('p');
      if (!same) {
        FAIL_CHECK("U+" << std::hex << static_cast<std::uint32_t>(c) << " " << letters);
      }
    }
  }
}

TEST_CASE("normalized: every character a name may have, as CPython does") {
  const auto lines = test::python_answers("tests/differential/lexis_answers.py normalized", {});
  if (!lines) {
    return;
  }
  CHECK(lines->size() > 3000);
  for (const std::string& line : *lines) {
    const std::size_t space = line.find(' ');
    const std::string name = test::from_hex(line.substr(0, space));
    CHECK(normalized(name) == test::from_hex(line.substr(space + 1)));
  }
}

}  // namespace
}  // namespace av::lexis
