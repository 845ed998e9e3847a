#include "analysis/engine/project_versions.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::engine::load_versions;
using av::engine::VersionReader;
using av::knowledge::Comparison;
using av::test::Folder;

// may_be_below says whether the project may run with a version below `version`.
bool may_be_below(const av::match::Versions& versions, std::string_view library,
                  std::string_view version) {
  return versions.may_be({library, Comparison::Less, version});
}

bool may_be_below(std::string_view requirement, std::string_view version) {
  VersionReader reader;
  reader.add_requirement(requirement);
  return may_be_below(reader.versions(), "pyyaml", version);
}

TEST_CASE("a requirement's lower bound counts, however it is written") {
  for (const char* text :
       {"PyYAML>=6", "pyyaml == 6.0.1", "pyyaml~=6.0", "pyyaml[fast] >= 6.0, < 7", "pyyaml (>=6)",
        "pyyaml==6.*", "pyyaml>=6; python_version >= '3.8'", "pyyaml>=6  # for us",
        "pyyaml>5,>=6"}) {
    INFO(text);
    CHECK_FALSE(may_be_below(text, "6"));
    CHECK(may_be_below(text, "6.1"));
  }
  for (const char* text : {"pyyaml", "pyyaml<7", "pyyaml!=5", "pyyaml @ https://example.org/x.whl",
                           "other>=6", "pyyaml>=", "[", "", ">=6"}) {
    INFO(text);
    CHECK(may_be_below(text, "6"));
  }
}

TEST_CASE("of two bounds the lower holds, and a lock counts where nothing else does") {
  VersionReader reader;
  reader.read_requirements("jinja2>=3.1\nbcrypt\n-r other.txt\n--hash=x\nDjango==4.2 --hash=a\n");
  reader.read_requirements("jinja2>=2\n");
  reader.read_lock(
      "[[package]]\nname = \"bcrypt\"\nversion = \"5.0.0\"\n[package.extras]\n"
      "name = \"other\"\nversion = \"1\"\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.4\"\n");
  const auto versions = reader.versions();
  CHECK_FALSE(may_be_below(versions, "bcrypt", "5"));
  CHECK(may_be_below(versions, "jinja2", "3"));
  CHECK_FALSE(may_be_below(versions, "django", "4.2"));
  CHECK(may_be_below(versions, "other", "1"));
}

TEST_CASE("Pipfile.lock, and what is none") {
  VersionReader reader;
  reader.read_pipfile_lock(R"({"_meta": {"requires": {"python_version": "3.11"}},
    "default": {"PyYAML": {"hashes": ["sha256:x"], "version": "==6.0.1"}, "local": {"path": "."}},
    "develop": {"bcrypt": {"version": "==5.0.0"}, "odd": {"version": 5}, "none": null}})");
  for (const char* text : {"", "[]", "{\"default\": []}", "{\"default\"", "3", "{}"}) {
    reader.read_pipfile_lock(text);
  }
  const auto versions = reader.versions();
  CHECK_FALSE(may_be_below(versions, "pyyaml", "6"));
  CHECK_FALSE(may_be_below(versions, "bcrypt", "5"));
  CHECK(may_be_below(versions, "odd", "5"));
}

TEST_CASE("pyproject.toml, Poetry's tables and setup.cfg") {
  VersionReader reader;
  reader.read_pyproject(
      "[project]\nrequires-python = '>=3.10'\ndependencies = ['PyJWT>=2.8', 3]\n"
      "[project.optional-dependencies]\nweb = ['zope.interface>=6']\n"
      "[tool.poetry.dependencies]\nlxml = '^5.1'\nrequests = { version = '2.32.0' }\n"
      "attrs = '^1 || ^2'\n");
  auto versions = reader.versions();
  CHECK_FALSE(may_be_below(versions, "python", "3.10"));
  CHECK_FALSE(may_be_below(versions, "pyjwt", "2.8"));
  CHECK_FALSE(may_be_below(versions, "zope-interface", "6"));
  CHECK_FALSE(may_be_below(versions, "lxml", "5.1"));
  CHECK_FALSE(may_be_below(versions, "requests", "2.32"));
  CHECK(may_be_below(versions, "attrs", "1"));

  VersionReader old;
  old.read_pyproject("[project\n");
  old.read_setup_cfg(
      "[options]\npython_requires = >=3.8\ninstall_requires =\n    lxml>=5\n    bcrypt>=4\n"
      "[other]\ninstall_requires = pyyaml>=6\n");
  versions = old.versions();
  CHECK_FALSE(may_be_below(versions, "python", "3.8"));
  CHECK_FALSE(may_be_below(versions, "lxml", "5"));
  CHECK_FALSE(may_be_below(versions, "bcrypt", "4"));
  CHECK(may_be_below(versions, "pyyaml", "6"));
}

TEST_CASE("the folder of the paths is read, or those above it in the repository") {
  const Folder folder;
  static_cast<void>(folder.write("requirements/base.txt", "bcrypt>=5\n"));
  static_cast<void>(folder.write("shop/app.py", ""));
  const std::vector<std::string> whole = {folder.path()};
  const std::vector<std::string> part = {folder.path() + "/shop/app.py"};
  CHECK_FALSE(may_be_below(load_versions(whole), "bcrypt", "5"));
  CHECK(may_be_below(load_versions(part), "bcrypt", "5"));
  static_cast<void>(folder.write(".git/HEAD", ""));
  CHECK_FALSE(may_be_below(load_versions(part), "bcrypt", "5"));
}

}  // namespace
