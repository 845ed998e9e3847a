#include "analysis/names/path_pool.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

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
  CHECK(pool.keep("a.b").data() == kept.data());
  CHECK(pool.join("a", "b").data() == pool.join("a", "b").data());
  CHECK(pool.with_suffix("a.b", "()") == "a.b()");
  CHECK(pool.keep("").empty());
}

TEST_CASE("a path that is kept as written is none that is followed") {
  PathPool pool;
  CHECK(pool.keep("cPickle") == "cPickle");
  CHECK(pool.join("", "cPickle") == "pickle");
  CHECK(pool.keep("cPickle") == "cPickle");
}

TEST_CASE("a pool of many paths keeps them apart") {
  PathPool pool;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 5000; ++i) {
    kept.push_back(pool.join("package.module", "name" + std::to_string(i)));
  }
  for (int i = 0; i < 5000; ++i) {
    const std::string name = "name" + std::to_string(i);
    CHECK(kept[static_cast<std::size_t>(i)] == "package.module." + name);
    CHECK(pool.join("package.module", name).data() == kept[static_cast<std::size_t>(i)].data());
  }
}

TEST_CASE("paths do not grow without end") {
  PathPool pool;
  const std::string_view kept = pool.keep(std::string(10000, 'a'));
  CHECK(kept.size() <= 500);
  CHECK(pool.join(kept, "b").size() <= 502);
}

}  // namespace
