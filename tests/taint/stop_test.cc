// stop_test.cc — an analysis that is told to stop.

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("what is told to stop looks at no function any more") {
  const std::string code = "import os\nfrom flask import request\nos.system(request.args['q'])\n";
  const av::test::ProgramSample sample({{"app.py", code}});
  REQUIRE(sample.result().flows.size() == 1);
  av::base::StopFlag stop;
  CHECK(sample.stopped(stop).flows.size() == 1);
  stop.request(1);
  CHECK(sample.stopped(stop).flows.empty());
  CHECK(sample.stopped(stop).passes == 0);
}
