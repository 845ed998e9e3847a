#include "analysis/names/library.h"

#include <doctest/doctest.h>

#include <string>

namespace {

struct Pair {
  std::string_view from;
  std::string_view to;
};

#define AV_PAIR(from, to) Pair{from, to},
constexpr Pair kAliases[] = {
#include "analysis/names/aliases.def"
};
#undef AV_PAIR

TEST_CASE("builtins of both Pythons") {
  for (const char* name : {"eval", "exec", "raw_input", "input", "unicode", "print", "__file__"}) {
    CHECK_MESSAGE(av::names::is_builtin(name), name);
  }
  for (const char* name : {"os", "Eval", "", "self"}) {
    CHECK_FALSE_MESSAGE(av::names::is_builtin(name), name);
  }
}

TEST_CASE("aliases lead to names that have none") {
  for (const Pair& alias : kAliases) {
    CHECK(av::names::find_alias(alias.from) == alias.to);
    CHECK_MESSAGE(av::names::find_alias(alias.to).empty(), alias.to);
  }
  CHECK(av::names::find_alias("os").empty());
}

TEST_CASE("what calls return") {
  CHECK(av::names::find_returned_type("sqlite3.connect") == "dbapi.Connection");
  CHECK(av::names::find_returned_type("dbapi.Connection.cursor") == "dbapi.Cursor");
  CHECK(av::names::find_returned_type("tarfile.TarFile.__iter__") == "tarfile.TarInfo");
  CHECK(av::names::find_returned_type("os.system").empty());
}

}  // namespace
