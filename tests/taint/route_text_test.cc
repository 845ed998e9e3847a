#include "analysis/taint/route_text.h"

#include <doctest/doctest.h>

#include <string>

using av::taint::harmless_captures;

namespace {

std::string names(std::string_view route) {
  std::string out;
  for (const std::string_view name : harmless_captures(route)) {
    out += std::string(name) + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("a route's text says which of its parameters are numbers") {
  CHECK(names("/<int:id>/<name>/<uuid:key>") == "id key ");
  CHECK(names("/<path:rest>/<string:name>") == "");
  CHECK(names("/<int(min=1):id>") == "id ");
  CHECK(names("/<id:int>/<name:str>") == "id ");
  CHECK(names("/items/{id:int}/{name}") == "id ");
  CHECK(names("^a/(?P<id>[0-9]+)/(?P<name>.+)/(?P<slug>[-\\w]+)/$") == "id slug ");
}

TEST_CASE("what is cut off says nothing") {
  for (const std::string_view route : {"", "<", "<int:", "{id:int", "(?P<id", "(?P<id>[0-9]+"}) {
    CAPTURE(route);
    CHECK(names(route) == "");
  }
}
