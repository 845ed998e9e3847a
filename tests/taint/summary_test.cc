#include "analysis/taint/summary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>

using av::taint::FlowEntry;
using av::taint::FunctionId;
using av::taint::Step;
using av::taint::Summary;

namespace {

Step step(std::uint32_t instr, std::uint32_t parent) {
  Step made;
  made.instr = instr;
  made.parent = parent;
  return made;
}

FlowEntry flow_that_ends_in(std::uint32_t number) {
  FlowEntry flow;
  flow.step = number;
  return flow;
}

}  // namespace

TEST_CASE("a summary that replaces another keeps the numbers of its steps") {
  Summary before;
  before.steps = {step(10, Step::kNone), step(11, 0), step(12, 1)};
  Summary after;
  after.steps = {step(20, Step::kNone), step(10, Step::kNone), step(11, 1), step(21, 2)};
  after.flows = {flow_that_ends_in(0), flow_that_ends_in(2), flow_that_ends_in(3)};
  after.take_steps_of(before);

  REQUIRE(after.steps.size() == 5);
  CHECK(std::equal(before.steps.begin(), before.steps.end(), after.steps.begin()));
  CHECK(after.steps[3] == step(20, Step::kNone));
  CHECK(after.steps[4] == step(21, 1));  // the way 10, 11 was there already
  CHECK(after.flows[0].step == 3);
  CHECK(after.flows[1].step == 1);
  CHECK(after.flows[2].step == 4);
}

namespace {

using av::taint::changed_parts;
using av::taint::FlatTree;
using av::taint::Label;
using av::taint::NameId;
using av::taint::Selector;

Label source_step(std::uint32_t origin) {
  Label label;
  label.what = origin;
  return label;
}

// A value without labels of its own whose attributes come from one source each.
FlatTree object(std::initializer_list<std::pair<Selector, std::uint32_t>> attributes) {
  FlatTree tree;
  tree.nodes.push_back({Selector::any(), 0, static_cast<std::uint16_t>(attributes.size())});
  for (const auto& [part, origin] : attributes) {
    tree.nodes.push_back({part, 1, 0});
    tree.labels.push_back(source_step(origin));
  }
  return tree;
}

}  // namespace

TEST_CASE("the parts that changed are those that only one tree has, or that say something else") {
  const Selector a = Selector::attribute(NameId(1));
  const Selector b = Selector::attribute(NameId(2));
  CHECK(changed_parts(object({{a, 7}}), object({{a, 7}})).empty());
  CHECK(changed_parts({}, object({{a, 7}, {b, 8}})) == std::vector{a, b});
  CHECK(changed_parts(object({{a, 7}, {b, 8}}), object({{a, 7}, {b, 9}})) == std::vector{b});
  CHECK(changed_parts(object({{a, 7}, {b, 8}}), object({{b, 8}})) == std::vector{a});
}

TEST_CASE("labels of the whole change all parts") {
  FlatTree whole;
  whole.nodes.push_back({Selector::any(), 1, 0});
  whole.labels.push_back(source_step(7));
  CHECK(changed_parts({}, whole) == std::vector{Selector::any()});
  CHECK(changed_parts(whole, whole).empty());
}
