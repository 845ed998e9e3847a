#include "lexis/identifiers.h"

#include <doctest/doctest.h>

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

}  // namespace
}  // namespace av::lexis
