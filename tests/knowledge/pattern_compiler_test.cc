#include "analysis/knowledge/pattern_compiler.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using av::knowledge::add_pattern;
using av::knowledge::PatternNode;
using av::knowledge::PatternOp;
using av::knowledge::PatternProgram;

// root is the compiled root of a pattern that must be good.
PatternNode root(PatternProgram& program, std::string_view pattern) {
  const auto at = add_pattern(pattern, program);
  const std::string message = at ? std::string() : at.error().message;
  INFO(message);
  REQUIRE(at.has_value());
  return program.nodes[*at];
}

// compiler_refusal is the message about a bad one, behind the offset.
std::string compiler_refusal(std::string_view pattern) {
  PatternProgram program;
  const auto at = add_pattern(pattern, program);
  return at ? "none" : std::to_string(at.error().offset) + ": " + at.error().message;
}

TEST_CASE("a dotted name is a path, a bare one a builtin") {
  PatternProgram program;
  const PatternNode call = root(program, "os.path.join(eval, ...)");
  CHECK(call.op == PatternOp::Call);
  REQUIRE(call.count == 3);
  CHECK(program.nodes[call.first].text == "os.path.join");
  CHECK(program.nodes[call.first + 1U].text == "builtins.eval");
  CHECK(program.nodes[call.first + 2U].op == PatternOp::Rest);
}

TEST_CASE("metavariables are numbered, and shared by the patterns of a program") {
  PatternProgram program;
  root(program, "a.f($X, $Y)");
  root(program, "a.g($Y, $_)");
  REQUIRE(program.variables.size() == 2);
  CHECK(program.find_variable("Y") == 1);
  CHECK(program.find_variable("Z") == PatternNode::kNoVariable);
}

TEST_CASE("constants are kept as values") {
  PatternProgram program;
  const PatternNode list = root(program, "['a' 'b', b'\\x00', 0x10, -2, True, None]");
  const auto at = [&](unsigned i) { return program.nodes[list.first + i]; };
  CHECK(at(0).text == "ab");
  CHECK(at(1).text == std::string_view("\0", 1));
  CHECK(at(1).detail == 1);
  CHECK(at(2).number == 16);
  CHECK(at(3).number == -2);
  CHECK(at(4).op == PatternOp::Bool);
  CHECK(at(5).op == PatternOp::None);
}

TEST_CASE("$ and ... within texts and comments are text") {
  PatternProgram program;
  const PatternNode call = root(program, "a.f('$x ...', \"\"\"$\"\"\")  # $ ...");
  CHECK(program.nodes[call.first + 1U].text == "$x ...");
}

TEST_CASE("what cannot be compiled is told with its place") {
  CHECK(compiler_refusal("$x") == "0: a metavariable is $ and capital letters");
  CHECK(compiler_refusal("$X") == "0: this would match everything");
  CHECK(compiler_refusal("f(").find("this is no Python") != std::string::npos);
  CHECK(compiler_refusal("") == "0: a pattern is one expression or one statement");
  CHECK(compiler_refusal("a\nb") == "0: a pattern is one expression or one statement");
  CHECK(compiler_refusal("a.f(f'{x}')") == "4: patterns have no FString");
  CHECK(compiler_refusal("a.f(*b)") == "4: a pattern does not spread");
  CHECK(compiler_refusal("a = b = c") == "0: a pattern assigns to one target");
  CHECK(compiler_refusal("import a as b") == "0: a pattern imports a module or one name of it");
  CHECK(compiler_refusal("lambda: 1") == "0: patterns have no Lambda");
  CHECK(compiler_refusal("a.$X()") == "0: what a module holds cannot be named");
  CHECK(compiler_refusal("a.$_") == "0: any name of a module is no pattern by itself");
  CHECK(compiler_refusal("try: ...\nfinally: ...") == "0: a pattern of try has one except");
  CHECK(compiler_refusal("def f(x: int): ...") ==
        "6: a pattern's parameters are names and defaults");
  CHECK(compiler_refusal("$...X") == "0: $...X stands among arguments or items");
}

TEST_CASE("too many metavariables are refused") {
  std::string pattern = "a.f(";
  for (char c = 'A'; c <= 'M'; ++c) {
    pattern += std::string("$") + c + ", ";
  }
  CHECK(compiler_refusal(pattern + ")").find("too many metavariables") != std::string::npos);
}

}  // namespace
