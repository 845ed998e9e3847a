// Files made to cost time or memory.  Every case must end soon: what is followed is capped, and the
// caps hold however names, values and comments refer to each other.
#include "tests/match/checked.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::match::Checked;

// `line` with every # replaced by the number, for 0 to count.
std::string repeated(std::string_view line, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    for (const char c : line) {
      out += c == '#' ? std::to_string(i) : std::string(1, c);
    }
  }
  return out;
}

void check_ends(const std::string& code) {
  CHECK_MESSAGE(Checked(code).result().findings.size() <= code.size(), code.substr(0, 60));
}

constexpr int kMany = 2000;

TEST_CASE("names that are bound again and again") {
  check_ends("import os\nx = ''\n" + repeated("x = x + 'a'\nos.system(x)\n", kMany));
  check_ends("import os\nx = ''\n" + repeated("x += y\nos.system(x)\n", kMany));
  check_ends("import os\n" + repeated("if c:\n  x = 'a#'\nos.system(x)\n", kMany));
  check_ends("import os\nwhile c:\n" + repeated("  if c:\n    x = y#\n  os.system(x)\n", kMany));
  check_ends("import os\nclass A:\n" +
             repeated("  def f#(self):\n    self.x = y#\n    os.system(self.x)\n", kMany));
}

TEST_CASE("names that lead to names") {
  check_ends(repeated("v# = v#.a\n", kMany) + "eval(v)\n");
  check_ends(repeated("def f#(): return g# or f#()\n", kMany) + "eval(f0())\n");
  check_ends(repeated("class C#(C#, D): pass\n", kMany) + "eval(C0().x)\n");
  check_ends("class A(B, B): pass\nclass B(A, A): pass\neval(A().x.y)\n");
  check_ends(repeated("from m# import *\n", kMany) + repeated("foo#()\n", kMany));
}

TEST_CASE("values that grow") {
  std::string doubling = "import os\nx0 = 'ab'\n";
  std::string choices = "import os\nx0 = 'a'\nx1 = 'b'\n";
  for (int i = 1; i < 200; ++i) {
    const std::string one = std::to_string(i);
    const std::string next = std::to_string(i + 1);
    const std::string before = std::to_string(i - 1);
    doubling += "x" + one + " = f'{x" + before + "}{x" + before + "}'\nos.system(x" + one + ")\n";
    choices += "x" + next + " = x" + before + " if c else x" + one + " + y\n";
  }
  check_ends(doubling);
  check_ends(choices + "os.system(x200)\n");
}

TEST_CASE("many arguments, many holes") {
  check_ends("d = {" + repeated("'k#': 1,", kMany) + "}\n" +
             repeated("f(**d)\neval(d['k#'])\n", kMany));
  check_ends("import os\nos.system(x" + repeated(" + y#", 900) + ")\n");
  check_ends("import os\nos.system('" + repeated("%s", kMany) + "' % (" + repeated("y#, ", kMany) +
             "))\n");
  check_ends("import os\nos.system(" + repeated("f(", 900) + "x" + std::string(900, ')') + ")\n");
}

TEST_CASE("one long list, asked about again and again") {
  check_ends("import os\nx = [" + repeated("y#, ", 20 * kMany) + "]\n" +
             repeated("os.system(str(x) + z#)\n", kMany));
}

TEST_CASE("many comments") {
  check_ends("import os\n" + repeated("# antivenom: ignore[shell-command] why\n", kMany) +
             repeated("os.system(x)\n", kMany));
  check_ends("import os\n" + repeated("os.system(x); ", kMany) +
             "# antivenom: ignore[shell-command] why\n");
}

TEST_CASE("scopes in scopes") {
  std::string code = "import os\n";
  for (std::size_t i = 0; i < 90; ++i) {
    code += std::string(i, ' ') + "def f" + std::to_string(i) + "():\n";
  }
  check_ends(code + repeated(std::string(90, ' ') + "os.system(x#)\n", kMany));
}

TEST_CASE("text that is no Python") {
  for (const char* code : {"os.system(",
                           "f(*",
                           "f(**",
                           "f(a=",
                           "x = ",
                           "def f(",
                           "class",
                           "import",
                           "from . import",
                           "lambda",
                           "[x for",
                           "eval(f'{",
                           "a.",
                           "a.b.",
                           "del",
                           "with open(",
                           "match x:\n case",
                           "# antivenom:",
                           "password ==",
                           "@"}) {
    check_ends(code);
    check_ends("import os\n" + std::string(code) + "\nos.system(x)\n");
  }
}

}  // namespace
