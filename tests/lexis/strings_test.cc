#include "lexis/strings.h"

#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace av::lexis {
namespace {

using Sort = StringReading::Sort;
using Braces = StringReading::Braces;

// The letters of a prefix as read_prefix understood them.
std::string prefix(std::string_view text) {
  const PrefixResult result = read_prefix(text);
  if (!result.is_prefix) {
    return "none";
  }
  const StringPrefix& found = result.prefix;
  std::string out = std::to_string(found.length);
  out += found.raw ? " raw" : "";
  out += found.bytes ? " bytes" : "";
  out += found.unicode ? " unicode" : "";
  out += found.format ? " format" : "";
  out += found.templated ? " template" : "";
  out += found.python2 ? " py2" : "";
  return out + (found.python3 ? " py3" : "");
}

TEST_CASE("read_prefix") {
  CHECK(prefix("''") == "0");
  CHECK(prefix("\"\"\"") == "0");
  CHECK(prefix("b''") == "1 bytes");
  CHECK(prefix("U''") == "1 unicode");
  CHECK(prefix("br''") == "2 raw bytes");
  CHECK(prefix("Rb''") == "2 raw bytes py3");
  CHECK(prefix("f''") == "1 format py3");
  CHECK(prefix("rF''") == "2 raw format py3");
  CHECK(prefix("Tr''") == "2 raw template py3");
  CHECK(prefix("uR''") == "2 raw unicode py2");
  for (const char* wrong : {"", "x", "b", "ru''", "bu''", "fb''", "ft''", "rr''", "bb''", "rbr''",
                            "brf''", "print''", "é''", "1''"}) {
    CAPTURE(wrong);
    CHECK(prefix(wrong) == "none");
  }
}

TEST_CASE("split_string") {
  const auto parts = [](std::string_view token) {
    const StringParts split = split_string(token);
    return std::string(split.body) + (split.closed ? "|" : "?") + (split.triple ? "3" : "1") +
           split.quote + std::to_string(split.body_start);
  };
  CHECK(parts("'ab'") == "ab|1'1");
  CHECK(parts("rb\"ab\"") == "ab|1\"3");
  CHECK(parts("''") == "|1'1");
  CHECK(parts("''''''") == "|3'3");
  CHECK(parts("f'''a'b'''") == "a'b|3'4");
  CHECK(parts("'ab") == "ab?1'1");
  CHECK(parts("'ab\\'") == "ab\\'?1'1");
  CHECK(parts("'ab\\\\'") == "ab\\\\|1'1");
  CHECK(parts("\"\"\"ab\"") == "ab\"?3\"3");
  CHECK(parts("\"\"\"") == "?3\"3");
  CHECK(parts("'") == "?1'1");
  CHECK(parts("name") == "?1\"0");
}

// The value, then problems and unknown escapes by offset.
std::string literal_text(std::string_view body, const StringReading& reading) {
  DecodedString out;
  decode_string(body, reading, out);
  std::string text = out.value;
  for (const StringProblem& problem : out.problems) {
    text += " !" + std::to_string(problem.offset) + "+" + std::to_string(problem.length) + " " +
            problem.reason;
  }
  for (const std::uint32_t offset : out.unknown_escapes) {
    text += " ?" + std::to_string(offset);
  }
  return text;
}

std::string text_of(std::string_view body) {
  return literal_text(body, {});
}
std::string literal_bytes(std::string_view body) {
  return literal_text(body, {.sort = Sort::Bytes});
}

TEST_CASE("decode_string: escapes of text") {
  CHECK(text_of("plain é") == "plain é");
  CHECK(text_of(R"(\\\'\"\a\b\f\n\r\t\v)") == "\\'\"\a\b\f\n\r\t\v");
  CHECK(text_of(R"(\x41\u00e9\U0001F600)") == "Aé😀");
  CHECK(text_of(R"(\101\7z\0)") == std::string("A\7z\0", 4));
  CHECK(text_of(R"(\N{BULLET}\N{latin small letter a})") == "•a");
  CHECK(text_of(R"(\ud800x)") == "\xED\xA0\x80x");
  CHECK(text_of("a\\\nb\\\r\nc\\\rd") == "abcd");
  CHECK(text_of("a\r\nb\rc\nd") == "a\nb\nc\nd");
  CHECK(text_of(R"(\d\é)") == "\\d\\é ?0 ?2");
  CHECK(text_of(R"(\400)") == "Ā ?0");
  CHECK(text_of("{{}}") == "{{}}");
}

TEST_CASE("decode_string: what CPython rejects stands for itself and is named") {
  CHECK(text_of(R"(a\x4g)") == R"(a\x4g !1+3 truncated \xXX escape)");
  CHECK(text_of(R"(\u12)") == R"(\u12 !0+4 truncated \uXXXX escape)");
  CHECK(text_of(R"(\U1234567)") == R"(\U1234567 !0+9 truncated \UXXXXXXXX escape)");
  CHECK(text_of(R"(\U00110000)") == R"(\U00110000 !0+10 illegal Unicode character)");
  CHECK(text_of(R"(\N)") == R"(\N !0+2 malformed \N character escape)");
  CHECK(text_of(R"(\N{})") == R"(\N{} !0+3 malformed \N character escape)");
  CHECK(text_of(R"(\N{BULLET)") == R"(\N{BULLET !0+9 malformed \N character escape)");
  CHECK(text_of(R"(\N{BULLIT}x)") == R"(\N{BULLIT}x !0+10 unknown Unicode character name)");
  CHECK(text_of("a\\") == "a\\ !1+1 \\ at end of string");
  CHECK(literal_bytes(R"(\x)") == R"(\x !0+2 invalid \x escape)");
  CHECK(literal_bytes("aéb").starts_with("aéb !1+2 bytes can only contain ASCII"));
}

TEST_CASE("decode_string: bytes") {
  CHECK(literal_bytes(R"(\xff\101\n)") ==
        "\xFF"
        "A\n");
  CHECK(literal_bytes(R"(\777)") == "\xFF ?0");
  CHECK(literal_bytes(R"(\u0041\N{BULLET})") == R"(\u0041\N{BULLET} ?0 ?6)");
}

TEST_CASE("decode_string: raw") {
  CHECK(literal_text(R"(\n\x4)", {.raw = true}) == R"(\n\x4)");
  CHECK(literal_text("a\r\nb", {.raw = true}) == "a\nb");
  CHECK(literal_text("a\\\r\nb", {.sort = Sort::Bytes, .raw = true}) == "a\\\nb");
}

TEST_CASE("decode_string: text of f-strings") {
  const StringReading format = {.braces = Braces::Doubled};
  CHECK(literal_text("a{{b}}c", format) == "a{b}c");
  CHECK(literal_text("{{{{", format) == "{{");
  CHECK(literal_text(R"(\N{BULLET}\x41)", format) == "•A");
  CHECK(literal_text(R"(\{{)", format) == "\\{ ?0");
  CHECK(literal_text("\\", format) == "\\ ?0");  // the text in front of the field in f'\{x}'
  CHECK(literal_text(R"(\n{{)", {.raw = true, .braces = Braces::Doubled}) == R"(\n{)");
}

TEST_CASE("decode_string: Python 2") {
  const StringReading bytes = python2_reading_of({});
  const StringReading unicode = python2_reading_of({.unicode = true});
  const StringReading raw = python2_reading_of({.raw = true, .unicode = true});
  CHECK(literal_text("é", bytes) == "é");
  CHECK(literal_text(R"(\u0041\xe9)", bytes) == "\\u0041\xE9 ?0");
  CHECK(literal_text(R"(\u0041\xe9)", unicode) == "Aé");
  CHECK(literal_text(R"(\u0041\n)", raw) == R"(A\n)");
  CHECK(literal_text(R"(\\u0041)", raw) == R"(\\u0041)");
  CHECK(literal_text(R"(\\\U00000041)", raw) == R"(\\A)");
  CHECK(literal_text(R"(\u41)", raw) == R"(\u41 !0+4 truncated \uXXXX escape)");
}

TEST_CASE("reads_as_written: exactly when nothing changes") {
  CHECK(reads_as_written("abc é", {}));
  CHECK_FALSE(reads_as_written("abc é", {.sort = Sort::Bytes}));
  CHECK(reads_as_written("abc é", python2_reading_of({})));
  CHECK_FALSE(reads_as_written("a\\", {}));
  CHECK(reads_as_written("a\\", {.raw = true}));
  CHECK_FALSE(reads_as_written("a\\", python2_reading_of({.raw = true, .unicode = true})));
  CHECK_FALSE(reads_as_written("a\r", {.raw = true}));
  CHECK_FALSE(reads_as_written("{{", {.braces = Braces::Doubled}));
}

// Literals of single quotes, well formed or nearly; seeded, the same on every run.
std::vector<std::string> random_literals() {
  std::mt19937 random(3);
  const std::vector<std::string> pieces = {
      "\\",   "\\x",     "\\u", "\\U",   "\\N",  "\\N{", "}",  "{",    "BULLET", "4",  "1f",
      "0000", "0010fff", "e9",  "D800",  "\\7",  "\\40", "\\", "\\\n", "\\\r\n", "\n", "a",
      "é",    "😀",      "\\'", "\\\\ ", "\\n ", "\\d",  "8",  "null", "\\v",    "\r", " "};
  const std::vector<std::string> prefixes = {"", "r", "b", "rb", "u"};
  std::vector<std::string> literals;
  for (int i = 0; i < 20000; ++i) {
    std::string literal = prefixes[random() % prefixes.size()] + "'''";
    for (std::size_t length = random() % 7; length > 0; --length) {
      literal += pieces[random() % pieces.size()];
    }
    literals.push_back(literal + "'''");
  }
  return literals;
}

// CPython names one problem, not always the first; a codec's message ends in its reason.
bool is_same_error(const std::string& message, const DecodedString& decoded) {
  return std::any_of(decoded.problems.begin(), decoded.problems.end(), [&](const auto& problem) {
    return message.find(problem.reason) != std::string::npos;
  });
}

TEST_CASE("literals: as CPython reads them") {
  const auto literals = random_literals();
  const auto answers =
      test::python_answers("tests/differential/lexis_answers.py literals", literals);
  if (!answers) {
    return;
  }
  REQUIRE(answers->size() == literals.size());
  for (std::size_t i = 0; i < literals.size(); ++i) {
    const StringParts parts = split_string(literals[i]);
    DecodedString ours;
    decode_string(parts.body, reading_of(parts.prefix), ours);
    const std::string& answer = (*answers)[i];
    const bool is_unterminated = answer.find("unterminated") != std::string::npos;
    if (is_unterminated && parts.body.ends_with('\'')) {
      continue;  // the literal ended before its last quote, which opens another one
    }
    CAPTURE(literals[i]);
    CAPTURE(answer);
    if (answer.starts_with("error")) {
      CHECK((is_unterminated ? !parts.closed : is_same_error(answer, ours)));
    } else {
      const std::string sort = parts.prefix.bytes ? "bytes " : "text ";
      CHECK(ours.problems.empty());
      CHECK(sort + test::to_hex(ours.value) == answer);
    }
  }
}

}  // namespace
}  // namespace av::lexis
