#include "analysis/names/meaner.h"

#include "tests/names/sample.h"

namespace {

using av::names::Sample;

std::string meaning(std::string_view code, std::string_view expr) {
  return Sample(code).meaning(expr);
}

TEST_CASE("imports in every form") {
  CHECK(meaning("import os\nos.system\n", "os.system") == "os.system");
  CHECK(meaning("import os.path\nos.path.join\n", "os.path.join") == "os.path.join");
  CHECK(meaning("import os.path as p\np.join\n", "p.join") == "os.path.join");
  CHECK(meaning("import os . path as p\np.join\n", "p.join") == "os.path.join");
  CHECK(meaning("from os import system\nsystem()\n", "system") == "os.system");
  CHECK(meaning("from os import system as s\ns()\n", "s") == "os.system");
  CHECK(meaning("from os import (system as s,\n  popen)\npopen()\n", "popen") == "os.popen");
  CHECK(meaning("from os import *\nsystem()\n", "system") == "os.system");
  CHECK(meaning("from os import *\neval()\n", "eval") == "builtins.eval");
}

TEST_CASE("relative imports keep their dots") {
  CHECK(meaning("from . import os\nos.system\n", "os.system") == ".os.system");
  CHECK(meaning("from .. import a\na.b\n", "a.b") == "..a.b");
  CHECK(meaning("from .a.b import c\nc()\n", "c") == ".a.b.c");
  CHECK(meaning("from ...a import c as d\nd()\n", "d") == "...a.c");
}

TEST_CASE("second names are followed") {
  CHECK(meaning("import cPickle\ncPickle.loads\n", "cPickle.loads") == "pickle.loads");
  CHECK(meaning("from six.moves import cPickle as p\np.loads\n", "p.loads") == "pickle.loads");
  CHECK(meaning("import six.moves.cPickle as p\np.loads\n", "p.loads") == "pickle.loads");
  CHECK(meaning("from md5 import md5\nmd5()\n", "md5") == "hashlib.md5");
}

TEST_CASE("builtins count unless the file has its own") {
  CHECK(meaning("eval(x)\n", "eval") == "builtins.eval");
  CHECK(meaning("import builtins\nbuiltins.eval(x)\n", "builtins.eval") == "builtins.eval");
  CHECK(meaning("def eval(x): pass\neval(x)\n", "eval") == "local eval");
  CHECK(meaning("def f(eval):\n  eval(x)\n", "eval") == "?");
  CHECK(meaning("class A:\n  def eval(self): eval(1)\n", "eval") == "builtins.eval");
  CHECK(meaning("x = ｅval\n", "ｅval") == "builtins.eval");
  CHECK(meaning("undefined.x\n", "undefined.x") == "?");
}

TEST_CASE("alternatives of a guarded import are both possible") {
  CHECK(meaning("try:\n  import cPickle as p\nexcept ImportError:\n  import dill as p\np.loads\n",
                "p.loads") == "dill.loads|pickle.loads");
  CHECK(meaning("try:\n  import yaml\nexcept ImportError:\n  yaml = None\nyaml.load\n",
                "yaml.load") == "yaml.load");
  CHECK(meaning("import sys\nif sys.version_info[0] > 2:\n  import a as m\nelse:\n  import b as m\n"
                "m.f\n",
                "m.f") == "b.f|a.f");
}

TEST_CASE("a library's users expect a type of a parameter by its name") {
  constexpr std::string_view kView = "def view(request):\n  request.GET\n";
  const auto with = [&](const std::string& import) {
    return meaning(import + std::string(kView), "request.GET");
  };
  CHECK(with("from django.shortcuts import render\n") == "django.http.HttpRequest.GET");
  CHECK(with("import django.http as h\n") == "django.http.HttpRequest.GET");
  CHECK(with("from aiohttp import web\n") == "aiohttp.web.Request.GET");
  CHECK(with("import djangolike\n") == "?");
  CHECK(with("") == "?");
  CHECK(meaning("import django\ndef f(request: str):\n  request.GET\n", "request.GET") ==
        "builtins.str.GET");
  CHECK(meaning("import django\ndef f(other):\n  other.GET\n", "other.GET") == "?");
}

TEST_CASE("a name assigned from a name") {
  CHECK(meaning("import subprocess\nrun = subprocess.run\nrun(x)\n", "run") == "subprocess.run");
  CHECK(meaning("import subprocess\na, b = subprocess.run, 1\na(x)\n", "a") == "subprocess.run");
  CHECK(meaning("import os\nf = os.system if x else os.popen\nf(x)\n", "f") ==
        "os.system|os.popen");
  CHECK(meaning("import os\nf = getattr(os, 'sys' + 'tem')\nf(x)\n", "f") == "os.system");
  CHECK(meaning("f = __import__('os').system\nf(x)\n", "f") == "os.system");
  CHECK(meaning("import importlib\nm = importlib.import_module('os.path')\nm.join(x)\n",
                "m.join") == "os.path.join");
  CHECK(meaning("import functools, os\nf = functools.partial(os.system)\nf(x)\n", "f") ==
        "os.system");
}

TEST_CASE("a module that a helper imports") {
  const std::string compat = "from compat import import_optional, load\nimport pytest\n";
  CHECK(meaning(compat + "y = import_optional('yaml')\ny.load\n", "y.load").find("yaml.load") !=
        std::string::npos);
  CHECK(meaning(compat + "y = pytest.importorskip('a.b')\ny.c\n", "y.c") != "?");
  CHECK(meaning(compat + "y = load('yaml')\ny.load\n", "y.load").find("yaml") == std::string::npos);
  CHECK(meaning(compat + "y = import_optional('two words')\ny.load\n", "y.load").find("words") ==
        std::string::npos);
  CHECK(meaning(compat + "y = import_optional(name)\ny.load\n", "y.load").find("name") ==
        std::string::npos);
}

TEST_CASE("what is rebound is not what it was") {
  CHECK(meaning("import subprocess\nsubprocess = Fake()\nsubprocess.run\n", "subprocess.run") ==
        "?");
  CHECK(meaning("import os\nclass os: pass\nos.system\n", "os.system") == "?");
  CHECK(meaning("import os\nos.system\nos = 1\n", "os.system") == "os.system");
  CHECK(meaning("import os\ndef f():\n  os.system\nos = 1\n", "os.system") == "os.system");
  CHECK(meaning("import os\ndef f():\n  os = 1\n  os.system\n", "os.system") == "?");
  CHECK(meaning("import os\nfor os in x:\n  os.system\n", "os.system") == "?");
  CHECK(meaning("from a import b as eval\neval(x)\n", "eval") == "a.b");
}

TEST_CASE("instances know their type") {
  CHECK(meaning("import sqlite3\nc = sqlite3.connect(p)\nc.execute\n", "c.execute") ==
        "dbapi.Connection.execute");
  CHECK(meaning("import sqlite3\nc = sqlite3.connect(p).cursor()\nc.execute\n", "c.execute") ==
        "dbapi.Cursor.execute");
  CHECK(meaning("import sqlite3\nwith sqlite3.connect(p) as c:\n  d = c.cursor()\n  d.execute\n",
                "d.execute") == "dbapi.Cursor.execute");
  CHECK(meaning("import requests\ns = requests.Session()\ns.get\n", "s.get") ==
        "requests.Session.get");
  CHECK(meaning("import requests\ns = requests.session()\ns.get\n", "s.get") ==
        "requests.Session.get");
  CHECK(meaning("import tarfile\nwith tarfile.open(p) as t:\n  for m in t:\n    m.name\n",
                "m.name") == "tarfile.TarInfo.name");
  CHECK(meaning("''.join\n", "''.join") == "builtins.str.join");
}

TEST_CASE("annotations name types") {
  CHECK(meaning("import sqlite3\ndef f(c: sqlite3.Cursor):\n  c.execute\n", "c.execute") ==
        "dbapi.Cursor.execute");
  CHECK(meaning("import a\nfrom typing import Optional\ndef f(c: Optional[a.C]):\n  c.m\n",
                "c.m") == "a.C.m");
  CHECK(meaning("import a\ndef f(c: a.C | None = None):\n  c.m\n", "c.m") == "a.C.m");
  CHECK(meaning("import a\ndef f(c: 'a.C'):\n  c.m\n", "c.m") == "a.C.m");
  CHECK(meaning("import a\nc: a.C\nc.m\n", "c.m") == "a.C.m");
  CHECK(meaning("import a\nc: a.C = g()\nc.m\n", "c.m") == "a.C.m");
}

TEST_CASE("members of a class of the file") {
  const char* code =
      "import sqlite3, subprocess\n"
      "class A:\n"
      "  run = subprocess.run\n"
      "  def __init__(self):\n"
      "    self.conn = sqlite3.connect(p)\n"
      "  def f(self):\n"
      "    self.conn.cursor\n"
      "    self.run(x)\n"
      "  @classmethod\n"
      "  def g(cls):\n"
      "    cls.run(y)\n"
      "A().run(z)\n";
  CHECK(meaning(code, "self.conn.cursor") == "dbapi.Connection.cursor");
  CHECK(meaning(code, "self.run") == "subprocess.run");
  CHECK(meaning(code, "cls.run") == "subprocess.run");
  CHECK(meaning(code, "A().run") == "subprocess.run");
  CHECK(meaning(code, "A()") == "a:local A");
}

TEST_CASE("members of a base class from elsewhere") {
  CHECK(meaning("import tornado.web\nclass H(tornado.web.RequestHandler):\n  def get(self):\n"
                "    self.get_argument\n",
                "self.get_argument") == "tornado.web.RequestHandler.get_argument");
  CHECK(meaning("import a\nclass B(a.A): pass\nclass C(B):\n  def f(self):\n    self.g\n",
                "self.g") == "a.A.g");
}

TEST_CASE("what a function of the file returns") {
  CHECK(meaning("import sqlite3\ndef db():\n  return sqlite3.connect(p)\ndb().cursor\n",
                "db().cursor") == "dbapi.Connection.cursor");
}

TEST_CASE("cycles end") {
  CHECK(meaning("x = x.y\nx.z\n", "x.z") == "?");
  CHECK(meaning("class A(B): pass\nclass B(A): pass\nA().x\n", "A().x") == "?");
  CHECK(meaning("def f(): return g()\ndef g(): return f()\nf().x\n", "f().x") == "?");
}

TEST_CASE("elements and results have paths of their own") {
  CHECK(meaning("import sys\nsys.argv[1]\n", "sys.argv[1]") == "sys.argv[]");
  CHECK(meaning("import sys\nfor a in sys.argv[1:]:\n  print(a)\n", "a") == "sys.argv[]");
  CHECK(meaning("import os\nos.environ.get('x')\n", "os.environ.get('x')") == "os.environ.get()");
}

}  // namespace
