#include "analysis/names/module_finder.h"

#include "tests/names/sample_project.h"

#include <doctest/doctest.h>

#include <string>

namespace av::names {
namespace {

// Layout finds imports among paths below /p, the top.
struct Layout {
  explicit Layout(const std::vector<std::string>& paths, std::string top = "/p")
      : folders(paths), finder(folders, std::move(top)) {}

  // found is the paths of a chain, joined by spaces.
  std::string found(const std::string& importer, const std::string& dotted) {
    std::string out;
    for (const ModuleFile& file : finder.find(finder.place_of(importer), dotted).second) {
      out += (out.empty() ? "" : " ") + file.path + (file.is_namespace ? "/" : "");
    }
    return out;
  }

  FakeFolders folders;
  ModuleFinder finder;
};

TEST_CASE("packages, modules and what lies beside") {
  Layout p({"/p/app/__init__.py", "/p/app/util.py", "/p/app/sub/__init__.py", "/p/app/sub/x.py",
            "/p/main.py", "/p/util.py"});
  CHECK(p.found("/p/main.py", "app.sub.x") ==
        "/p/app/__init__.py /p/app/sub/__init__.py /p/app/sub/x.py");
  CHECK(p.found("/p/main.py", "util") == "/p/util.py");
  CHECK(p.found("/p/app/sub/x.py", "util") == "/p/util.py");
  CHECK(p.found("/p/main.py", "app.none") == "/p/app/__init__.py");
  CHECK(p.found("/p/main.py", "requests") == "");
}

TEST_CASE("relative imports") {
  Layout p({"/p/app/__init__.py", "/p/app/util.py", "/p/app/sub/__init__.py", "/p/app/sub/x.py"});
  CHECK(p.found("/p/app/sub/x.py", ".") == "/p/app/sub/__init__.py");
  CHECK(p.found("/p/app/sub/x.py", "..util") == "/p/app/__init__.py /p/app/util.py");
  CHECK(p.found("/p/app/sub/x.py", "..") == "/p/app/__init__.py");
  CHECK(p.found("/p/app/sub/__init__.py", ".x") == "/p/app/sub/__init__.py /p/app/sub/x.py");
  CHECK(p.found("/p/app/util.py", "....etc") == "");
}

TEST_CASE("a package wins over a module, source over a stub, both over a folder") {
  Layout p({"/p/a/__init__.py", "/p/a.py", "/p/b.py", "/p/b.pyi", "/p/c.pyi", "/p/c/x.py",
            "/p/d/x.py", "/p/main.py"});
  CHECK(p.found("/p/main.py", "a") == "/p/a/__init__.py");
  CHECK(p.found("/p/main.py", "b") == "/p/b.py");
  CHECK(p.found("/p/main.py", "c") == "/p/c.pyi");
  CHECK(p.found("/p/main.py", "d.x") == "/p/d/ /p/d/x.py");
}

TEST_CASE("source folders and several roots") {
  Layout p({"/p/src/lib/__init__.py", "/p/tests/test_a.py", "/p/tests/helper.py",
            "/p/svc/one/src/own/__init__.py", "/p/svc/one/run.py"});
  CHECK(p.found("/p/tests/test_a.py", "lib") == "/p/src/lib/__init__.py");
  CHECK(p.found("/p/tests/test_a.py", "helper") == "/p/tests/helper.py");
  CHECK(p.found("/p/svc/one/run.py", "own") == "/p/svc/one/src/own/__init__.py");
  CHECK(p.found("/p/tests/test_a.py", "own") == "");
}

TEST_CASE("a name of the standard library is found beside the script only") {
  Layout p({"/p/json/x.py", "/p/tests/json/x.py", "/p/tests/t.py", "/p/secrets.py", "/p/run.py"});
  CHECK(p.found("/p/tests/t.py", "json") == "");
  CHECK(p.found("/p/tests/t.py", "secrets") == "");
  CHECK(p.found("/p/run.py", "secrets") == "/p/secrets.py");
}

TEST_CASE("a namespace package imports itself, wherever the project's top is") {
  const std::vector<std::string> paths = {"/p/google/auth/__init__.py", "/p/google/auth/jwt.py",
                                          "/p/google/cloud/x/__init__.py",
                                          "/p/google/cloud/x/y.py"};
  for (const char* const top : {"/p", "/p/google", "/p/google/cloud/x", ""}) {
    CAPTURE(top);
    Layout p(paths, top);
    CHECK(p.found("/p/google/cloud/x/y.py", "google.cloud.x.y") ==
          "/p/google/ /p/google/cloud/ /p/google/cloud/x/__init__.py /p/google/cloud/x/y.py");
    CHECK(p.found("/p/google/cloud/x/y.py", "google.auth.jwt") ==
          "/p/google/ /p/google/auth/__init__.py /p/google/auth/jwt.py");
  }
}

TEST_CASE("tests within a package import it, wherever the project's top is") {
  for (const char* const top : {"/p", "/p/app", "/p/app/tests"}) {
    CAPTURE(top);
    Layout p({"/p/app/__init__.py", "/p/app/x.py", "/p/app/tests/test_x.py"}, top);
    CHECK(p.found("/p/app/tests/test_x.py", "app") == "/p/app/__init__.py");
    CHECK(p.found("/p/app/tests/test_x.py", "app.x") == "/p/app/__init__.py /p/app/x.py");
  }
}

TEST_CASE("a folder around that only has the name is no package") {
  Layout inner({"/p/app/__init__.py", "/p/app/numpy/__init__.py", "/p/app/numpy/x.py"});
  CHECK(inner.found("/p/app/numpy/x.py", "numpy") == "");
  Layout p({"/home/requests/examples/a.py", "/home/json/b.py", "/home/json/x.py"},
           "/home/requests");
  CHECK(p.found("/home/requests/examples/a.py", "requests.api") == "");
  CHECK(p.found("/home/json/b.py", "json.x") == "");
}

TEST_CASE("a folder without source does not hide an installed package of its name") {
  Layout p({"/p/examples/requests/a.py", "/p/requests/notes.txt", "/p/main.py", "/p/ns/x.py",
            "/p/src/ns/y.py"});
  CHECK(p.found("/p/examples/requests/a.py", "requests") == "");
  CHECK(p.found("/p/main.py", "requests") == "");
  CHECK(p.found("/p/main.py", "requests.get") == "");
  CHECK(p.found("/p/main.py", "ns.y") == "/p/src/ns/ /p/src/ns/y.py");
}

TEST_CASE("nothing is looked for above the top") {
  Layout p({"/q/other.py", "/p/a.py", "/other.py"});
  CHECK(p.found("/p/a.py", "other") == "");
  CHECK(p.found("/p/a.py", "..q.other") == "");
  Layout no_top({"/q/a.py", "/q/b.py"}, "");
  CHECK(no_top.found("/q/a.py", "b") == "/q/b.py");
}

TEST_CASE("names of modules") {
  Layout p({"/p/app/__init__.py", "/p/app/util.py", "/p/src/lib/__init__.py", "/p/src/lib/x.pyi",
            "/p/ns/part/x.py", "/p/main.py"});
  CHECK(p.finder.name_of("/p/app/__init__.py") == "app");
  CHECK(p.finder.name_of("/p/app/util.py") == "app.util");
  CHECK(p.finder.name_of("/p/src/lib/x.pyi") == "lib.x");
  CHECK(p.finder.name_of("/p/ns/part/x.py") == "ns.part.x");
  CHECK(p.finder.name_of("/p/ns/part") == "ns.part");
  CHECK(p.finder.name_of("/p/main.py") == "main");
}

TEST_CASE("the standard library is known by its files") {
  Layout p({"/l/os.py", "/l/site.py", "/l/_collections_abc.py", "/l/re/__init__.py"}, "/l");
  CHECK(p.finder.find(p.finder.place_of("/l/os.py"), "re").second[0].is_standard);
  CHECK(is_standard_module("os"));
  CHECK(is_standard_module("urllib2"));
  CHECK_FALSE(is_standard_module("requests"));
}

}  // namespace
}  // namespace av::names
