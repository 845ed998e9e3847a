#include "analysis/match/origin.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;
using av::match::Origin;
using av::match::Provenance;

// Where the argument of f comes from, in a function with that body.
Origin origin(const std::string& expr, const std::string& before = "") {
  Asked asked(before + "\nf(" + expr + ")\n");
  return asked.check().origin(asked.node(expr)).origin;
}

TEST_CASE("constants") {
  for (const char* expr : {"'a'", "1", "None", "['a', 'b']", "'a' + 'b'", "f'a'",
                           "'a' if x else 'b'", "','.join('?' * n)", "','.join(['?'] * len(x))"}) {
    CHECK_MESSAGE(origin(expr) <= Origin::Harmless, expr);
  }
  CHECK(origin("x", "x = 'a'") == Origin::Constant);
  CHECK(origin("x", "x = 'a'\nx += 'b'") == Origin::Constant);
  CHECK(origin("x", "for x in ('a', 'b'): pass") == Origin::Constant);
}

TEST_CASE("numbers, what is quoted, what the program makes") {
  for (const char* expr : {"int(x)", "len(x)", "x > 1", "not x", "f'{x:d}'", "h.hexdigest()",
                           "quote_name(x)", "conn.quote(x)"}) {
    CHECK_MESSAGE(origin(expr) == Origin::Harmless, expr);
  }
  CHECK(origin("shlex.quote(x)", "import shlex") == Origin::Harmless);
  CHECK(origin("os.getpid()", "import os") == Origin::Harmless);
  CHECK(origin("str(uuid.uuid4())", "import uuid") == Origin::Harmless);
}

TEST_CASE("files are as bad as their paths") {
  CHECK(origin("open('a').read()") == Origin::File);
  CHECK(origin("open(x).read()", "x = input()") == Origin::Local);
  CHECK(origin("f2.read()", "with open('a') as f2: pass") == Origin::File);
  CHECK(origin("Path('a').read_text()", "from pathlib import Path") == Origin::File);
}

TEST_CASE("the command line, input, the environment") {
  CHECK(origin("input()") == Origin::Local);
  CHECK(origin("input().strip().split(',')[0]") == Origin::Local);
  CHECK(origin("sys.argv[1]", "import sys") == Origin::Local);
  CHECK(origin("os.environ.get('x', 'y')", "import os") == Origin::Local);
  CHECK(origin("args.name", "import argparse\nargs = argparse.ArgumentParser().parse_args()") ==
        Origin::Local);
  CHECK(origin("'a' + x", "x = input()") == Origin::Local);
  CHECK(origin("[x]", "x = input()") == Origin::Local);
}

TEST_CASE("what a service answers is told from what strangers send") {
  const auto is_answer = [](const std::string& expr, const std::string& before) {
    Asked asked(before + "\nf(" + expr + ")\n");
    const Provenance from = asked.check().origin(asked.node(expr));
    CHECK(from.origin == Origin::Remote);
    return from.is_answer;
  };
  CHECK(is_answer("x.text", "import requests\nx = requests.get('https://a.example')"));
  CHECK(is_answer("x.read()",
                  "from urllib.request import urlopen\nx = urlopen('https://a.example')"));
  CHECK_FALSE(is_answer("request.args['x']", "from flask import request"));
  CHECK_FALSE(is_answer("x.text + request.args['x']",
                        "import requests\nfrom flask import request\nx = requests.get('a')"));
}

TEST_CASE("containers are as bad as what is put in later") {
  CHECK(origin("d['a']", "d = {}\nd['a'] = input()") == Origin::Local);
  CHECK(origin("d['b']", "d = {}\nd['a'] = input()\nd['b'] = 'x'") == Origin::Constant);
  CHECK(origin("d[k]", "d = {}\nd['a'] = input()") == Origin::Local);
  CHECK(origin("d['b']", "d = {}\nd[k] = input()") == Origin::Local);
  CHECK(origin("{'a': 'b'}.get(x, 'c')", "x = input()") == Origin::Constant);
  CHECK(origin("{'a': 'b'}.get('a', x)", "x = input()") == Origin::Local);
  CHECK(origin("' '.join(l)", "l = []\nl.append(input())") == Origin::Local);
  CHECK(origin("l", "l = ['a']\nl += [input()]") == Origin::Local);
  CHECK(origin("l", "l = []\nl.append('a')") == Origin::Constant);
  CHECK(origin("l", "l = []\nl.append(l)") == Origin::Constant);
  CHECK(origin("l", "l = []\nm = []\nm.append(input())") == Origin::Constant);
}

TEST_CASE("requests and responses") {
  CHECK(origin("request.args['x']", "from flask import request") == Origin::Remote);
  CHECK(origin("r.text", "import requests\nr = requests.get('u')") == Origin::Remote);
  CHECK(origin("x", "from flask import request\nx = f'{request.form}'.strip()") == Origin::Remote);
}

Origin in_function(const std::string& header, const std::string& expr) {
  Asked asked(header + "\n  f(" + expr + ")\n");
  return asked.check().origin(asked.node(expr)).origin;
}

TEST_CASE("parameters") {
  CHECK(in_function("def g(x):", "x") == Origin::Parameter);
  CHECK(in_function("def g(x: int):", "x") == Origin::Harmless);
  CHECK(in_function("@app.route('/<x>')\ndef g(x):", "x") == Origin::Remote);
  CHECK(in_function("@router.get('/')\nasync def g(x):", "x") == Origin::Remote);
  CHECK(in_function("@click.command()\ndef g(x):", "x") == Origin::Local);
  CHECK(in_function("def g(request):", "request.GET['x']") == Origin::Remote);
  CHECK(in_function("def g(request):", "request.url") == Origin::Parameter);
  CHECK(in_function("def g(request):", "request") == Origin::Parameter);
  CHECK(in_function("def handler(event, context):", "event['x']") == Origin::Remote);
  CHECK(in_function("def handler(event):", "event['x']") == Origin::Parameter);
  CHECK(in_function("def main(argv):", "argv[1]") == Origin::Local);
}

