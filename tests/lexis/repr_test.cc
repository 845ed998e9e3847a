#include "lexis/repr.h"

#include "base/utf8.h"
#include "lexis/strings.h"
#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace av::lexis {
namespace {

TEST_CASE("text_repr") {
  CHECK(text_repr("") == "''");
  CHECK(text_repr("it") == "'it'");
  CHECK(text_repr("it's") == "\"it's\"");
  CHECK(text_repr("it's \"x\"") == R"('it\'s "x"')");
  CHECK(text_repr("a\n\t\r\\") == R"('a\n\t\r\\')");
  CHECK(text_repr(std::string_view("\0\x1F\x7F", 3)) == R"('\x00\x1f\x7f')");
  CHECK(text_repr("é日😀") == "'é日😀'");
  CHECK(text_repr("\u00A0\u200B\u202E") == R"('\xa0\u200b\u202e')");
  CHECK(text_repr("\U000E0001") == R"('\U000e0001')");
  CHECK(text_repr("\xED\xA0\x80") == R"('\ud800')");
  CHECK(text_repr("\xFF") == R"('\udcff')");
}

TEST_CASE("bytes_repr") {
  CHECK(bytes_repr("") == "b''");
  CHECK(bytes_repr("a'b") == "b\"a'b\"");
  CHECK(bytes_repr(std::string_view("\0\n\xFF~", 4)) == R"(b'\x00\n\xff~')");
  CHECK(bytes_repr("a\\'\"") == R"(b'a\\\'"')");
}

// Seeded: the same on every run.
std::vector<std::string> random_texts() {
  std::mt19937 random(7);
  const std::u32string alphabet = U"'\"\\\n\r\tab\x01\x7F\u00E9\u00A0\u200B\u65E5\U0001F600\uFFFD";
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t length = random() % 12; length > 0; --length) {
      const bool is_any = random() % 4 == 0;
      const auto any = static_cast<char32_t>(random() % 0x300);
      base::append_utf8(text, is_any ? any : alphabet[random() % alphabet.size()]);
    }
    texts.push_back(text);
  }
  return texts;
}

TEST_CASE("repr: reads back as the value it is of") {
  for (const std::string& value : random_texts()) {
    for (const std::string& literal : {text_repr(value), bytes_repr(value)}) {
      const StringParts parts = split_string(literal);
      DecodedString decoded;
      decode_string(parts.body, reading_of(parts.prefix), decoded);
      CHECK(parts.closed);
      CHECK(decoded.value == value);
      CHECK(decoded.problems.empty());
    }
  }
}

TEST_CASE("repr: as CPython writes it") {
  const auto texts = random_texts();
  const auto strings = test::python_answers("tests/differential/lexis_answers.py reprs", texts);
  const auto bytes = test::python_answers("tests/differential/lexis_answers.py byte_reprs", texts);
  if (!strings || !bytes) {
    return;
  }
  REQUIRE(strings->size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(text_repr(texts[i]) == test::from_hex((*strings)[i]));
    CHECK(bytes_repr(texts[i]) == test::from_hex((*bytes)[i]));
  }
}

}  // namespace
}  // namespace av::lexis
