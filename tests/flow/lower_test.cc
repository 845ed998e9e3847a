#include "analysis/flow/lower.h"

#include "analysis/flow/print.h"
#include "analysis/names/file_names.h"
#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::flow::Block;
using av::flow::File;
using av::flow::Function;
using av::flow::Instr;
using av::flow::Op;
using av::flow::Place;
using av::flow::ValueId;

struct Lowered {
  av::test::Parsed parsed;
  av::names::FileNames names;
  File file;
  explicit Lowered(std::string_view source)
      : parsed(source), names(parsed.tree), file(av::flow::lower(names.bindings())) {}
  [[nodiscard]] std::string text() const { return print(file, names.bindings()); }
  [[nodiscard]] std::size_t count(Op op) const {
    std::size_t found = 0;
    for (const Instr& instr : file.instrs) {
      found += instr.op == op ? 1 : 0;
    }
    return found;
  }
};

// find_broken checks what ir.h promises: blocks end once, at their end, with the successors that
// kind of end has; a value is used only after it is made; ids stay inside their function.
std::string find_broken(const File& file) {
  for (const Function& function : file.functions) {
    for (std::uint32_t b = function.first_block; b < function.first_block + function.block_count;
         ++b) {
      const Block& block = file.blocks[b];
      if (block.count == 0 || !ends_block(file.instrs_of(block).back().op)) {
        return "block " + std::to_string(b) + " does not end";
      }
      for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
        if (ends_block(file.instrs[i].op) && i + 1 != block.first + block.count) {
          return "block " + std::to_string(b) + " ends early";
        }
        for (const ValueId operand : file.list(file.instrs[i])) {
          if (operand.exists() && operand.index() >= i) {
            return "instruction " + std::to_string(i) + " uses what is not made";
          }
        }
      }
      const Op end = file.instrs_of(block).back().op;
      const std::size_t expected = end == Op::Jump                        ? 1
                                   : end == Op::Branch || end == Op::Next ? 2
                                   : end == Op::Dispatch                  ? block.successor_count
                                                                          : 0;
      if (block.successor_count != expected) {
        return "block " + std::to_string(b) + " has a wrong number of successors";
      }
      for (const auto successor : file.successors_of(block)) {
        if (successor.index() < function.first_block ||
            successor.index() >= function.first_block + function.block_count) {
          return "block " + std::to_string(b) + " leaves its function";
        }
      }
    }
  }
  return "";
}

TEST_CASE("an assignment, a call, an attribute") {
  CHECK(Lowered("a = f(b.c, d=1, *e)").text() ==
        "Module:\n"
        " b0:\n"
        "  %0 = load unbound f\n"
        "  %1 = load unbound b\n"
        "  %2 = get-attr %1 .c\n"
        "  %3 = constant `1`\n"
        "  %4 = load unbound e\n"
        "  %5 = call [%0, %2, %3, %4]\n"
        "  %6 = store a %5\n"
        "  %7 = return\n");
}

TEST_CASE("conditions branch on each operand, literals on none") {
  CHECK(Lowered("if a and not b: c\n").count(Op::Branch) == 2);
  CHECK(Lowered("while True: a\n").count(Op::Branch) == 0);
  CHECK(Lowered("if 0: a\n").count(Op::Branch) == 0);
}

TEST_CASE("a variable is what Python's scopes make it") {
  const Lowered lowered(
      "g = 1\n"
      "def outer(p):\n"
      "  shared = p\n"
      "  def inner(): return shared, g, len\n"
      "  own = [x for x in shared]\n");
  std::vector<std::string> seen;
  for (const Place& place : lowered.file.places) {
    if (place.name.exists()) {
      seen.push_back(std::string(lowered.parsed.tree.text_of(place.name)) + ":" +
                     std::to_string(static_cast<int>(place.kind)));
    }
  }
  const std::vector<std::string> expected = {"g:0", "outer:0", "p:0",      "shared:1", "inner:0",
                                             "x:0", "own:0",   "shared:2", "g:3",      "len:4"};
  CHECK(seen == expected);
}

