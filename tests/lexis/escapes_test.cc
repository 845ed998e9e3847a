#include "lexis/escapes.h"

#include <doctest/doctest.h>

#include <string>

namespace av::lexis {
namespace {

std::string read(std::string_view text, EscapeSet set = EscapeSet::Text) {
  const Escape escape = read_escape(text, set);
  const std::string length = std::to_string(escape.length);
  switch (escape.kind) {
    case EscapeKind::Character:
      return length + " U+" + std::to_string(static_cast<std::uint32_t>(escape.value));
    case EscapeKind::Nothing:
      return length + " nothing";
    case EscapeKind::Unknown:
      return length + " unknown";
    case EscapeKind::Malformed:
      return length + " " + escape.problem;
  }
  return "";
}

TEST_CASE("read_escape: one escape and no more") {
  CHECK(read("\\nx") == "2 U+10");
  CHECK(read("\\x414") == "4 U+65");
  CHECK(read("\\1234") == "4 U+83");
  CHECK(read("\\18") == "2 U+1");
  CHECK(read("\\u00e9x") == "6 U+233");
  CHECK(read("\\U0010FFFFF") == "10 U+1114111");
  CHECK(read("\\N{NULL}}") == "8 U+0");
  CHECK(read("\\\nx") == "2 nothing");
  CHECK(read("\\\r\nx") == "3 nothing");
  CHECK(read("\\\rx") == "2 nothing");
  CHECK(read("\\q") == "1 unknown");
  CHECK(read("\\8") == "1 unknown");
}

TEST_CASE("read_escape: bytes know fewer") {
  CHECK(read("\\xFF", EscapeSet::Bytes) == "4 U+255");
  CHECK(read("\\777", EscapeSet::Bytes) == "4 U+255");
  CHECK(read("\\u0041", EscapeSet::Bytes) == "1 unknown");
  CHECK(read("\\N{NULL}", EscapeSet::Bytes) == "1 unknown");
}

TEST_CASE("read_escape: malformed at every cut") {
  CHECK(read("\\") == "1 \\ at end of string");
  CHECK(read("\\x") == "2 truncated \\xXX escape");
  CHECK(read("\\x4") == "3 truncated \\xXX escape");
  CHECK(read("\\u123") == "5 truncated \\uXXXX escape");
  CHECK(read("\\U0000000") == "9 truncated \\UXXXXXXXX escape");
  CHECK(read("\\UFFFFFFFF") == "10 illegal Unicode character");
  CHECK(read("\\N") == "2 malformed \\N character escape");
  CHECK(read("\\N{") == "3 malformed \\N character escape");
  CHECK(read("\\N{X") == "4 malformed \\N character escape");
  CHECK(read("\\N{X}") == "5 unknown Unicode character name");
}

TEST_CASE("read_unicode_escape: \\u and \\U only") {
  CHECK(read_unicode_escape("\\u0041").value == 'A');
  CHECK(read_unicode_escape("\\U00000041").value == 'A');
  CHECK(read_unicode_escape("\\u004").kind == EscapeKind::Malformed);
  CHECK(read_unicode_escape("\\n").kind == EscapeKind::Unknown);
  CHECK(read_unicode_escape("\\").kind == EscapeKind::Unknown);
}

}  // namespace
}  // namespace av::lexis
