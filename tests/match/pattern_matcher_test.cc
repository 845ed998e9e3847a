#include "analysis/match/pattern_matcher.h"

#include "tests/match/patterned.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::match::Patterned;
using Lines = std::vector<std::uint32_t>;

TEST_CASE("names match by what they refer to") {
  const Patterned rule = Patterned::only("subprocess.run(...)");
  CHECK(rule.lines("import subprocess as sp\nsp.run(1)\nsp.call(1)\nrun(1)\n") == Lines{2});
  CHECK(rule.lines("from subprocess import run as r\nr(1)\n") == Lines{2});
  CHECK(rule.lines("import subprocess\ngo = subprocess.run\ngo(1)\n") == Lines{3});
  CHECK(rule.lines("import other as subprocess\nsubprocess.run(1)\n") == Lines{});
}

TEST_CASE("a builtin is meant by its bare name, unless the file binds it") {
  const Patterned rule = Patterned::only("eval($X)");
  CHECK(rule.lines("eval(x)\n") == Lines{1});
  CHECK(rule.lines("def eval(x): pass\neval(x)\n") == Lines{});
}

TEST_CASE("constants match by value") {
  const Patterned rule = Patterned::only("hashlib.new(\"md5\", ...)");
  CHECK(rule.lines("import hashlib\nhashlib.new('md5')\nhashlib.new('sha256')\n") == Lines{2});
  CHECK(rule.lines("import hashlib\nNAME = 'm' + 'd5'\nhashlib.new(NAME, b'')\n") == Lines{3});
  CHECK(rule.lines("import hashlib\nhashlib.new(b'md5')\nhashlib.new(name)\n") == Lines{});
}

TEST_CASE("one of two values is not certain") {
  const Patterned rule = Patterned::only("f.g(x=True)");
  CHECK(rule.lines("import f\nv = True\nif a:\n    v = False\nf.g(x=v)\n") == Lines{});
  CHECK(rule.lines("import f\nf.g(x=1)\nf.g(x=True)\nf.g(x=0)\n") == Lines{2, 3});
}

TEST_CASE("without ... the arguments are all there are") {
  const Patterned rule = Patterned::only("a.f($X, k=1)");
  CHECK(rule.lines("import a\na.f(x, k=1)\na.f(x)\na.f(x, y, k=1)\na.f(x, k=1, j=2)\n"
                   "a.f(x, **more)\n") == Lines{2});
  CHECK(Patterned::only("a.f()").lines("import a\na.f()\na.f(1)\n") == Lines{2});
}

TEST_CASE("a metavariable stands for the same thing under two names") {
  const Patterned rule = Patterned::only("a.f($X, $X)");
  CHECK(
      rule.lines("import a\ndef g(p, q):\n    v = p\n    w = p\n    a.f(v, w)\n    a.f(v, q)\n") ==
      Lines{5});
}

TEST_CASE("... stands for any arguments, before, between and behind") {
  const Patterned rule = Patterned::only("a.f(..., 7, ..., k=1, ...)");
  CHECK(rule.lines("import a\na.f(1, 7, 3, j=2, k=1)\na.f(7, k=1)\na.f(8, k=1)\na.f(7)\n") ==
        Lines{2, 3});
}

TEST_CASE("an argument may be given by name or by place, as the library takes it") {
  CHECK(Patterned::only("yaml.load($X, yaml.Loader, ...)")
            .lines("import yaml\nyaml.load(stream=x, Loader=yaml.Loader)\n") == Lines{2});
  CHECK(Patterned::only("yaml.load($X, yaml.Loader)")
            .lines("import yaml\nyaml.load(x, Loader=yaml.Loader)\n") == Lines{2});
  CHECK(Patterned::only("yaml.load(..., Loader=yaml.Loader)")
            .lines("import yaml\nyaml.load(x, yaml.Loader)\n") == Lines{2});
}

TEST_CASE("a metavariable is the same wherever it stands") {
  const Patterned rule = Patterned::only("$X == $X");
  CHECK(rule.lines("a == a\na == b\na.b( 1 ) == a.b(1)\n") == Lines{1, 3});
}

TEST_CASE("methods match by the type of the object, or by name alone") {
  CHECK(Patterned::only("tarfile.TarFile.extractall(...)")
            .lines("import tarfile\nwith tarfile.open(p) as t:\n    t.extractall()\n"
                   "u.extractall()\n") == Lines{3});
  CHECK(Patterned::only("$T.extractall(...)")
            .lines("u.extractall()\nextractall()\ngo = u.extractall\ngo(1)\n") == Lines{1, 4});
}

TEST_CASE("any function of a module") {
  const Patterned rule = Patterned::only("httpx.$_(..., verify=False, ...)");
  CHECK(rule.lines("import httpx\nfrom httpx import get\nhttpx.post(u, verify=False)\n"
                   "get(u, verify=False)\nhttpx.a.b(u, verify=False)\n") == Lines{3, 4});
}

