#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using av::test::FoundFlow;
using av::test::ProgramSample;

constexpr std::string_view kView =
    "from flask import request\n"
    "def view(store):\n"
    "    store.save_row(request.args['q'])\n";
constexpr std::string_view kStore =
    "import os\n"
    "class Store:\n"
    "    def save_row(self, text):\n"
    "        os.system(text)\n";

// same_island says whether two files lie on one island.
bool same_island(const ProgramSample& sample, std::string_view a, std::string_view b) {
  const auto island_of = [&](std::string_view file) {
    const av::taint::Program& program = sample.program();
    const auto unit = std::ranges::find_if(
        program.units(), [&](const av::taint::Unit& one) { return one.path.ends_with(file); });
    REQUIRE(unit != program.units().end());
    const av::taint::UnitId id(static_cast<std::uint32_t>(unit - program.units().begin()));
    return program.island(program.id_of(id, av::flow::FunctionId(0)));
  };
  return island_of(a) == island_of(b);
}

}  // namespace

TEST_CASE("files that name something of each other lie on one island, however many between them") {
  const ProgramSample sample({{"one/a/x.py", "from b.y import f\nf()\n"},
                              {"one/b/y.py", "from c.z import g\ndef f():\n    g()\n"},
                              {"one/c/z.py", "def g():\n    pass\n"},
                              {"two/d/w.py", "def f():\n    pass\n"}});
  CHECK(same_island(sample, "a/x.py", "c/z.py"));
  CHECK_FALSE(same_island(sample, "a/x.py", "d/w.py"));
  CHECK(sample.program().island_count() == 2);
}

TEST_CASE("so do those of a folder and of folders below it, but for installed libraries") {
  const ProgramSample sample({{"run.py", "pass\n"},
                              {"plugins/one.py", "pass\n"},
                              {"lib/site-packages/six.py", "pass\n"},
                              {"lib/site-packages/left.py", "pass\n"},
                              {"lib/site-packages/other/x.py", "pass\n"}});
  CHECK(same_island(sample, "run.py", "one.py"));
  CHECK_FALSE(same_island(sample, "six.py", "left.py"));
  CHECK_FALSE(same_island(sample, "six.py", "other/x.py"));
}

TEST_CASE("a method is guessed by its name on the same island only") {
  ProgramSample near({{"app/view.py", std::string(kView)}, {"app/store.py", std::string(kStore)}});
  CHECK(near.flows().size() == 1);
  ProgramSample apart({{"one/view.py", std::string(kView)}, {"two/store.py", std::string(kStore)}});
  CHECK(apart.flows().empty());
}

TEST_CASE("what is found on an island is the same beside others") {
  const std::string code = std::string(kStore) + std::string(kView);
  ProgramSample alone({{"one/app.py", code}});
  // With these beside it there would be three methods of that name, and more kinds of sinks.
  const std::string other =
      "import pickle\nclass Other:\n    def save_row(self, text):\n"
      "        pickle.loads(text)\n";
  ProgramSample beside({{"one/app.py", code}, {"two/x.py", other}, {"three/y.py", other}});
  REQUIRE(alone.flows().size() == 1);
  CHECK(alone.flows() == beside.flows());
}
