#include "lexis/decoding.h"

#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace av::lexis {
namespace {

std::string decoded(std::string_view name, std::string_view bytes) {
  return decode_bytes(*find_codec(name), bytes).text;
}

std::string bytes_of(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) {
    out.push_back(static_cast<char>(value));
  }
  return out;
}

TEST_CASE("decode_bytes: codecs with tables") {
  CHECK(decoded("cp1252", "a\x80") == "a€");
  CHECK(decoded("cp1252", "\x81z") == "\uFFFDz");
  CHECK(decoded("koi8-r", "\xC1\xC2") == "аб");
  CHECK(decoded("cp037", "\x85\xA5\x81\x93") == "eval");
  CHECK(decoded("cp864", "%") == "٪");
}

TEST_CASE("decode_bytes: UTF-7") {
  CHECK(decoded("utf-7", "+AGU-val +- x") == "eval + x");
  CHECK(decoded("utf-7", "+AGEAYg.c") == "ab.c");
  CHECK(decoded("utf-7", "+2D3eAA-") == "😀");
  CHECK(decoded("utf-7", "a+AOk") == "aé");
  CHECK(decoded("utf-7", "+AA-x") == "\uFFFDx");
  CHECK(decoded("utf-7", "+\xFFx") == "\uFFFDx");
  CHECK(decoded("utf-7", "\xE9x") == "\uFFFDx");
  CHECK(decoded("utf-7", "++") == "\uFFFD");
  CHECK(decoded("utf-7", "+2D0-") == "\uFFFD");
}

TEST_CASE("decode_bytes: escapes as an encoding") {
  CHECK(decoded("unicode_escape", "a\\x41\\u00e9\\\nb\xE9\\q") == "aAébé\\q");
  CHECK(decoded("unicode_escape", "\\x4") == "\uFFFD");
  CHECK(decoded("unicode_escape", "\\\r") == "\\\r");
  CHECK(decoded("unicode_escape", "\\ud800") == "\uFFFD");
  CHECK(decoded("raw_unicode_escape", "\\u0041\\n\\\\u0041\xE9\\") == "A\\n\\\\u0041é\\");
  CHECK(decoded("raw_unicode_escape", "\\U0011FFFF") == "\uFFFD");
}

TEST_CASE("decode_bytes: UTF-16 and UTF-32") {
  CHECK(decoded("utf-16", bytes_of({0xFF, 0xFE, 'a', 0})) == "a");
  CHECK(decoded("utf-16", bytes_of({0xFE, 0xFF, 0, 'a'})) == "a");
  CHECK(decoded("utf-16", bytes_of({'a', 0, 'b'})) == "a\uFFFD");
  CHECK(decoded("utf-16-le", bytes_of({0x3D, 0xD8, 0x00, 0xDE})) == "😀");
  CHECK(decoded("utf-16-be", bytes_of({0xD8, 0x3D, 0, 'a'})) == "\uFFFDa");
  CHECK(decoded("utf-16-be", bytes_of({0xDE, 0x00})) == "\uFFFD");
  CHECK(decoded("utf-32", bytes_of({0xFF, 0xFE, 0, 0, 'a', 0, 0, 0})) == "a");
  CHECK(decoded("utf-32-be", bytes_of({0, 1, 0xF6, 0})) == "😀");
  CHECK(decoded("utf-32-be", bytes_of({0, 0x11, 0, 0})) == "\uFFFD");
}

TEST_CASE("decode_bytes: East Asian, where a stray byte swallows no ASCII") {
  CHECK(decoded("shift_jis", "\x82\xA0\\~\xB1") == "あ\\~ｱ");
  CHECK(decoded("shift_jis", "'\x82'\n") == "'\uFFFD'\n");
  CHECK(decoded("euc-jp", "\xA4\xA2\x8E\xB1\x8F\xB0\xA1") == "あｱ丂");
  CHECK(decoded("euc-kr", "\x81\n") == "\uFFFD\n");
  CHECK(decoded("gbk", "\xC4\xE3\xFF'") == "你\uFFFD'");
  CHECK(decoded("gb18030", "\x81\x30\x81\x30") == "\u0080");
  CHECK(decoded("gb18030", "\x81\x30\x81") == "\uFFFD0\uFFFD");
  CHECK(decoded("big5", "\xA7\x41") == "你");
  CHECK(decoded("shift_jisx0213", "\\~") == "¥‾");
  CHECK(decoded("hz", "a~{VPND~}b~~c~\nd") == "a中文b~cd");
  CHECK(decoded("hz", "~{VP\n~}x") == "中\uFFFDx");
  CHECK(decoded("iso2022_jp", "a\x1B$B$\"\x1B(Bb") == "aあb");
}

