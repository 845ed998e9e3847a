#include "analysis/names/library.h"

#include <doctest/doctest.h>

namespace {

TEST_CASE("builtins of both Pythons") {
  for (const char* name : {"eval", "exec", "raw_input", "input", "unicode", "print", "__file__"}) {
    CHECK_MESSAGE(av::names::is_builtin(name), name);
  }
  for (const char* name : {"os", "Eval", "", "self"}) {
    CHECK_FALSE_MESSAGE(av::names::is_builtin(name), name);
  }
}

}  // namespace