TEST_CASE("lists and dicts match by value, with gaps") {
  CHECK(Patterned::only("a.f([..., \"*\", ...])")
            .lines("import a\nX = ['x', '*']\na.f(X)\na.f(('*',))\na.f(['x'])\na.f('*')\n") ==
        Lines{3, 4});
  CHECK(Patterned::only("a.f({\"v\": False, ...})")
            .lines("import a\na.f({'w': 1, 'v': False})\na.f(dict(v=False))\na.f({'v': True})\n") ==
        Lines{2, 3});
  CHECK(Patterned::only("{\"alg\": \"none\", ...}").lines("x = {'alg': 'none', 'b': 2}\n") ==
        Lines{1});
  CHECK(Patterned::only("a.f([])").lines("import a\na.f([])\na.f([1])\na.f(())\n") == Lines{2, 4});
}

TEST_CASE("assignments to names, attributes and keys") {
  CHECK(Patterned::only("DEBUG = True").lines("DEBUG = True\nDEBUG: bool = True\nDEBUG = x\n") ==
        Lines{1, 2});
  CHECK(Patterned::only("flask.Flask.debug = True")
            .lines("import flask\napp = flask.Flask(n)\napp.debug = True\nb.debug = True\n") ==
        Lines{3});
  CHECK(Patterned::only("flask.Flask.config[\"X\"] = $V")
            .lines("import flask\napp = flask.Flask(n)\napp.config['X'] = 1\n"
                   "app.config['Y'] = 1\n") == Lines{3});
  CHECK(Patterned::only("$O.$A = False").lines("a.b = False\na = False\n") == Lines{1});
}

TEST_CASE("imports of a module, of what is in it, of one thing") {
  const Patterned module = Patterned::only("import telnetlib");
  CHECK(module.lines("import telnetlib as t, os\nfrom telnetlib import Telnet\n"
                     "import telnetlib2\nfrom . import telnetlib\n") == Lines{1, 2});
  CHECK(Patterned::only("import a.b").lines("import a\nfrom a import b\nimport a.b.c\n") ==
        Lines{2, 3});
  CHECK(Patterned::only("from a import b").lines("from a import b as c\nfrom a import d\n") ==
        Lines{1});
}

TEST_CASE("a mention of a name that is no call") {
  const Patterned rule = Patterned::only("ssl.PROTOCOL_SSLv3");
  CHECK(rule.lines("import ssl as s\nx = s.PROTOCOL_SSLv3\nfrom ssl import PROTOCOL_SSLv3\n"
                   "y = z.PROTOCOL_SSLv3\n") == Lines{2, 3});
}

TEST_CASE("statements") {
  CHECK(Patterned::only("assert $X").lines("assert a\nassert a, 'm'\n") == Lines{1, 2});
  CHECK(Patterned::only("try: ...\nexcept: pass").lines("try:\n    f()\nexcept:\n    pass\n") ==
        Lines{3});
  CHECK(Patterned::only("try: ...\nexcept Exception: pass")
            .lines("try:\n    f()\nexcept (ValueError, Exception):\n    pass\n"
                   "try:\n    f()\nexcept Exception:\n    g()\n") == Lines{3});
  CHECK(Patterned::only("with open($P) as $F: ...")
            .lines("with a, open(p) as f:\n    pass\nwith open(p, 'w') as f:\n    pass\n") ==
        Lines{1});
  CHECK(Patterned::only("if $X: raise $E\n")
            .lines("if a:\n    raise b\nelse:\n    c\nif a:\n    c\n") == Lines{1});
}

TEST_CASE("functions by decorator and parameters") {
  const Patterned decorated = Patterned::only("@flask.Flask.route(...)\ndef $F(...): ...");
  CHECK(decorated.lines("import flask\napp = flask.Flask(n)\n@other\n@app.route('/')\n"
                        "def f():\n    pass\ndef g():\n    pass\n") == Lines{4});
  const Patterned default_value = Patterned::only("def $F(..., password=$V): ...");
  CHECK(default_value.lines("def f(a, password='x', b=1):\n    pass\ndef g(password):\n"
                            "    pass\n") == Lines{1});
}

TEST_CASE("classes by base and body") {
  const Patterned rule = Patterned::only("class $C(m.View, ...):\n    ...\n    p = []\n    ...");
  CHECK(rule.lines("import m\nclass A(m.View):\n    q = 1\n    p = ()\n    r = 2\n"
                   "class B(A, X):\n    p = []\nclass D(X):\n    p = []\n") == Lines{4, 7});
}

TEST_CASE("comparisons, in both directions when they are symmetric") {
  const Patterned rule = Patterned::only("a.b == $X");
  CHECK(rule.lines("import a\na.b == c\nc == a.b\na.b != c\n") == Lines{2, 3});
}

