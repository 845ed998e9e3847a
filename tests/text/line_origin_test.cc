#include "analysis/text/line_origin.h"

#include <doctest/doctest.h>

#include <vector>

namespace av::text {
namespace {

TEST_CASE("a position is counted where its line comes from") {
  const std::vector<LineOrigin> origins = {{0, 1, 1, 0}, {4, 2, 30, 6}};
  Position position;
  position.line = 2;
  position.column = position.column_bytes = position.column_utf16 = 3;
  const Position there = at_origin(position, origins);
  CHECK(there.cell == 4);
  CHECK(there.line == 2);
  CHECK(there.file_line == 30);
  CHECK(there.column == 9);
  CHECK(there.column_bytes == 9);
  CHECK(there.column_utf16 == 9);
  position.line = 99;  // behind the last newline
  CHECK(at_origin(position, origins).cell == 4);
  CHECK(at_origin(position, {}).line == 99);
}

}  // namespace
}  // namespace av::text
