#include "analysis/match/pattern_shape.h"

#include "tests/match/patterned.h"

#include <doctest/doctest.h>

#include <vector>

namespace {

using av::match::Patterned;
using Lines = std::vector<std::uint32_t>;

TEST_CASE("a comparison has its operator, and its operand on either side") {
  const Patterned rule = Patterned::only("f.g(...) == $X");
  CHECK(rule.lines("import f\nf.g() == 1\n1 == f.g()\nf.g() != 1\nf.h() == 1\n2 == 1\n") ==
        Lines{2, 3});
  CHECK(rule.lines("import f\nv = f.g()\nv == 1\n1 == v\n(w := f.g()) == 1\n") == Lines{3, 4, 5});
  CHECK(Patterned::only("$X == f.g(...)").lines("import f\n1 == f.g()\nf.g() == 1\n") ==
        Lines{2, 3});
}

TEST_CASE("an operator of arithmetic is that of the node") {
  const Patterned rule = Patterned::only("($A + $B) % 256");
  CHECK(rule.lines("(a + b) % 256\n(a - b) % 256\n(a + b) * 256\ns = a + b\ns % 256\n") ==
        Lines{1, 5});
}

TEST_CASE("what a statement tests may stand in a variable") {
  const Patterned rule = Patterned::only("if not f.g($X): ...");
  CHECK(rule.lines("import f\nif not f.g(1):\n    pass\nif f.g(1):\n    pass\nno = not f.g(1)\n"
                   "if no:\n    pass\n") == Lines{2, 7});
}

}  // namespace
