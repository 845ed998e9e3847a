#include "analysis/text/walker.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <string>

namespace av::text {
namespace {

TEST_CASE("is_python_name") {
  for (const char* name :
       {"a.py", "a.pyi", "a.pyw", "A.PY", "a.b.py", " .py", "\xFF.py", "a.ipynb"}) {
    CAPTURE(name);
    CHECK(is_python_name(name));
  }
  for (const char* name : {"", "py", ".py", "a.pyc", "a.pyx", "a.py.txt", "a.py~", "apy"}) {
    CAPTURE(name);
    CHECK_FALSE(is_python_name(name));
  }
}

TEST_CASE("Walker: a folder is walked once, under its first name") {
  const test::Folder folder;
  CHECK_FALSE(folder.write("a/x.py", "").empty());
  Discovery found;
  Walker walker({}, found);
  const auto walk = [&](const std::string& name, const std::string& shown) {
    const std::string path = folder.path(name);
    walker.walk(base::Descriptor(open(path.c_str(), O_RDONLY | O_DIRECTORY)), shown, path);
  };
  walk("a", "first");
  walk("a", "second");
  walk("", "all");
  walker.finish();
  REQUIRE(found.files.size() == 1);
  CHECK(found.files[0].shown_path == "first/x.py");
}

TEST_CASE("Walker: a named file that cannot be taken is told") {
  const test::Folder folder;
  Discovery found;
  Walker walker({}, found);
  walker.add_named(folder.path("gone.py"), "gone.py");
  walker.add_named("/dev/null", "/dev/null");
  REQUIRE(found.skipped.size() == 2);
  CHECK(found.skipped[0].why.code == ErrorCode::NotFound);
  CHECK(found.skipped[1].why.message == "/dev/null is not a regular file");
}

}  // namespace
}  // namespace av::text