TEST_CASE("members of the class") {
  const std::string code =
      "class A:\n  c = 'a'\n  def __init__(self, p):\n    self.p = p\n"
      "  def g(self):\n    f(self.c, self.p, self.q, self.request)\n";
  Asked asked(code);
  CHECK(asked.check().origin(asked.node("self.c")).origin == Origin::Constant);
  CHECK(asked.check().origin(asked.node("self.p")).origin == Origin::Parameter);
  CHECK(asked.check().origin(asked.node("self.q")).origin == Origin::Unknown);
}

TEST_CASE("the worst counts, and its place is shown") {
  Asked asked("def g(x):\n  y = input('Name')\n  f(x + y + z())\n");
  const Provenance found = asked.check().origin(asked.node("x + y + z()"));
  CHECK(found.origin == Origin::Local);
  CHECK(asked.tree().text_of(found.place) == "input('Name')");
  CHECK(asked.check().describe(found) == "outside the program (`input('Name')`)");
}

TEST_CASE("an attribute of a parameter is shown whole") {
  Asked asked("def g(x):\n  f(x.a['k'].b)\n");
  const Provenance found = asked.check().origin(asked.node("x.a['k'].b"));
  CHECK(found.origin == Origin::Parameter);
  CHECK(asked.tree().text_of(found.place) == "x.a['k'].b");
}

TEST_CASE("what an object was made with and keeps") {
  Asked asked(
      "class A:\n  def __init__(self, x):\n    self.x = x\n  def g(self, y):\n    f(self.x, y)\n");
  CHECK(asked.check().origin(asked.node("self.x")).origin == Origin::Parameter);
  CHECK(asked.check().origin(asked.node("self.x")).is_kept);
  CHECK_FALSE(asked.check().origin(asked.node("y")).is_kept);
}

TEST_CASE("what a function of the file returns") {
  CHECK(origin("g()", "def g():\n  return 'a'") == Origin::Constant);
  CHECK(origin("g()", "def g():\n  return input()") == Origin::Local);
  CHECK(origin("g()", "def g():\n  pass") == Origin::Unknown);
}

bool is_typed(const std::string& expr) {
  Asked asked("import os\nf(" + expr + ")\n");
  return asked.check().origin(asked.node(expr)).is_typed;
}

TEST_CASE("what is typed, and what is set") {
  CHECK(is_typed("input()"));
  CHECK(is_typed("os.environ['a'] + input()"));
  CHECK_FALSE(is_typed("os.environ['a']"));
}

TEST_CASE("one of some constants is no matter where it comes from") {
  const auto chosen = [](const std::string& before) {
    Asked asked("x = input()\n" + before + "  f(x)\n");
    return asked.check().origin(asked.node("x")).origin;
  };
  CHECK(chosen("if x in ('a', 'b'):\n") == Origin::Harmless);
  CHECK(chosen("if x == 'a':\n") == Origin::Harmless);
  CHECK(chosen("if y and x in {'a': g}:\n") == Origin::Harmless);
  CHECK(chosen("if x not in ('a', 'b'):\n") == Origin::Local);
  CHECK(chosen("if x in y:\n") == Origin::Local);
  CHECK(chosen("if x in ('a', y):\n") == Origin::Local);
  CHECK(chosen("if y or x in ('a', 'b'):\n") == Origin::Local);
  CHECK(chosen("if x in ('a', 'b'):\n  x = input()\n") == Origin::Local);
}

TEST_CASE("what is refused before is none") {
  const auto refused = [](const std::string& before) {
    Asked asked("ALL = ['a', 'b']\ndef g(x):\n" + before + "  f(x)\n");
    return asked.check().origin(asked.node("x")).origin;
  };
  CHECK(refused("  if x not in ALL:\n    raise E\n") == Origin::Harmless);
  CHECK(refused("  if x != 'a':\n    return\n") == Origin::Harmless);
  CHECK(refused("  if x not in ALL:\n    log(x)\n") == Origin::Parameter);
  CHECK(refused("  if x not in ALL:\n    raise E\n  x = input()\n") == Origin::Local);
}

TEST_CASE("a number by its default, and what a command line was parsed into") {
  const auto in = [](const std::string& head, const std::string& expr) {
    Asked asked(head + "\n  f(" + expr + ")\n");
    return asked.check().origin(asked.node(expr)).origin;
  };
  CHECK(in("def g(x=0):", "x") == Origin::Harmless);
  CHECK(in("def g(x: int | None = None):", "x") == Origin::Harmless);
  CHECK(in("def g(x: str = 0):", "x") == Origin::Parameter);
  CHECK(in("import typing\ndef g(x: typing.Union[int, str]):", "x") == Origin::Parameter);
  CHECK(in("def g(x=True):", "x") == Origin::Parameter);
  CHECK(in("def g(args):", "args.name") == Origin::Local);
  CHECK(in("def g(args):", "args") == Origin::Parameter);
  CHECK(in("def g(*args):", "args.name") == Origin::Parameter);
}

TEST_CASE("long rows end") {
  std::string code = "x = 'a'\n";
  for (int i = 0; i < 2000; ++i) {
    code += "x += y\n";
  }
  CHECK(origin("x", code) >= Origin::Unknown);
}

}  // namespace
