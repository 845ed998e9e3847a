#include "analysis/names/path_pool.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::names::PathPool;

TEST_CASE("paths are joined by dots, under the name that rules know") {
  PathPool pool;
  CHECK(pool.join("os", "system") == "os.system");
  CHECK(pool.join("", "os") == "os");
  CHECK(pool.join("", "cPickle") == "pickle");
  CHECK(pool.join("..", "a") == "..a");
  CHECK(pool.join("requests.sessions", "Session") == "requests.Session");
}

TEST_CASE("dotted paths are followed part by part") {
  PathPool pool;
  CHECK(pool.canonical("os.path") == "os.path");
  CHECK(pool.canonical("six.moves.cPickle") == "pickle");
  CHECK(pool.canonical("six.moves.urllib.request.urlopen") == "urllib.request.urlopen");
  CHECK(pool.canonical("..a.b") == "..a.b");
  CHECK(pool.canonical(".") == ".");
  CHECK(pool.canonical("") == "");
}

TEST_CASE("what is kept is kept once and stays") {
  PathPool pool;
  std::string name = "a.b";
  const std::string_view kept = pool.keep(name);
  name = "x.y";
  CHECK(kept == "a.b");
  CHECK(pool.join("a", "b").data() == kept.data());
  CHECK(pool.with_suffix("a.b", "()") == "a.b()");
}

TEST_CASE("paths do not grow without end") {
  PathPool pool;
  const std::string_view kept = pool.keep(std::string(10000, 'a'));
  CHECK(kept.size() <= 500);
  CHECK(pool.join(kept, "b").size() <= 502);
}

}  // namespace
