#include "analysis/taint/function_order.h"

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>

using av::taint::FunctionOrder;
using av::taint::Program;
using av::test::ProgramSample;

TEST_CASE("a level needs only what lies below, but for cycles") {
  const ProgramSample::Files files = {{"app.py",
                                       "def leaf(): pass\n"
                                       "def middle(): leaf()\n"
                                       "def top(): middle(); leaf()\n"
                                       "def other(): leaf()\n"
                                       "def ping(): pong()\n"
                                       "def pong(): ping(); leaf()\n"}};
  const ProgramSample sample(files);
  const Program& program = sample.program();
  const FunctionOrder order = av::taint::bottom_up(av::taint::References(program));
  REQUIRE(order.functions.size() == program.functions().size());
  CHECK(std::ranges::is_sorted(order.levels));
  const auto level_of = [&](const std::string& wanted) {
    for (std::size_t i = 0; i < order.functions.size(); ++i) {
      const av::taint::NameId name = program.details(order.functions[i]).name;
      if (name.exists() && program.names().text(name) == wanted) {
        return order.levels[i];
      }
    }
    return ~0U;
  };
  CHECK(level_of("leaf") == 0);
  CHECK(level_of("middle") == 1);
  CHECK(level_of("other") == 1);
  CHECK(level_of("top") == 2);
  CHECK(level_of("ping") != level_of("pong"));
}
