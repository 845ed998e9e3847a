#include "analysis/text/lines.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace av::text {
namespace {

// The lines of `text`, each in brackets.
std::string lines(std::string_view text) {
  const LineIndex index(text);
  CHECK(count_lines(text) == index.line_count());
  std::string out;
  for (std::uint32_t line = 1; line <= index.line_count(); ++line) {
    out += "[" + std::string(index.line_text(line)) + "]";
  }
  return out;
}

TEST_CASE("LineIndex: lines end as Python's do") {
  CHECK(lines("") == "[]");
  CHECK(lines("a") == "[a]");
  CHECK(lines("a\n") == "[a][]");
  CHECK(lines("\n\n") == "[][][]");
  CHECK(lines("a\nb\r\nc\rd") == "[a][b][c][d]");
  CHECK(lines("\r\r\n\n") == "[][][][]");
  CHECK(lines("a\r") == "[a][]");
  CHECK(lines("a\f\vb") == "[a\f\vb]");
  CHECK(lines("a\u2028b\u0085c") == "[a\u2028b\u0085c]");
}

TEST_CASE("LineIndex: offsets and lines") {
  const LineIndex index("ab\ncd\r\n\nx");
  CHECK(index.line_count() == 4);
  CHECK(index.line_start(1) == 0);
  CHECK(index.line_start(2) == 3);
  CHECK(index.line_start(3) == 7);
  CHECK(index.line_start(4) == 8);
  CHECK(index.line_at(0) == 1);
  CHECK(index.line_at(2) == 1);
  CHECK(index.line_at(3) == 2);
  CHECK(index.line_at(6) == 2);
  CHECK(index.line_at(7) == 3);
  CHECK(index.line_at(8) == 4);
  CHECK(index.line_at(9) == 4);
  CHECK(index.line_at(1000) == 4);
}

TEST_CASE("LineIndex: columns in characters, bytes and UTF-16 units") {
  const std::string text = "x\né😀z";
  const LineIndex index(text);
  const Position start = index.position_at(2);
  CHECK(start.line == 2);
  CHECK(start.column == 1);
  CHECK(start.column_bytes == 1);
  CHECK(start.column_utf16 == 1);
  const Position z = index.position_at(8);
  CHECK(z.line == 2);
  CHECK(z.column == 3);
  CHECK(z.column_bytes == 7);
  CHECK(z.column_utf16 == 4);
  CHECK(index.position_at(100).column == 4);  // the end of the text
}

TEST_CASE("LineIndex: columns in lines of thousands of characters") {
  std::mt19937 random(6);
  std::string text = "short\n";
  for (int i = 0; i < 9000; ++i) {
    text +=
        std::vector<std::string>{"a", "b", "é", "😀", i % 3000 == 2999 ? "\n" : "c"}[random() % 5];
  }
  const LineIndex index(text);
  Position expected;
  for (std::uint32_t at = 0; at < text.size();) {
    const Position found = index.position_at(at);
    REQUIRE(found.line == expected.line);
    REQUIRE(found.column == expected.column);
    REQUIRE(found.column_bytes == expected.column_bytes);
    REQUIRE(found.column_utf16 == expected.column_utf16);
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::uint32_t size = lead < 0x80 ? 1 : lead < 0xF0 ? 2 : 4;
    expected.column += 1;
    expected.column_bytes += size;
    expected.column_utf16 += size == 4 ? 2 : 1;
    if (lead == '\n') {
      expected = {expected.line + 1};
    }
    at += size;
  }
}

// What the rule says, a byte at a time.
std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts = {0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((text[i] == '\n' || text[i] == '\r') && !is_pair) {
      starts.push_back(static_cast<std::uint32_t>(i + 1));
    }
  }
  return starts;
}

TEST_CASE("LineIndex: random mixtures of line ends") {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t length = random() % 40; length > 0; --length) {
      text += "\n\r\nab"[random() % 5];
    }
    const LineIndex index(text);
    const auto starts = line_starts(text);
    REQUIRE(index.line_count() == starts.size());
    REQUIRE(count_lines(text) == starts.size());
    for (std::uint32_t line = 1; line <= index.line_count(); ++line) {
      CHECK(index.line_start(line) == starts[line - 1]);
      CHECK(index.line_at(starts[line - 1]) == line);
    }
  }
}

TEST_CASE("LineIndex: a text of carriage returns takes linear time") {
  const LineIndex index(std::string(4000000, '\r'));
  CHECK(index.line_count() == 4000001);
}

}  // namespace
}  // namespace av::text
