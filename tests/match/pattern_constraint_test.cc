#include "tests/match/patterned.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::match::Patterned;
using Lines = std::vector<std::uint32_t>;

// where is a pattern of one call with a condition on its argument.
Patterned where(const std::string& condition) {
  return Patterned("[[pattern]]\nfind = 'a.f($X)'\nwhere.X = { " + condition + " }\n");
}

TEST_CASE("value matches a regular expression, of constants only") {
  const Patterned rule = where("value = '(?i)^http:'");
  CHECK(rule.lines("import a\na.f('HTTP://x')\na.f('https://x')\na.f(x)\n") == Lines{2});
  CHECK(where("value = '^8080$'").lines("import a\na.f(8000)\na.f(8080)\n") == Lines{3});
  CHECK(where("not = { value = '^x' }").lines("import a\na.f('x')\na.f('y')\na.f(z)\n") ==
        Lines{3, 4});
}

TEST_CASE("head matches what a text begins with, as far as that is known") {
  const Patterned rule = where("head = '^http:'");
  CHECK(rule.lines("import a\na.f('http://x')\na.f(f'http://{x}')\na.f('http://' + x)\n"
                   "a.f('http://%s' % x)\na.f(f'{x}http:')\na.f(x)\na.f(8)\n") ==
        Lines{2, 3, 4, 5});
  CHECK(where("head = '^$'").lines("import a\na.f(f'{x}/y')\na.f('y' + x)\na.f(x)\n") == Lines{2});
  CHECK(rule.lines("import a\nu = f'http://{x}' if x else 'https://y'\na.f(u)\n").empty());
}

TEST_CASE("bits are those of whole numbers that are known") {
  const char* code =
      "import a, stat\na.f(0o777)\na.f(0o755)\na.f(x)\na.f(stat.S_IRWXO)\na.f('2')\n";
  CHECK(where("bits = 0o002").lines(code) == Lines{2, 5});
  CHECK(where("bits = 0o002, not = { bits = 0o100 }").lines(code) == Lines{5});
}

TEST_CASE("a default counts where the pattern asks for it, and says so") {
  const char* code =
      "import a\ndef g(x=7, y=8, z=7):\n    a.f(x)\n    a.f(y)\n    z = 8\n    a.f(z)\n"
      "def h(x=7):\n    if x:\n        x = 7\n    a.f(x)\na.f(7)\n";
  CHECK(Patterned::only("a.f(7)").lines(code) == Lines{11});
  const Patterned rule("[[pattern]]\nfind = 'a.f(7)'\nby_default = true\n");
  const auto found = rule.found(code);
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "found `a.f`, unless its caller says otherwise");
  CHECK(found[0].severity == av::knowledge::Severity::Low);
  CHECK(found[0].confidence == av::knowledge::Confidence::Low);
  CHECK(found[1].message == "found `a.f`");
  CHECK(found[1].severity == av::knowledge::Severity::Medium);
}

TEST_CASE("literal and built") {
  const char* code = "import a\na.f('x')\na.f(y)\na.f('x' + y)\na.f(f'{y}')\n";
  CHECK(where("literal = true").lines(code) == Lines{2});
  CHECK(where("literal = false").lines(code) == Lines{3, 4, 5});
  CHECK(where("built = true").lines(code) == Lines{4, 5});
}

TEST_CASE("type and name") {
  const char* code =
      "import a, m\nclass C(m.B):\n    pass\na.f(m.B())\na.f(C())\na.f(m.c.d)\na.f(x)\n";
  CHECK(where("type = 'm.B'").lines(code) == Lines{4, 5});
  CHECK(where("name = 'm.c.*'").lines(code) == Lines{6});
  CHECK(where("name = ['m.c.d', 'z']").lines(code) == Lines{6});
}

TEST_CASE("numbers and lengths compare") {
  CHECK(where("compare = '< 2048'").lines("import a\na.f(1024)\na.f(2048)\na.f(n)\na.f('9')\n") ==
        Lines{2});
  CHECK(
      where("length = '<= 2'").lines("import a\na.f('ab')\na.f(b'abc')\na.f([1, 2])\na.f({})\n") ==
      Lines{2, 4, 5});
}

TEST_CASE("names as they are written") {
  CHECK(where("spelled = '^tmp'").lines("import a\na.f(tmp_x)\na.f(o.tmp)\na.f(x)\n") ==
        Lines{2, 3});
  CHECK(where("secret = true").lines("import a\na.f(o.api_key)\na.f(user)\n") == Lines{2});
}

TEST_CASE("where it comes from") {
  CHECK(where("from = 'local'").lines("import a\na.f(input())\na.f('x')\na.f(y)\n") == Lines{2});
}

TEST_CASE("what matches another pattern") {
  CHECK(where("matches = ['b.g(...)', 'None']")
            .lines("import a, b\na.f(b.g(1))\na.f(None)\na.f(b.h())\n") == Lines{2, 3});
}

}  // namespace
