#include "analysis/names/evaluator.h"

#include "tests/names/sample.h"

namespace {

using av::names::or_default;
using av::names::Sample;

// The value of the argument of the last call of f.
std::string value(const std::string& code, const std::string& expr) {
  return Sample(code + "\nf(" + expr + ")\n").value(expr);
}

std::string value(const std::string& expr) {
  return value("", expr);
}

TEST_CASE("constants") {
  CHECK(value("None") == "None");
  CHECK(value("True") == "True");
  CHECK(value("0x10") == "16");
  CHECK(value("-1") == "-1");
  CHECK(value("not 0") == "True");
  CHECK(value("1.5") == "1.5");
  CHECK(value("2 * 3 + 1") == "7");
  CHECK(value("99999999999999999999999") == "?");
}

TEST_CASE("whole numbers are reckoned with") {
  CHECK(value("0o700 | 0o070 & ~0o020") == "488");
  CHECK(value("1 << 14") == "16384");
  CHECK(value("100 // 7 - 2 ** 3 % 5") == "11");
  CHECK(value("1 << 64") == "?");
  CHECK(value("n = 1\nn <<= 4\nn |= 1", "n") == "17");
  CHECK(value("1 | x") == "?");
  CHECK(value("{'a': 1} | {'b': 2}") == R"({"a": 1, "b": 2})");
}

TEST_CASE("numbers of the standard library") {
  CHECK(value("import stat", "stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO") == "511");
  CHECK(value("from stat import S_IRWXU as mode", "mode") == "448");
  CHECK(value("from stat import *", "S_IRWXU") == "448");
  CHECK(value("from stat import *\nfrom os import *", "S_IRWXU") == "?");
  CHECK(value("import ssl", "ssl.VerifyMode.CERT_NONE") == "0");
  CHECK(value("import stat", "stat.S_NONE") == "?");
  CHECK(value("stat = g()", "stat.S_IRWXU") == "?");
}

TEST_CASE("a parameter is its default, or what a caller gives") {
  CHECK(Sample("def g(x=False):\n  f(x)\n").value("x") == "False|?");
  CHECK(Sample("def g(x):\n  f(x)\n").value("x") == "?");
  CHECK(Sample("def g(x=h()):\n  f(x)\n").value("x") == "?");
  CHECK(Sample("def g(x=None):\n  if not x:\n    x = 'a'\n  f(x)\n").value("x") == R"("a"|None|?)");
  CHECK(value("def g(x=1):\n  return x", "g(2)") == "?");

  Sample one("def g(x=1, y=2):\n  if c:\n    y = 3\n  f(x)\n  f(y)\n  h(z)\n");
  CHECK(one.describe(or_default(one.names().value(one.node("x")))) == "1");
  CHECK(one.describe(or_default(one.names().value(one.node("y")))) == "3|2|?");
  CHECK(one.describe(or_default(one.names().value(one.node("z")))) == "?");
}

TEST_CASE("texts are decoded") {
  CHECK(value(R"('a\x41\n')") == "\"aA\n\"");
  CHECK(value(R"(r'a\n')") == R"("a\n")");
  CHECK(value(R"(b'a')") == R"(b"a")");
  CHECK(value(R"(u'a')") == R"("a")");
  CHECK(value(R"('a' "b" '''c''')") == R"("abc")");
  CHECK(value(R"('')") == R"("")");
}

TEST_CASE("names bound once, and rebound") {
  CHECK(value("x = 'a'", "x") == R"("a")");
  CHECK(value("x = 'a'\nx = 'b'", "x") == R"("b")");
  CHECK(value("if c:\n  x = 'a'\nelse:\n  x = 'b'", "x") == R"("b"|"a")");
  CHECK(value("if c:\n  x = 'a'\nelse:\n  x = 'a'", "x") == R"("a")");
  CHECK(value("x = g()", "x") == "?");
  CHECK(value("for x in g():\n  pass", "x") == "?");
  CHECK(value("x: str = 'a'", "x") == R"("a")");
  CHECK(value("a, b = 1, 2", "b") == "2");
  CHECK(value("a = b = 'c'", "a") == R"("c")");
  CHECK(value("x = 'a'\ndel x", "x") == "?");
  CHECK(value("if (n := 'a'):\n  pass", "n") == R"("a")");
}

TEST_CASE("module constants are seen in functions") {
  CHECK(Sample("X = 'a'\ndef g():\n  f(X)\n").value("X") == R"("a")");
  CHECK(Sample("def g():\n  f(X)\nX = 'a'\n").value("f(X)") == "?");
  CHECK(Sample("X = 'a'\ndef g():\n  global X\n  X = 'b'\ndef h():\n  f(X)\n").value("X") ==
        R"("a"|"b")");
  CHECK(Sample("X = 'a'\ndef g(X):\n  f(X)\n").value("X") == "?");
  CHECK(Sample("X = 'a'\nclass A:\n  X = 'b'\n  def g(self):\n    f(X)\n").value("X") == R"("a")");
}

TEST_CASE("members") {
  const char* code =
      "class A:\n  X = 'a'\n  def __init__(self):\n    self.y = 'b'\n"
      "  def g(self):\n    f(self.X, self.y)\nf(A.X)\n";
  CHECK(Sample(code).value("self.X") == R"("a")");
  CHECK(Sample(code).value("self.y") == R"("b")");
  CHECK(Sample(code).value("A.X") == R"("a")");
}

TEST_CASE("what a class body gives a field is its default") {
  const std::string fields = "  x: str = 'a'\n  def g(self):\n    f(self.x)\n";
  CHECK(Sample("from m import Base\nclass A(Base):\n" + fields).value("self.x") != R"("a")");
  CHECK(Sample("from dataclasses import dataclass\n@dataclass\nclass A:\n" + fields)
            .value("self.x") != R"("a")");
  CHECK(Sample("class A:\n" + fields).value("self.x") == R"("a")");
  CHECK(Sample("class B: pass\nclass A(B):\n" + fields).value("self.x") == R"("a")");
  CHECK(Sample("from m import Base\nclass A(Base):\n  x = 'a'\n  def g(self):\n    f(self.x)\n")
            .value("self.x") == R"("a")");
}

TEST_CASE("members that a base class of the file has") {
  const char* code = "class A:\n  X = 1\nclass B(A):\n  pass\nclass C(B, D):\n  pass\n";
  CHECK(value(code, "B.X") == "1");
  CHECK(value(code, "B().X") == "1");
  CHECK(value(code, "C.X") == "?");
  CHECK(value("class A(A):\n  pass", "A.X") == "?");
  CHECK(value("import b\nclass A(b.B):\n  pass", "A.X") == "?");
}

TEST_CASE("concatenation keeps what is known") {
  CHECK(value("'a' + 'b'") == R"("ab")");
  CHECK(value("'a' + x + 'b'") == R"("a{x}b")");
  CHECK(value("x + y") == "?");
  CHECK(value("x = 'm'", "'a' + x + 'b'") == R"("a{x=m}b")");
  CHECK(value("x = 'a' + y", "x + 'c'") == R"("a{y}c")");
  CHECK(value("x = 'a'\nx += 'b'", "x") == R"("ab")");
  CHECK(value("x = 'a'\nx += y", "x") == R"("a{y}")");
  CHECK(value("x = 'a'\nif c:\n  x += y", "x") == R"("a{y}"|"a")");
  CHECK(value("'ab' * 2") == R"("abab")");
}

TEST_CASE("a long chain of + is no deep recursion") {
  std::string chain = "x";
  for (int i = 0; i < 90; ++i) {
    chain += " + 'a'";
  }
  CHECK(value(chain) == "\"{x}" + std::string(90, 'a') + "\"");
}

TEST_CASE("a long row of += is no deep recursion") {
  std::string code = "x = y\n";
  std::string expected = "\"{x}";
  for (int i = 0; i < 90; ++i) {
    code += "x += 'a'\n";
    expected += "a";
  }
  CHECK(value(code, "x") == expected + "\"");
}

TEST_CASE("an augmented loop variable ends") {
  CHECK(value("x = 'a'\nwhile c:\n  x += 'b'\n", "x") == "\"{x}b\"|\"a\"");
  CHECK(value("x = 0\nwhile c:\n  if d:\n    x += 1\n  else:\n    x += 2\n", "x") != "");
}

TEST_CASE("f-strings") {
  CHECK(value("f'a{x}b'") == R"("a{x}b")");
  CHECK(value("f'{{a}}'") == R"("{a}")");
  CHECK(value("f'{x!r}{y:d}{z:>10}'") == R"("{x:r}{y:n}{z}")");
  CHECK(value("x = 'm'", "f'a{x}'") == R"("a{x=m}")");
  CHECK(value("x = 5", "f'a{x}'") == R"("a{x=5}")");
  CHECK(value("f'a' 'b{x}'") == R"("ab{x}")");
  CHECK(value("f'{x=}'") == R"("x={x:r}")");
}

TEST_CASE("% formatting") {
  CHECK(value("'a%s b' % x") == R"("a{x} b")");
  CHECK(value("'%s %d%%' % (x, y)") == R"("{x} {y:n}%")");
  CHECK(value("'%(k)s' % {'k': x}") == R"("{x}")");
  CHECK(value("'%(k)s' % d") == R"("{d}")");
  CHECK(value("x = 'm'", "'a%s' % x") == R"("a{x=m}")");
  CHECK(value("'%s' % (x,)") == R"("{x}")");
  CHECK(value("'100%' % x") == R"("100%{x}")");
  CHECK(value("7 % 2") == "1");
  CHECK(value("x % 2") == "?");
}

TEST_CASE("str.format") {
  CHECK(value("'a{}b{}'.format(x, y)") == R"("a{x}b{y}")");
  CHECK(value("'{1}{0}'.format(x, y)") == R"("{y}{x}")");
  CHECK(value("'{k}'.format(k=x)") == R"("{x}")");
  CHECK(value("'{0.name}'.format(x)") == R"("{x}")");
  CHECK(value("'{:d}{!r}'.format(x, y)") == R"("{x:n}{y:r}")");
  CHECK(value("'{{}}'.format(x)") == R"("{}")");
  CHECK(value("'{}'.format(*x)") == R"("{'{}'.format(*x)}")");
  CHECK(value("t = 'a{}'", "t.format(x)") == R"("a{x}")");
}

TEST_CASE("other text methods") {
  CHECK(value("' a '.strip()") == R"("a")");
  CHECK(value("'aB'.lower()") == R"("ab")");
  CHECK(value("'aXb'.replace('X', '-')") == R"("a-b")");
  CHECK(value("'aXb'.replace('X', x)") == R"("a{x}b")");
  CHECK(value("'a'.encode()") == R"(b"a")");
  CHECK(value("', '.join(['a', x])") == R"("a, {x}")");
  CHECK(value("', '.join(x)") == R"("{x}")");
  CHECK(value("str(x)") == R"("{x}")");
  CHECK(value("import os", "os.path.join('/tmp', x)") == R"("/tmp/{x}")");
}

TEST_CASE("containers") {
  CHECK(value("['a', x]") == R"(["a", ?])");
  CHECK(value("('a',) + ('b',)") == R"(("a", "b"))");
  CHECK(value("['a', *x]") == R"(["a"…])");
  CHECK(value("{'a': 1, **x}") == R"({"a": 1, **: ?…})");
  CHECK(value("dict(a=1)") == R"({"a": 1})");
  CHECK(value("d = {'a': 1}", "d['a']") == "1");
  CHECK(value("d = {'a': 1}", "d['b']") == "?");
  CHECK(value("l = ['a', 'b']", "l[-1]") == R"("b")");
  CHECK(value("for x in ('a', 'b'):\n  pass", "x") == R"("a"|"b")");
}

TEST_CASE("what is changed in place is not what it was") {
  CHECK(value("l = ['a']\nl.append(x)", "l") == "?");
  CHECK(value("d = {'a': 1}\nd['a'] = x", "d") == "?");
  CHECK(value("d = {'a': 1}\nd.update(x)", "d['a']") == "?");
  CHECK(value("l = ['a']\nl += [x]", "l") == R"(["a", ?])");
}

TEST_CASE("a method by another name is that method") {
  CHECK(value("go = f'{x}a'.encode", "go()") == R"(b"{x}a")");
  CHECK(value("go = 'A'.lower", "go()") == R"("a")");
  CHECK(value("if c:\n  go = 'A'.lower\nelse:\n  go = 'A'.upper", "go()") == "?");
}

TEST_CASE("functions that return one thing") {
  CHECK(Sample("def g():\n  return 'a'\nf(g())\n").value("g()") == R"("a")");
  CHECK(Sample("def g(x):\n  return 'a' + x\nf(g(1))\n").value("g(1)") == R"("a{x}")");
  CHECK(Sample("def g(x):\n  if x: return 'a'\n  return 'b'\nf(g(1))\n").value("g(1)") == "?");
}

TEST_CASE("cycles end") {
  CHECK(value("x = x + 'a'", "x") == R"("{x}a")");
  CHECK(value("while c:\n  x = x + 'a'", "x") == R"("{x}a")");
  CHECK(Sample("def g():\n  return g()\nf(g())\n").value("f(g())") == "?");
}

TEST_CASE("texts that double do not exhaust memory") {
  std::string code = "x0 = 'ab'\n";
  for (int i = 1; i < 64; ++i) {
    const std::string before = "x" + std::to_string(i - 1);
    code.append("x").append(std::to_string(i)).append(" = ");
    code.append(before).append(" + ").append(before).append("\n");
  }
  CHECK(value(code, "x63") == "?");
  CHECK(value(code, "x1") == "\"{x0=ab}{x0=ab}\"");
}

TEST_CASE("Python 2 texts") {
  CHECK(Sample("print 'a', ur'\\u0041'\n").value("'a'") == R"("a")");
}

}  // namespace
