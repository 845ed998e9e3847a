// imported_variables_test.cc — what is put into a variable that another module defines.

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using av::test::ProgramSample;

const std::string kConf =
    "import os\n"
    "cmd = 'ls'\n"
    "OPTIONS = {'cmd': 'ls', 'other': 'ls'}\n"
    "class Settings:\n"
    "    pass\n"
    "settings = Settings()\n"
    "LIST = []\n"
    "def variable():\n"
    "    os.system(cmd)\n"
    "def item():\n"
    "    os.system(OPTIONS['cmd'])\n"
    "def other():\n"
    "    os.system(OPTIONS['other'])\n"
    "def attribute():\n"
    "    os.system(settings.cmd)\n"
    "def element():\n"
    "    os.system(LIST[0])\n";

// sinks_after is the lines of conf.py where something does harm once a view of another module ran
// `statement`; `between` are further files.
std::vector<std::uint32_t> sinks_after(const std::string& import, const std::string& statement,
                                       ProgramSample::Files between = {}) {
  between.emplace_back("conf.py", kConf);
  between.emplace_back(
      "web.py", "from flask import request\n" + import + "\ndef view():\n    " + statement + "\n");
  ProgramSample sample(std::move(between));
  std::vector<std::uint32_t> lines;
  for (const av::test::FoundFlow& flow : sample.flows()) {
    CHECK(flow.file == "conf.py");
    lines.push_back(flow.line);
  }
  return lines;
}

using Lines = std::vector<std::uint32_t>;

TEST_CASE("a variable of an imported module is set") {
  CHECK(sinks_after("import conf", "conf.cmd = request.args['q']") == Lines{9});
  CHECK(sinks_after("import conf as c", "c.cmd = request.args['q']") == Lines{9});
  CHECK(sinks_after("import conf", "conf.cmd = 'ls'").empty());
}

TEST_CASE("an object of an imported module is changed") {
  CHECK(sinks_after("import conf", "conf.OPTIONS['cmd'] = request.args['q']") == Lines{11});
  CHECK(sinks_after("import conf", "conf.settings.cmd = request.args['q']") == Lines{15});
  CHECK(sinks_after("import conf", "conf.LIST.append(request.args['q'])") == Lines{17});
}

TEST_CASE("an imported object is changed") {
  CHECK(sinks_after("from conf import OPTIONS", "OPTIONS['cmd'] = request.args['q']") == Lines{11});
  CHECK(sinks_after("from conf import OPTIONS as o", "o['other'] = request.args['q']") ==
        Lines{13});
  CHECK(sinks_after("from conf import settings", "settings.cmd = request.args['q']") == Lines{15});
  CHECK(sinks_after("from conf import LIST", "LIST.append(request.args['q'])") == Lines{17});
}

TEST_CASE("an imported name that means something else now is another variable") {
  CHECK(sinks_after("from conf import cmd", "cmd = request.args['q']").empty());
}

TEST_CASE("modules may hand on what they import, and import each other") {
  CHECK(sinks_after("from shared import OPTIONS", "OPTIONS['cmd'] = request.args['q']",
                    {{"shared.py", "from conf import OPTIONS\n"}}) == Lines{11});
  CHECK(sinks_after("from app import conf", "conf.OPTIONS['cmd'] = request.args['q']",
                    {{"app/__init__.py", ""}, {"app/conf.py", "from conf import OPTIONS\n"}}) ==
        Lines{11});
  CHECK(sinks_after("from one import X", "X['cmd'] = request.args['q']",
                    {{"one.py", "from two import X\n"}, {"two.py", "from one import X\n"}})
            .empty());
}

}  // namespace
