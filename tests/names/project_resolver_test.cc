#include "analysis/names/project_resolver.h"

#include "tests/names/sample_project.h"

#include <doctest/doctest.h>

#include <string>

namespace av::names {
namespace {

using Files = SampleProject::Files;

TEST_CASE("constants of another module") {
  SampleProject p(
      Files{{"settings.py",
             "SHELL = True\nNAMES = {'a': 'md5', 'b': x}\nHOSTS = ['a', b'c', 1.5, None]\n"
             "def flag():\n    return False\nN = 3\nN += 4\n"},
            {"main.py",
             "from settings import SHELL, NAMES\nimport settings as s\n"
             "a = SHELL\nb = NAMES['a']\nc = s.HOSTS\nd = s.flag()\ne = s.N\nf = s.none\n"
             "g = NAMES['b']\n"}});
  p.ask_in("main.py");
  CHECK(p.value("SHELL") == "True");
  CHECK(p.value("NAMES['a']") == "\"md5\"");
  CHECK(p.value("NAMES['b']") == "?");
  CHECK(p.value("s.HOSTS") == "[\"a\", b\"c\", 1.5, None]");
  CHECK(p.value("s.flag()") == "False");
  CHECK(p.value("s.N") == "7");
  CHECK(p.value("s.none") == "?");
}

TEST_CASE("constants by star imports, of the library's numbers, of classes and their bases") {
  SampleProject p(Files{{"settings.py",
                         "import stat\nDEBUG = True\nMODE = stat.S_IRWXU | 0o007\n"
                         "class Base:\n    VERIFY = False\nclass Live(Base):\n    pass\n"},
                        {"main.py",
                         "from settings import *\nimport settings\n"
                         "class Own(settings.Live):\n    pass\n"
                         "DEBUG\nsettings.MODE\nLive.VERIFY\nOwn.VERIFY\n"}});
  p.ask_in("main.py");
  CHECK(p.value("DEBUG") == "True");
  CHECK(p.value("settings.MODE") == "455");
  CHECK(p.value("Live.VERIFY") == "False");
  CHECK(p.value("Own.VERIFY") == "False");
}

TEST_CASE("re-exports through packages, renamed and by star") {
  SampleProject p(Files{
      {"app/__init__.py", "from .shell import execute as go, LEVEL\nfrom .more import *\n"},
      {"app/shell.py", "from subprocess import run as execute\nLEVEL = 2\n"},
      {"app/more.py",
       "__all__ = ['sh', '_low']\nfrom os import system as sh\n_low = 1\nhigh = 2\n"},
      {"main.py",
       "from app import go, LEVEL, sh, _low, high\nimport app\ngo(1)\napp.go\nLEVEL\nsh\n_low\n"
       "high\n"}});
  p.ask_in("main.py");
  CHECK(p.meaning("go(1)") == "subprocess.run()");
  CHECK(p.meaning("app.go") == "subprocess.run");
  CHECK(p.value("LEVEL") == "2");
  CHECK(p.meaning("sh") == "os.system");
  CHECK(p.value("_low") == "1");
  CHECK(p.value("high") == "?");
}

TEST_CASE("relative imports, submodules and modules in variables") {
  SampleProject p(
      Files{{"app/__init__.py", ""},
            {"app/a/__init__.py", "from . import deep\n"},
            {"app/a/deep.py", "import pickle as codec\nMODE = 'rb'\n"},
            {"app/b.py",
             "from .a import deep\nfrom .a.deep import codec\nfrom . import a\n"
             "import app.a.deep\nother = a.deep\n"
             "deep.codec.loads\ncodec.load\na.deep.MODE\napp.a.deep.MODE\nother.MODE\n"}});
  p.ask_in("app/b.py");
  CHECK(p.meaning("deep.codec.loads") == "pickle.loads");
  CHECK(p.meaning("codec.load") == "pickle.load");
  CHECK(p.value("a.deep.MODE") == "\"rb\"");
  CHECK(p.value("app.a.deep.MODE") == "\"rb\"");
  CHECK(p.value("other.MODE") == "\"rb\"");
}

TEST_CASE("alternatives, TYPE_CHECKING and import_module") {
  SampleProject p(
      Files{{"compat.py",
             "try:\n    import cPickle as pickle\nexcept ImportError:\n    import dill as pickle\n"
             "if TYPE_CHECKING:\n    from sqlite3 import Connection\n"
             "import importlib\nsub = importlib.import_module('helpers')\n"},
            {"helpers.py", "from os import popen\n"},
            {"main.py",
             "import compat, importlib\nfrom compat import Connection\n"
             "def f(c: Connection): c.execute\n"
             "compat.pickle.loads\ncompat.sub.popen\n"
             "importlib.import_module('helpers').popen\n"}});
  p.ask_in("main.py");
  CHECK(p.meaning("compat.pickle.loads") == "dill.loads|pickle.loads");
  CHECK(p.meaning("c.execute") == "dbapi.Connection.execute");
  CHECK(p.meaning("compat.sub.popen") == "os.popen");
  CHECK(p.meaning("importlib.import_module('helpers').popen") == "os.popen");
}

TEST_CASE("classes: bases of other files, C3, instances, properties, methods that return") {
  SampleProject p(Files{
      {"base.py",
       "import sqlite3, requests\nclass A:\n    x = 'a'\n    def who(self): return open('f')\n"
       "class B(A):\n    x = 'b'\nclass C(A):\n    x = 'c'\n    y = 'c'\n"
       "class D(B, C): pass\n"
       "class Store:\n    def __init__(self):\n        self.db = sqlite3.connect('d')\n"
       "    @property\n    def cursor(self): return self.db.cursor()\n"
       "    def me(self): return self\n"
       "class Session(requests.Session): pass\n"},
      {"main.py",
       "from base import D, Store, Session\nimport base\n"
       "class E(D):\n    pass\n"
       "D.x\nD().y\nE.y\nD().who()\nE().who()\nStore().db\nStore().cursor\nStore().me().db\n"
       "Session().get\nstore = Store()\nstore.db.execute\nbase.Store.cursor\n"}});
  p.ask_in("main.py");
  CHECK(p.value("D.x") == "\"b\"");
  CHECK(p.value("D().y") == "\"c\"");
  CHECK(p.meaning("D().who()") == "a:io.IOBase");
  CHECK(p.meaning("E().who()") == "a:io.IOBase");
  CHECK(p.meaning("Store().db") == "a:dbapi.Connection");
  CHECK(p.meaning("Store().cursor") == "a:dbapi.Cursor");
  CHECK(p.meaning("base.Store.cursor") == "base.Store.cursor");
  CHECK(p.meaning("Store().me().db") == "a:dbapi.Connection");
  CHECK(p.meaning("Session().get") == "requests.Session.get");
  CHECK(p.meaning("store.db.execute") == "dbapi.Connection.execute");
  ProjectResolver& resolver = *p.names().project();
  const Meanings session = resolver.attribute(resolver.module("base").all()[0], "Session");
  CHECK(resolver.is_subclass(session.all()[0].entity.class_id(), "requests.Session"));
  CHECK_FALSE(resolver.is_subclass(session.all()[0].entity.class_id(), "base.Store"));
}

TEST_CASE("cycles of imports, names, classes and calls end") {
  SampleProject p(
      Files{{"a.py",
             "from b import x, f, K\nfrom b import *\nclass J(K): pass\n"
             "def g(): return f()\n"},
            {"b.py",
             "from a import x, g, J\nfrom a import *\nclass K(J): pass\n"
             "def f(): return g()\n"},
            {"main.py", "import a, b\na.x\na.g()\na.J.z\na.nothing\nfrom a import q\nq\n"}});
  p.ask_in("main.py");
  CHECK(p.value("a.x") == "?");
  p.meaning("a.g()");
  CHECK(p.meaning("a.J.z") == "?");
  CHECK(p.meaning("a.nothing") == "a.nothing");
  CHECK(p.value("q") == "?");
}

TEST_CASE("star imports of many modules that import each other stay quick") {
  SampleProject::Files files;
  for (int i = 0; i < 12; ++i) {
    std::string code;
    for (int k = 0; k < 12; ++k) {
      code += "from m" + std::to_string(k) + " import *\n";
    }
    files.emplace_back("m" + std::to_string(i) + ".py", code);
  }
  files.emplace_back("main.py", "import m0\nm0.nowhere\n");
  SampleProject p(files);
  p.ask_in("main.py");
  CHECK(p.meaning("m0.nowhere") == "m0.nowhere");
  CHECK(p.value("m0.nowhere") == "?");
}

TEST_CASE("what a model knows stays its path") {
  SampleProject p(Files{{"jwt/__init__.py", "from .api import decode, helper\n"},
                        {"jwt/api.py", "def decode(x): pass\ndef helper(): pass\n"},
                        {"main.py", "import jwt\njwt.decode\njwt.helper\n"}});
  p.ask_in("main.py");
  CHECK(p.meaning("jwt.decode") == "jwt.decode");
  CHECK(p.meaning("jwt.helper") == "jwt.api.helper");
}

TEST_CASE("stubs and folders without __init__") {
  SampleProject p(Files{{"fast.pyi", "import sqlite3\ndef open_db() -> sqlite3.Connection: ...\n"},
                        {"ns/part.py", "KEY = 'k'\n"},
                        {"main.py", "import fast, ns.part\nfast.open_db()\nns.part.KEY\n"}});
  p.ask_in("main.py");
  CHECK(p.meaning("fast.open_db()") == "a:dbapi.Connection");
  CHECK(p.value("ns.part.KEY") == "\"k\"");
}

}  // namespace
}  // namespace av::names
