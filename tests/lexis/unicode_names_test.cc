#include "lexis/unicode_names.h"

#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <charconv>
#include <cstdint>
#include <string>

namespace av::lexis {
namespace {

std::uint32_t code(std::string_view name) {
  return find_character(name).value_or(0xFFFFFFFF);
}

constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

TEST_CASE("find_character: names, aliases, any case") {
  CHECK(code("LATIN SMALL LETTER A") == 'a');
  CHECK(code("latin small letter a") == 'a');
  CHECK(code("Bullet") == 0x2022);
  CHECK(code("NULL") == 0);
  CHECK(code("nbsp") == 0xA0);
  CHECK(code("BELL") == 0x1F514);  // not the control character, which is ALERT
  CHECK(code("ALERT") == 7);
  CHECK(code("LATIN CAPITAL LETTER GHA") == 0x1A2);  // the corrected name, and the first one:
  CHECK(code("LATIN CAPITAL LETTER OI") == 0x1A2);
  CHECK(code("RIGHT-TO-LEFT OVERRIDE") == 0x202E);
  CHECK(code("NUSHU CHARACTER-1B170") == 0x1B170);
}

TEST_CASE("find_character: names that are computed") {
  CHECK(code("HANGUL SYLLABLE A") == 0xC544);
  CHECK(code("HANGUL SYLLABLE GAG") == 0xAC01);
  CHECK(code("HANGUL SYLLABLE HIH") == 0xD7A3);
  CHECK(code("HANGUL SYLLABLE GAGX") == kUnknown);
  CHECK(code("HANGUL SYLLABLE ") == kUnknown);
  CHECK(code("hangul syllable gag") == kUnknown);
  CHECK(code("CJK UNIFIED IDEOGRAPH-4E00") == 0x4E00);
  CHECK(code("CJK UNIFIED IDEOGRAPH-04E00") == 0x4E00);
  CHECK(code("CJK UNIFIED IDEOGRAPH-323AF") == 0x323AF);
  CHECK(code("CJK UNIFIED IDEOGRAPH-2EBF0") == 0x2EBF0);
  CHECK(code("CJK UNIFIED IDEOGRAPH-4e00") == kUnknown);
  CHECK(code("CJK UNIFIED IDEOGRAPH-0041") == kUnknown);
  CHECK(code("CJK UNIFIED IDEOGRAPH-") == kUnknown);
}

TEST_CASE("find_character: what is no name") {
  CHECK(code("") == kUnknown);
  CHECK(code(" ") == kUnknown);
  CHECK(code("A") == kUnknown);
  CHECK(code("ZZZZ") == kUnknown);
  CHECK(code("LATIN  SMALL LETTER A") == kUnknown);
  CHECK(code("LATIN_SMALL_LETTER_A") == kUnknown);
  CHECK(code("KEYCAP DIGIT ONE") == kUnknown);  // a sequence
  CHECK(code("<control>") == kUnknown);
  CHECK(code("caf\xC3\xA9") == kUnknown);
  CHECK(code(std::string(100000, 'A')) == kUnknown);
}

TEST_CASE("find_character: every name CPython knows") {
  const auto lines = test::python_answers("tests/differential/lexis_answers.py names", {});
  if (!lines) {
    return;
  }
  CHECK(lines->size() > 130000);
  for (const std::string& line : *lines) {
    std::uint32_t expected = 0;
    const auto end = std::from_chars(line.data(), line.data() + line.size(), expected, 16).ptr;
    if (code(end + 1) != expected) {
      FAIL_CHECK(line);
    }
  }
}

}  // namespace
}  // namespace av::lexis