TEST_CASE("unless: what may match excludes") {
  const Patterned rule(
      "[[pattern]]\nfind = 'requests.get(...)'\nunless = '$_(..., timeout=$T, ...)'\n");
  CHECK(rule.lines("import requests\nrequests.get(u)\nrequests.get(u, timeout=1)\n"
                   "requests.get(u, **more)\nrequests.get(u, **{'timeout': 1})\n") == Lines{2});
}

TEST_CASE("inside and not_inside look at what is around") {
  const Patterned inside("[[pattern]]\nfind = 'a.f()'\ninside = '''if a.DEBUG: ...'''\n");
  const Patterned outside("[[pattern]]\nfind = 'a.f()'\nnot_inside = '''if a.DEBUG: ...'''\n");
  const char* code = "import a\nif a.DEBUG:\n    a.f()\na.f()\n";
  CHECK(inside.lines(code) == Lines{3});
  CHECK(outside.lines(code) == Lines{4});
}

TEST_CASE("file_has and file_lacks ask the whole file") {
  const Patterned has("[[pattern]]\nfind = 'a.f()'\nfile_has = 'a.g(...)'\n");
  const Patterned lacks("[[pattern]]\nfind = 'a.f()'\nfile_lacks = 'import b'\n");
  CHECK(has.lines("import a\na.f()\n") == Lines{});
  CHECK(has.lines("import a\na.f()\na.g(1)\n") == Lines{2});
  CHECK(lacks.lines("import a\na.f()\n") == Lines{2});
  CHECK(lacks.lines("import a, b\na.f()\n") == Lines{});
}

TEST_CASE("within, files and versions say where a pattern is for") {
  const Patterned module("[[pattern]]\nfind = 'X = 1'\nwithin = 'module'\n");
  CHECK(module.lines("X = 1\nclass A:\n    X = 1\ndef f():\n    X = 1\n") == Lines{1});
  const Patterned files("[[pattern]]\nfind = 'X = 1'\nfiles = ['settings*.py', 'conf/*.py']\n");
  CHECK(files.lines("X = 1\n", "shop/settings_dev.py") == Lines{1});
  CHECK(files.lines("X = 1\n", "shop/conf/base.py") == Lines{1});
  CHECK(files.lines("X = 1\n", "shop/base.py") == Lines{});
  const Patterned old("[[pattern]]\nfind = 'X = 1'\npython = '< 3.12'\nlibrary = 'pyyaml < 6'\n");
  av::match::Versions versions;
  CHECK(old.lines("X = 1\n", "a.py", versions) == Lines{1});
  versions.set_least("python", "3.9");
  CHECK(old.lines("X = 1\n", "a.py", versions) == Lines{1});
  versions.set_least("pyyaml", "6.0.1");
  CHECK(old.lines("X = 1\n", "a.py", versions) == Lines{});
}

TEST_CASE("messages, marks and severities are the pattern's") {
  const Patterned rule(
      "[[pattern]]\nfind = 'a.f($X, ...)'\nmessage = '$MATCH takes $X here'\nmark = '$X'\n"
      "severity = 'high'\nconfidence = 'low'\n");
  const auto found = rule.found("import a\na.f(b + 1, c)\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "`a.f` takes `b + 1` here");
  CHECK(found[0].mend == "mend it");
  CHECK(found[0].span.start == 13);
  CHECK(found[0].severity == av::knowledge::Severity::High);
  CHECK(found[0].confidence == av::knowledge::Confidence::Low);
}

TEST_CASE("grade: the origin decides how bad it is, and constants are fine") {
  const Patterned rule("[[pattern]]\nfind = 'a.f($X)'\ngrade = '$X'\n");
  const auto found =
      rule.found("import a, flask\na.f('x')\na.f(flask.request.args['q'])\na.f(input())\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].severity == av::knowledge::Severity::High);
  CHECK(found[1].severity == av::knowledge::Severity::Medium);
}

TEST_CASE("hostile patterns and code end soon") {
  const Patterned rule = Patterned::only("a.f([..., 1, ..., 2, ..., 3, ..., 4, ...])");
  std::string code = "import a\na.f([";
  for (int i = 0; i < 400; ++i) {
    code += "1, 2, 3, ";
  }
  CHECK(rule.lines(code + "])\n") == Lines{});
}

TEST_CASE("variables that were bound since are unbound again") {
  av::match::BoundItems items;
  const av::names::Item one = {nullptr, av::syntax::NodeId(1)};
  items.bind(0, one);
  const auto before = items.state();
  items.bind(1, {nullptr, av::syntax::NodeId(2)});
  items.bind(2, {nullptr, av::syntax::NodeId::none()});
  CHECK(items[1].node.index() == 2);
  CHECK_FALSE(items[2].node.exists());
  items.go_back_to(before);
  CHECK(items[0].node.index() == 1);
  CHECK_FALSE(items[1].node.exists());
  items.unbind(0);
  CHECK_FALSE(items[0].node.exists());
}

}  // namespace