TEST_CASE("decode_bytes: damage is counted by runs") {
  std::string bytes;
  for (int i = 0; i < 30; ++i) {
    bytes += "\xFF\xFFx";
  }
  const Decoded result = decode_bytes(*find_codec("utf-8"), bytes);
  CHECK(result.damaged_runs == 30);
  REQUIRE(result.damage.size() == Decoded::kMaxDamagedRuns);
  CHECK(result.damage[0].start == 0);
  CHECK(result.damage[0].end == 6);
  CHECK(result.damage[1].start == 7);
}

TEST_CASE("decode_bytes: codecs that are no text decode nothing") {
  const Decoded result = decode_bytes(*find_codec("base64"), "aGk=");
  CHECK_FALSE(result.is_available);
  CHECK(result.text.empty());
}

TEST_CASE("decode_bytes: single-byte codecs, all bytes, as CPython") {
  std::vector<std::string> names;
  for (const Codec& codec : all_codecs()) {
    if (codec.kind == CodecKind::Table || codec.kind == CodecKind::Ebcdic) {
      names.push_back(codec.name);
    }
  }
  const auto answers = test::python_answers("tests/differential/lexis_answers.py tables", names);
  if (!answers) {
    return;
  }
  CHECK(names.size() > 60);
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) {
    bytes.push_back(static_cast<char>(byte));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(decoded(names[i], bytes) == test::from_hex(answers->at(i)));
  }
}

TEST_CASE("decode_bytes: East Asian codecs, all characters, as CPython") {
  const std::vector<std::string> names = {"gbk",       "gb2312", "cp949",     "euc_jp",
                                          "shift_jis", "hz",     "iso2022_jp"};
  const auto answers = test::python_answers("tests/differential/lexis_answers.py encodable", names);
  if (!answers) {
    return;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t space = (*answers)[i].find(' ');
    const Decoded result =
        decode_bytes(*find_codec(names[i]), test::from_hex((*answers)[i].substr(0, space)));
    if (!result.is_available) {
      MESSAGE("skipped: this system's iconv has no " << names[i]);
      continue;
    }
    CAPTURE(names[i]);
    CHECK(result.damaged_runs == 0);
    CHECK((result.text == test::from_hex((*answers)[i].substr(space + 1))));
  }
}

// Bytes that mean something to the codecs that hide text; seeded, the same on every run.
std::vector<std::string> hiding_questions() {
  std::mt19937 random(17);
  const std::vector<std::string> codecs = {"utf-7",     "unicode_escape", "raw_unicode_escape",
                                           "utf-16-le", "utf-16-be",      "utf-32-le"};
  const std::vector<std::string> pieces = {"+",
                                           "-",
                                           "AGE",
                                           "2D3eAA",
                                           "/",
                                           "A",
                                           "\\",
                                           "\\x41",
                                           "\\u00e9",
                                           "\\U0001F600",
                                           "\\N{BULLET}",
                                           "\\777",
                                           "\\\n",
                                           "a",
                                           "\xE9",
                                           "\n",
                                           std::string(1, '\0'),
                                           "\xD8\x3D",
                                           "\xDE",
                                           "\\ud83d"};
  std::vector<std::string> questions;
  for (int i = 0; i < 6000; ++i) {
    std::string question = codecs[random() % codecs.size()] + ":";
    for (std::size_t length = random() % 8; length > 0; --length) {
      question += pieces[random() % pieces.size()];
    }
    questions.push_back(question);
  }
  return questions;
}

TEST_CASE("decode_bytes: codecs that hide text, as CPython") {
  const auto questions = hiding_questions();
  const auto answers =
      test::python_answers("tests/differential/lexis_answers.py decoded", questions);
  if (!answers) {
    return;
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::size_t colon = questions[i].find(':');
    const Decoded result = decode_bytes(*find_codec(questions[i].substr(0, colon)),
                                        std::string_view(questions[i]).substr(colon + 1));
    CAPTURE(questions[i]);
    CHECK((result.damaged_runs > 0) == (answers->at(i) == "error"));
    if (answers->at(i) != "error") {
      CHECK(result.text == test::from_hex((*answers)[i]));
    }
  }
}

}  // namespace
}  // namespace av::lexis
