// of_tests_test.cc — what a test brings does not get about in the program that it tests.

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using av::test::ProgramSample;

constexpr std::string_view kApp =
    "import os\n"
    "OPTIONS = {'cmd': 'ls'}\n"
    "def choose(cmd):\n"
    "    OPTIONS['cmd'] = cmd\n"
    "def run():\n"
    "    os.system(OPTIONS['cmd'])\n";
constexpr std::string_view kUser =
    "from flask import request\n"
    "import app\n"
    "def use():\n"
    "    app.choose(request.args['q'])\n";

// flows_inside is how many flows functions of a file know of, told or not.
std::size_t flows_inside(const ProgramSample& sample, std::string_view file) {
  const av::taint::Program& program = sample.program();
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < program.functions().size(); ++i) {
    const av::taint::FunctionId id(i);
    if (program[program[id].unit].path == file) {
      count += av::taint::analyse_function(program, id).summary.flows.size();
    }
  }
  return count;
}

}  // namespace

TEST_CASE("what a test stores in a variable of the program is not read there") {
  ProgramSample tested({{"app.py", std::string(kApp)}, {"tests/test_app.py", std::string(kUser)}});
  CHECK(tested.flows().empty());
  CHECK(flows_inside(tested, "app.py") == 0);

  ProgramSample used({{"app.py", std::string(kApp)}, {"web.py", std::string(kUser)}});
  CHECK(used.flows().size() == 1);
  CHECK(flows_inside(used, "app.py") == 1);
}

TEST_CASE("a test's own variables hold what it stores in them") {
  const std::string code =
      "import os\n"
      "from flask import request\n"
      "OPTIONS = {}\n"
      "def test_it():\n"
      "    OPTIONS['cmd'] = request.args['q']\n"
      "def test_more():\n"
      "    os.system(OPTIONS['cmd'])\n";
  ProgramSample sample(ProgramSample::Files{{"tests/test_app.py", code}});
  CHECK(sample.flows().size() == 1);
}
