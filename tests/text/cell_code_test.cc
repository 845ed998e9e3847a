#include "analysis/text/cell_code.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace av::text {
namespace {

std::string python(std::string_view cell) {
  std::string text;
  for (const CodeLine& line : python_of_cell(cell)) {
    text += line.text + "\n";
  }
  return text;
}

TEST_CASE("python stays as it is") {
  const std::string code =
      "x = (a\n     % b)\ny = '''\n%time z\n!ls\n'''\nassert x != y\nz = x \\\n% y\ns = '%d?' % 1  "
      "# ok?\n";
  CHECK(python(code) == code);
  CHECK(python("") == "\n");
  CHECK(python("a\r\nb\rc") == "a\nb\nc\n");
  CHECK(python("s = 'never closed\n%matplotlib inline") == "s = 'never closed\npass\n");
}

TEST_CASE("what IPython adds is taken out") {
  CHECK(python("%matplotlib inline") == "pass\n");
  CHECK(python("if x:\n    !ls -la") == "if x:\n    pass\n");
  CHECK(python("!pip install a \\\n  b\nimport a") == "pass\n\nimport a\n");
  CHECK(python("files = !ls") == "files = get_ipython()\n");
  CHECK(python("a, b = %sql select '?'") == "a, b = get_ipython()\n");
  CHECK(python("obj.attr?\n?obj\nobj?? # more") == "pass\npass\npass\n");
}

TEST_CASE("timed statements stay, and say what was cut off before them") {
  const std::vector<CodeLine> lines = python_of_cell("  %time f(x)\n%timeit -n 3 f(x)\n%time");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].text == "  f(x)");
  CHECK(lines[0].cut == 6);
  CHECK(lines[1].text == "pass");
  CHECK(lines[2].text == "pass");
}

TEST_CASE("a cell of another language has no Python, but its lines") {
  CHECK(python("%%bash\nrm -rf /\n") == "\n\n");
  CHECK(python("\n%%html\n<b>") == "\n\n\n");
  CHECK(python("%%time\nf(x)\n") == "\nf(x)\n");
  CHECK(python("%%capture out\n!ls\nf()") == "\npass\nf()\n");
}

}  // namespace
}  // namespace av::text
