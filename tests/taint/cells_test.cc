#include "analysis/taint/cells.h"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace {

using av::taint::CellId;
using av::taint::Cells;
using av::taint::FlatTree;
using av::taint::FunctionId;
using av::taint::Input;
using av::taint::kEmpty;
using av::taint::Label;
using av::taint::Limits;
using av::taint::NameId;
using av::taint::Paths;
using av::taint::Selector;
using av::taint::Share;

constexpr CellId kCell(0);

struct Sample {
  Paths paths;
  Limits limits;
  Cells cells{paths, limits, 2};

  std::vector<Selector> add(std::uint32_t writer, const FlatTree& tree) {
    return cells.add(kCell, {FunctionId(writer), &tree});
  }
};

Label source(std::uint32_t origin, std::uint32_t step) {
  Label label;
  label.what = origin;
  label.step = step;
  return label;
}

Selector attribute(std::uint32_t name) {
  return Selector::attribute(NameId(name));
}

FlatTree whole(const Label& label) {
  return {{{Selector::any(), 1, 0}}, {label}};
}

FlatTree part(std::uint32_t name, const Label& label) {
  return {{{Selector::any(), 0, 1}, {attribute(name), 1, 0}}, {label}};
}

}  // namespace

TEST_CASE("a variable holds what all who store in it do, with the way there") {
  Sample sample;
  CHECK(sample.add(3, whole(source(7, 1))) == std::vector{Selector::any()});
  CHECK(sample.add(5, whole(source(8, 2))) == std::vector{Selector::any()});
  const auto labels = sample.cells.forest().labels(sample.cells.value(kCell));
  REQUIRE(labels.size() == 2);
  CHECK(labels[0].what == 7);
  CHECK(sample.cells.step(labels[0]).callee == FunctionId(3));
  CHECK(sample.cells.step(labels[0]).inner == 1);
  CHECK(sample.cells.step(labels[1]).callee == FunctionId(5));
  CHECK(sample.cells.value(CellId(1)) == kEmpty);
}

TEST_CASE("what another function stores already is no news") {
  Sample sample;
  CHECK(sample.add(3, part(1, source(7, 1))) == std::vector{attribute(1)});
  CHECK(sample.add(5, part(1, source(7, 4))).empty());
  CHECK(sample.add(5, part(2, source(7, 4))) == std::vector{attribute(2)});
  CHECK(sample.cells.writers(kCell).size() == 2);
}

TEST_CASE("a variable that is made anew forgets what nobody stores any more") {
  Sample sample;
  const FlatTree first = part(1, source(7, 1));
  const FlatTree second = part(2, source(8, 2));
  sample.add(3, first);
  sample.add(5, second);
  const std::vector<Share> shares = {{FunctionId(3), nullptr}, {FunctionId(5), &second}};
  CHECK(sample.cells.replace(kCell, shares) == std::vector{attribute(1)});
  CHECK(sample.cells.forest().children(sample.cells.value(kCell)).size() == 1);
}

TEST_CASE("a function's parameters mean nothing elsewhere, the variables around it do") {
  Sample sample;
  Label label;
  label.kind = Label::Kind::Input;
  label.what = sample.paths.of({0}).index();
  CHECK(sample.add(3, whole(label)).empty());
  label.what = sample.paths.of(Input::captured(4)).index();
  CHECK(sample.add(3, whole(label)) == std::vector{Selector::any()});
}
