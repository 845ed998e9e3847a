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
