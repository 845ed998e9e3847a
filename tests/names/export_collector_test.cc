#include "analysis/names/export_collector.h"

#include "tests/names/sample_project.h"

#include <doctest/doctest.h>

#include <string>

namespace av::names {
namespace {

using Files = SampleProject::Files;

TEST_CASE("names of a module, and which of them are certain") {
  SampleProject p(Files{{"m.py",
                         "import os.path\nfrom sys import argv as a\n"
                         "if x:\n    y = 1\nelse:\n    z = 2\n"
                         "for i in q: pass\nwith open(f) as h: pass\n"
                         "def f():\n    global g\n    g = 1\n    local = 2\n"
                         "class C: inner = 1\n"
                         "gone = 1\ndel gone\n[e for e in q]\n(w := 1)\n"
                         "try:\n    t = 1\nexcept E as err:\n    pass\n"}});
  CHECK(p.names_of("m.py") == "C a f g? h i? os t? w y? z?");
}

TEST_CASE("names that an import does not find") {
  SampleProject p(Files{{"m.py",
                         "if TYPE_CHECKING:\n    from a import T\n"
                         "if __name__ == '__main__':\n    args = 1\n"
                         "if False:\n    never = 1\nelse:\n    other = 1\n"
                         "if x:\n    helper = 1\n    y = helper\n    del helper\n"
                         "kept = 1\nif x:\n    del kept\n"
                         "again = 1\ndel again\nagain = 2\n"}});
  CHECK(p.names_of("m.py") == "again kept? other? y?");
}

TEST_CASE("what only another system binds says so") {
  SampleProject p(Files{{"m.py",
                         "import sys\n"
                         "if sys.platform == 'win32':\n    a = 1\n"
                         "elif sys.platform == 'darwin':\n    b = 1\nelse:\n    c = 1\n"
                         "try:\n    import winreg\nexcept ImportError:\n    d = 1\n"
                         "else:\n    e = 1\n"
                         "if sys.platform == 'win32':\n    f = 1\nelse:\n    f = 2\n"}});
  std::string out;
  for (const VisibleName& name : visible_names(p.project(), p.module("m.py"))) {
    out += name.name + ":" + std::string(name_of(name.platform)) + " ";
  }
  CHECK(out == "a:windows b:mac c:any d:any e:windows f:any sys:any winreg:windows ");
}

TEST_CASE("stars of modules in C, and of a computed __all__") {
  SampleProject p(Files{{"c.py", "from _stat import *\n"},
                        {"d.py", "from computed import *\n"},
                        {"computed.py",
                         "import os, types\na = 1\n_b = 2\n__all__ = [n for n, o in "
                         "globals().items() if not n.startswith('_') and not isinstance(o, "
                         "types.ModuleType)]\n"}});
  CHECK(p.names_of("c.py").find("S_IMODE") != std::string::npos);
  CHECK(p.names_of("d.py") == "a");
}

TEST_CASE("a submodule that a function imports is no name yet") {
  SampleProject p(
      Files{{"pkg/__init__.py", "def f():\n    from . import late\nfrom . import early\n"},
            {"pkg/early.py", "import pkg.third\n"},
            {"pkg/late.py", ""},
            {"pkg/third.py", ""}});
  CHECK(p.names_of("pkg/__init__.py") == "early f third");
}

TEST_CASE("stars and submodules") {
  SampleProject p(Files{{"pkg/__init__.py", "from .a import *\nfrom .b import thing\n"},
                        {"pkg/a.py", "from .c import deep\nx = 1\n_y = 2\n"},
                        {"pkg/b.py", "thing = 1\n"},
                        {"pkg/c.py", "deep = 1\n"},
                        {"pkg/unused.py", "z = 1\n"}});
  CHECK(p.names_of("pkg/__init__.py") == "a b c deep thing x");
}

TEST_CASE("__all__ in its forms") {
  const auto exports = [](const std::string& code) {
    const SampleProject p(Files{{"m.py", code}});
    const Module& row = p.project()[p.module("m.py")];
    std::string out = row.has_all ? "all:" : "-";
    for (const TextId name : p.project().names(row.exports)) {
      out += " " + std::string(p.project().text(name));
    }
    return out;
  };
  CHECK(exports("x = 1") == "-");
  CHECK(exports("__all__ = ['a', 'b']") == "all: a b");
  CHECK(exports("__all__ = ('a',)\n__all__ += ['b']\n__all__.append('c')\n__all__.extend(['d'])") ==
        "all: a b c d");
  CHECK(exports("__all__ = [x for x in y]") == "-");
  CHECK(exports("__all__ = ['a'] + other.__all__").starts_with("-"));
}

TEST_CASE("functions: parameters, decorators, what they return") {
  SampleProject p(Files{{"m.py",
                         "import sqlite3\n"
                         "def f(a, /, b=1, *c, d, **e): return sqlite3.connect('x')\n"
                         "async def g(*, k): ...\n"
                         "class C:\n    @staticmethod\n    def s(): ...\n"
                         "    @classmethod\n    def c(cls): return cls\n"
                         "    @other\n    def o(self): ...\n"}});
  const Project& project = p.project();
  const auto function = [&](std::string_view name) {
    for (const ProjectFunction& row : project.tables().functions) {
      if (project.text(row.name) == name) {
        return row;
      }
    }
    FAIL("no function ", std::string(name));
    return ProjectFunction();
  };
  using Kind = ProjectParameter::Kind;
  const auto parameters = project.parameters(function("f").parameters);
  REQUIRE(parameters.size() == 5);
  CHECK(parameters[0].kind == Kind::Position);
  CHECK((parameters[1].kind == Kind::Either && parameters[1].has_default));
  CHECK(parameters[2].kind == Kind::Rest);
  CHECK((parameters[3].kind == Kind::Name && project.text(parameters[3].name) == "d"));
  CHECK(parameters[4].kind == Kind::Names);
  CHECK(function("f").returns.count == 1);
  CHECK(function("g").is_async);
  CHECK(function("C.s").is_static);
  CHECK(function("C.c").is_class_method);
  CHECK(function("C.o").is_decorated);
  CHECK(function("C.o").owner.exists());
}

TEST_CASE("values are kept as far as they are constant and small") {
  SampleProject p(
      Files{{"m.py",
             "a = -1\nb = 'x' + 'y'\nc = [1, [2, f()]]\nd = f()\ne = {'k': (True, None)}\n"
             "big = [" +
                 std::string(9000, ' ') + "1]\n"},
            {"main.py", "import m\nm.a\nm.b\nm.c\nm.d\nm.e\nm.big\n"}});
  p.ask_in("main.py");
  CHECK(p.value("m.a") == "-1");
  CHECK(p.value("m.b") == "\"xy\"");
  CHECK(p.value("m.c") == "[1, [2, ?]]");
  CHECK(p.value("m.d") == "?");
  CHECK(p.value("m.e") == "{\"k\": (True, None)}");
  CHECK(p.value("m.big") == "?");
}

}  // namespace
}  // namespace av::names
