#include "analysis/names/import_scan.h"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string found(std::string_view text) {
  std::string out;
  for (const std::string& one : av::names::imports_in(text)) {
    out += (out.empty() ? "" : " ") + one;
  }
  return out;
}

TEST_CASE("imports in all forms") {
  CHECK(found("import os") == "os");
  CHECK(found("import os.path as p, sys\n") == "os.path sys");
  CHECK(found("from a import b") == "a a.b");
  CHECK(found("from a.b import c as d, e\nx = 1") == "a.b a.b.c a.b.e");
  CHECK(found("from . import x") == ". .x");
  CHECK(found("from ..a import x") == "..a ..a.x");
  CHECK(found("from .a import *") == ".a");
  CHECK(found("if x:\n    import a\n") == "a");
  CHECK(found("x = 1; import a; import b") == "a b");
  CHECK(found("try: import a\nexcept ImportError: import b") == "a b");
  CHECK(found("lazy import a\nlazy from b import c") == "a b b.c");
}

TEST_CASE("over several lines") {
  CHECK(found("from a import (b,  # first\n    c as d,\n)\n") == "a a.b a.c");
  CHECK(found("from a \\\n  import b, \\\n  c") == "a a.b a.c");
  CHECK(found("from a \\\r\n  import b") == "a a.b");
  CHECK(found("import a. b . c") == "a.b.c");
}

TEST_CASE("imports that are calls") {
  CHECK(found("importlib.import_module('a.b')") == "a.b");
  CHECK(found("m = import_module(\n    \"a\")") == "a");
  CHECK(found("__import__('a')") == "a");
  CHECK(found("__import__(name)") == "");
}

TEST_CASE("what is no import") {
  CHECK(found("") == "");
  CHECK(found("important = 1\nreimport = 2\nx.import_(1)") == "");
  CHECK(found("import") == "");
  CHECK(found("from import x") == "");
  CHECK(found("from a import") == "a");
  CHECK(found("# to import it") == "");
  CHECK(found("import \\") == "");
}

}  // namespace
