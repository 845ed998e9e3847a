#include "analysis/syntax/cpython/positions.h"

#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::syntax::Version;
using av::syntax::cpython::ColumnUnit;
using av::syntax::cpython::FieldText;
using av::syntax::cpython::Place;
using av::syntax::cpython::Positions;
using av::test::Parsed;

std::string text_of(Place place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

// field_at describes the field whose { is at `brace` in a text that is one f-string token.
FieldText field_at(std::string_view text, std::uint32_t brace) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto end = static_cast<std::uint32_t>(text.find_first_of("!:}", brace));
  return {0, 0, size, brace + 1, end};
}

TEST_CASE("lines count from one, columns from zero in bytes, whatever ends a line") {
  const Parsed parsed("a\r\né = b\rc\n");
  Positions positions(parsed.tree, 313, ColumnUnit::Bytes);
  CHECK(text_of(positions.start_of(0, Positions::kFile)) == "1:0");
  CHECK(text_of(positions.start_of(8, Positions::kFile)) == "2:5");
  CHECK(text_of(positions.start_of(10, Positions::kFile)) == "3:0");
  CHECK(text_of(positions.end_of(2, Positions::kFile)) == "1:2");
  Positions characters(parsed.tree, 207, ColumnUnit::Characters);
  CHECK(text_of(characters.start_of(8, Positions::kFile)) == "2:4");
}

TEST_CASE("until 3.7 a string of several lines is on its last, in column -1") {
  const Parsed parsed("x = '''a\nb'''.c\n");
  Positions old(parsed.tree, 307, ColumnUnit::Bytes);
  CHECK(text_of(old.start_of(4, Positions::kFile)) == "2:-1");
  CHECK(text_of(old.start_of(0, Positions::kFile)) == "1:0");
  Positions later(parsed.tree, 308, ColumnUnit::Bytes);
  CHECK(text_of(later.start_of(4, Positions::kFile)) == "1:4");
}

TEST_CASE("until 3.8 a field was looked for by its text") {
  const std::string text = "f'{a}{a!r}{b}'";
  const Parsed parsed(text);
  Positions positions(parsed.tree, 308, ColumnUnit::Bytes);
  const auto first = positions.enter_field(Positions::kFile, field_at(text, 2));
  CHECK(text_of(positions.start_of(3, first)) == "1:3");
  const auto second = positions.enter_field(Positions::kFile, field_at(text, 5));
  CHECK(text_of(positions.start_of(6, second)) == "1:3");  // the first {a}
  const auto third = positions.enter_field(Positions::kFile, field_at(text, 10));
  CHECK(text_of(positions.start_of(11, third)) == "1:11");
}

TEST_CASE("behind a line end 3.8 and 3.9 count one column too many") {
  const std::string text = "f'''\n{a}'''";
  const Parsed parsed(text);
  const auto place_in = [&](Version version) {
    Positions positions(parsed.tree, version, ColumnUnit::Bytes);
    const auto frame = positions.enter_field(Positions::kFile, field_at(text, 5));
    return text_of(positions.start_of(6, frame));
  };
  CHECK(place_in(308) == "2:2");
  CHECK(place_in(309) == "2:2");
  CHECK(place_in(310) == "2:1");
  CHECK(place_in(311) == "2:1");
  CHECK(place_in(312) == "2:1");
}

TEST_CASE("on later lines of an expression columns are true in every version") {
  const std::string text = "f'''{a +\n b}'''";
  const Parsed parsed(text);
  for (const Version version : {Version{307}, Version{308}, Version{309}, Version{311}}) {
    Positions positions(parsed.tree, version, ColumnUnit::Bytes);
    const auto frame = positions.enter_field(Positions::kFile, field_at(text, 4));
    CHECK(text_of(positions.start_of(10, frame)) == "2:1");
  }
}

TEST_CASE("since 3.12 there is one frame") {
  const std::string text = "f'{a}'";
  const Parsed parsed(text);
  Positions positions(parsed.tree, 312, ColumnUnit::Bytes);
  CHECK(positions.enter_field(Positions::kFile, field_at(text, 2)) == Positions::kFile);
}

}  // namespace