TEST_CASE("every way out of a try passes its finally") {
  const Lowered lowered(
      "def f():\n  for a in b:\n    try:\n      if a: return 1\n      if b: break\n      continue\n"
      "    finally:\n      g()\n");
  CHECK(find_broken(lowered.file).empty());
  CHECK(lowered.count(Op::Dispatch) == 1);
  for (const Block& block : lowered.file.blocks) {
    if (lowered.file.instrs_of(block).back().op == Op::Dispatch) {
      CHECK(block.successor_count == 5);  // behind, break, continue, return, exception
    }
  }
}

TEST_CASE("with enters and leaves, also on the way of an exception") {
  const Lowered lowered("with a as b, c: d()\n");
  CHECK(lowered.count(Op::Enter) == 2);
  CHECK(lowered.count(Op::Exit) == 2);
  CHECK(lowered.count(Op::Raise) == 2);
}

TEST_CASE("decorators are calls around the function") {
  const Lowered lowered("@a\n@b(1)\ndef f(x=2): pass\n");
  CHECK(lowered.text().find("  %5 = make-function f1 [%4]") != std::string::npos);
  CHECK(lowered.text().find("  %6 = call [%3, %5] /32") != std::string::npos);
  CHECK(lowered.text().find("  %7 = call [%0, %6] /32") != std::string::npos);
}

TEST_CASE("every construct lowers to code that keeps its promises") {
  for (const char* source :
       {"",
        "a",
        "x: int = 1",
        "x: int",
        "a.b += c",
        "a[b] -= c",
        "a, *b = c",
        "(a.b, [c[d]]) = e",
        "del a, b.c, d[e]",
        "raise A from b",
        "raise",
        "assert a, b",
        "import a.b, c as d",
        "from . import a, b as c",
        "from a import *",
        "lambda a, b=c: d",
        "a if b else c",
        "a or b and c",
        "a < b < c",
        "f'{a!r:>{b}} c' 'd'",
        "t'{a}'",
        "[a for b in c if d for e in f]",
        "{a: b for c, d in e}",
        "{**a, b: c}",
        "(yield a)",
        "a[b:c, ::d]",
        "(a := b)",
        "while a:\n  if b: break\n  else: continue\nelse: c",
        "for a, b in c:\n  continue\nelse: d",
        "async def f():\n  async for a in b: await c\n"
        "  async with d as e: yield f",
        "try: a\nexcept B: c\nexcept: d\nelse: e\nfinally: f",
        "match a:\n  case [b, *c] | {'d': e, **f} if g: h\n  case A(i, j=k) as l: m\n  case _: n",
        "class A(B, c=d):\n  x = 1\n  def f(self): return self.x",
        "type X[T] = int",
        "print >>a, b\nexec c in d",
        "x = (\ndef f(: pass",
        "break",
        "return",
        "global a\na = 1"}) {
    CHECK_MESSAGE(find_broken(Lowered(source).file).empty(), source);
  }
}

TEST_CASE("chains as long as they like") {
  std::string attributes = "a";
  std::string sums = "a";
  std::string loops = "[a";
  std::string managers = "with a";
  for (int i = 0; i < 20'000; ++i) {
    attributes += ".b()";
    sums += " + a";
    loops += " for b in c";
    managers += ", a";
  }
  for (const std::string& source : {attributes, sums, loops + "]", managers + ": b"}) {
    CHECK_MESSAGE(find_broken(Lowered(source).file).empty(), source.substr(0, 10));
  }
}

TEST_CASE("a list longer than an instruction counts is cut, and says so") {
  std::string list = "[";
  for (int i = 0; i < 70'000; ++i) {
    list += "a,";
  }
  const Lowered lowered(list + "]");
  bool cut = false;
  for (const Instr& instr : lowered.file.instrs) {
    cut |= instr.op == Op::Build && (instr.flags & av::flow::flag::kCut) != 0;
  }
  CHECK(cut);
}

}  // namespace
