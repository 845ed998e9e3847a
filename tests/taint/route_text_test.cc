#include "analysis/taint/route_text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) {
    out += std::string(name) + " ";
  }
  return out;
}

std::string names(std::string_view route) {
  return joined(av::taint::harmless_captures(route));
}

std::string segments(std::string_view route) {
  return joined(av::taint::segment_captures(route));
}

}  // namespace

TEST_CASE("a route's text says which of its parameters are numbers") {
  CHECK(names("/<int:id>/<name>/<uuid:key>") == "id key ");
  CHECK(names("/<path:rest>/<string:name>") == "");
  CHECK(names("/<int(min=1):id>") == "id ");
  CHECK(names("/<any(day, week):span>") == "span ");
  CHECK(names("/<id:int>/<name:str>") == "id ");
  CHECK(names("/items/{id:int}/{name}") == "id ");
  CHECK(names("^a/(?P<id>[0-9]+)/(?P<name>.+)/(?P<slug>[-\\w]+)/$") == "id slug ");
}

TEST_CASE("a route's text says which of its parameters are one part of the address") {
  CHECK(segments("/<int:id>/<name>/<string(length=2):lang>") == "name lang ");
  CHECK(segments("/<path:rest>/<re:.*:all>") == "");
  CHECK(segments("/items/{id:int}/{name}/{rest:path}") == "name ");
  CHECK(segments("^a/(?P<name>[^/]+)/$") == "");
}

TEST_CASE("what is cut off says nothing") {
  for (const std::string_view route : {"", "<", "<int:", "{id:int", "(?P<id", "(?P<id>[0-9]+"}) {
    CAPTURE(route);
    CHECK(names(route) == "");
  }
}
