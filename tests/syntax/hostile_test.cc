// Text made to hurt: deep, long or broken.  Every case must end, keep the tree's promises, and say
// where it gave up.  That time is linear is tested by instruction counts (tests/property).

#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::test::find_broken_nesting;
using av::test::Parsed;

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

std::string numbered(std::string_view before, std::string_view after, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += std::string(before) + std::to_string(i) + std::string(after);
  }
  return out;
}

std::string nested_blocks(int depth) {
  std::string out;
  for (int i = 0; i < depth; ++i) {
    out += std::string(static_cast<std::size_t>(i), ' ') + "if a:\n";
  }
  return out + std::string(static_cast<std::size_t>(depth), ' ') + "b\n";
}

TEST_CASE("text nested deeper than any stack") {
  constexpr int kDeep = 100'000;
  const std::vector<std::string> texts = {
      repeat("(", kDeep),
      repeat("[", kDeep),
      repeat("{", kDeep),
      repeat("(", kDeep) + repeat(")", kDeep),
      repeat("[[", kDeep / 2) + "]",
      repeat("a[", kDeep),
      repeat("f(", kDeep),
      repeat("{a:", kDeep),
      repeat("not ", kDeep) + "a",
      repeat("-", kDeep) + "a",
      repeat("~", kDeep) + "a",
      repeat("a ** ", kDeep) + "a",
      repeat("lambda: ", kDeep) + "a",
      repeat("lambda a=", kDeep) + "a",
      repeat("a if b else ", kDeep) + "c",
      repeat("await ", kDeep) + "a",
      repeat("*", kDeep) + "a",
      repeat("yield ", kDeep),
      repeat("`", kDeep),
      repeat("f'{", kDeep),
      repeat("f\"{f'{", kDeep / 2),
      "f'" + repeat("{a:", kDeep) + repeat("}", kDeep) + "'",
      repeat("f'''{\n", kDeep),
      nested_blocks(3000),
      repeat("class A: ", 1000) + "pass",
      repeat("if a: ", 1000),
      "match a:\n case " + repeat("[", kDeep),
      "match a:\n case " + repeat("(", kDeep) + repeat(")", kDeep) + ": b",
      "match a:\n case " + repeat("A(b=", kDeep),
      "match a:\n case " + repeat("{'k':", kDeep),
      "def f(" + repeat("(", kDeep),
      "with " + repeat("(", kDeep),
      "x = [a for a in " + repeat("[a for a in ", kDeep / 10),
      "try: a\nexcept " + repeat("(", kDeep) + ": b",
  };
  for (const std::string& text : texts) {
    const Parsed parsed(text);
    CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), text.substr(0, 20));
    CHECK_MESSAGE(!parsed.first_problem().empty(), text.substr(0, 20));
  }
}

TEST_CASE("long text that is good Python stays whole") {
  constexpr int kLong = 100'000;
  const std::vector<std::string> texts = {
      "a" + repeat(" + a", kLong),
      "a" + repeat(" or a", kLong),
      "a" + repeat(" < a", kLong),
      "a" + repeat(".b", kLong),
      "a" + repeat("()", kLong),
      "a" + repeat("[b]", kLong),
      "if a: b\n" + repeat("elif a: b\n", kLong),
      "a = " + repeat("b = ", kLong) + "c",
      "x = [" + repeat("1, ", kLong) + "]",
      "x = {" + numbered("'k", "': 1, ", kLong) + "}",
      "f(" + repeat("a, ", kLong) + ")",
      repeat("a; ", kLong),
      repeat("match; ", kLong),
      "match a:\n" + numbered(" case ", ": b\n", 10'000),
      numbered("v", " = 1\n", 65'536),
      "x = " + repeat("'a' ", kLong),
      "f'" + repeat("{a}b", kLong) + "'",
      repeat("\n", kLong),
      repeat("# a\n", kLong),
      "a = 1" + repeat(" ", kLong) + "\n",
      "a = \\\n" + repeat("\\\n", kLong) + "1\n",
      repeat("@a\n", kLong) + "def f(): pass\n",
      "global a" + repeat(", a", kLong),
      "x = '" + std::string(1'000'000, 'y') + "'",
      std::string(1'000'000, 'y') + " = 1",
      "a\rb\nc\r\n" + repeat("d\r", kLong),
  };
  for (const std::string& text : texts) {
    const Parsed parsed(text);
    CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), text.substr(0, 20));
    CHECK_MESSAGE(parsed.first_problem().empty(), text.substr(0, 20));
  }
}

