#include "analysis/taint/label.h"

#include <doctest/doctest.h>

using av::taint::Input;
using av::taint::PathId;
using av::taint::Paths;
using av::taint::Selector;

TEST_CASE("a table on another one finds its rows and numbers its own behind them") {
  Paths common;
  const PathId known = common.of({0});
  Paths own;
  own.lie_on(common);
  CHECK(own.of({0}) == known);
  CHECK(own.own().empty());
  const PathId added = own.step(known, Selector::index(3));
  CHECK(added == PathId(1));
  CHECK(own.step(known, Selector::index(3)) == added);
  CHECK(own.size() == 2);
  REQUIRE(own.own().size() == 1);
  CHECK(own.own()[0].parent == known);
  CHECK(own.input(added) == Input{0});
  CHECK(common.size() == 1);
}

TEST_CASE("what another table added meanwhile is found once it lies there") {
  Paths common;
  Paths first;
  Paths second;
  first.lie_on(common);
  second.lie_on(common);
  first.of({7});
  const PathId other = second.of({8});
  CHECK(other == PathId(0));  // both count on from what they lie on
  common.add(first.own()[0]);
  CHECK(common.add(second.own()[0]) == PathId(1));
  second.lie_on(common);
  CHECK(second.of({8}) == PathId(1));
  CHECK(second.own().empty());
}