TEST_CASE("a node with more children than 16 bits count") {
  for (const int count : {65'534, 65'535, 65'536, 70'000}) {
    const Parsed parsed("[" + repeat("a,", count) + "]");
    const auto& tree = parsed.tree;
    const auto list = tree.child(tree.child(tree.root(), 0), 0);
    CHECK(tree.children(list).size() == static_cast<std::uint32_t>(count));
    CHECK(tree.text_of(tree.children(list).back()) == "a");
    CHECK(find_broken_nesting(tree).empty());
  }
}

TEST_CASE("broken text keeps what can be read around the break") {
  const auto statements = [](std::string_view source) {
    const Parsed parsed(source);
    CHECK_MESSAGE(!parsed.first_problem().empty(), source);
    CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), source);
    return parsed.statements();
  };
  CHECK(statements("x = (\ndef f(): pass\n")
            .ends_with("(FunctionDef f Parameters'()' (Block Pass'pass'))"));
  CHECK(statements("x = = 1\ny = 2\n").ends_with("(Assign y 2)"));
  CHECK(statements("if a\n  b\nc\n").ends_with("(ExprStmt c)"));
  CHECK(statements("fi a:\n  eval(b)\n").find("(Call eval b)") != std::string::npos);
  CHECK(statements("else:\n  eval(b)\nc\n").find("(Call eval b)") != std::string::npos);
  CHECK(statements("f(a b, eval(c))\nd\n").ends_with("(ExprStmt d)"));
  CHECK(statements("def f(:\n  return a\nb\n").ends_with("(ExprStmt b)"));
  CHECK(statements("  a\nb\n").find("(ExprStmt a)") != std::string::npos);
  CHECK(statements("import\nimport a\n").ends_with("(Import (Alias DottedName'a'))"));
  CHECK(statements("@a\nb\n").ends_with("(ExprStmt b)"));
  CHECK(statements("f'{a b}'\nc\n").ends_with("(ExprStmt c)"));
  CHECK(statements("x = {'a': 1, 'b' 2}\nc\n").ends_with("(ExprStmt c)"));
  CHECK(statements("try:\n  a\nb\n").ends_with("(ExprStmt b)"));
}

TEST_CASE("what no version of Python reads has a problem") {
  for (const char* source : {"f() = 1",
                             "1 = a",
                             "a + b = c",
                             "None = 1",
                             "a: b: c",
                             "a, b: c",
                             "(a, b) += 1",
                             "del f()",
                             "for 1 in a: b",
                             "[a for 1 in b]",
                             "with a as 1: b",
                             "f(**a, *b)",
                             "f(a=1, b)",
                             "f(**a, b)",
                             "f(a.b=1)",
                             "f(a for a in b, c)",
                             "f(c, a for a in b)",
                             "def f(*): a",
                             "def f(a=1, b): a",
                             "def f(**a, b): a",
                             "def f(*a, *b): a",
                             "def f(a, /, b, /): a",
                             "def f(*a=1): a",
                             "lambda *: a",
                             "try: a",
                             "try: a\nexcept* A: b\nexcept B: c",
                             "x := 1",
                             "{a := 1: 2}",
                             "f'{}'",
                             "f'{a!x}'",
                             "f'{a!}'",
                             "f'{a, b for c in d}'",
                             "f'}'",
                             "a == not b",
                             "match a:\n case b, c=d: e",
                             "match a:\n case A(b=c, d): e",
                             "match a:\n case a as _: b",
                             "match a:\n case {**_}: b",
                             "match a:\n case {b: c}: d",
                             "match a:\n case {(1): c}: d",
                             "match a:\n case *a: b",
                             "from a import",
                             "from a import (b",
                             "from a import b,",
                             "import a as",
                             "{'a': 1 'b': 2}",
                             "{*a: b}",
                             "(yield, a)",
                             "(yield from a, b)",
                             "(yield a for b in c)",
                             "a[b := c:d]",
                             "async def f(): await = 1",
                             "async def f(async): a",
                             "match a:\n case _.b: c",
                             "match a:\n case _(): b",
                             "match a:\n case B(c, _=d): e",
                             "t'a' 'b'",
                             "a if b",
                             "lambda",
                             "while: a",
                             "async with: b",
                             "raise from a",
                             "a b",
                             "1x",
                             "0b2",
                             "a = yield = b",
                             "def f(a, a.b): c",
                             "global a.b",
                             "assert",
                             "a[]",
                             "a.1",
                             "x = 5 +",
                             "@\ndef f(): a"}) {
    const Parsed parsed(source);
    CHECK_MESSAGE(!parsed.first_problem().empty(), source);
    CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), source);
  }
}

}  // namespace
