#include "analysis/taint/number_map.h"

#include <doctest/doctest.h>

#include <cstdint>

using av::taint::NumberMap;

TEST_CASE("a key keeps its first value") {
  NumberMap map;
  CHECK(map.find(0) == NumberMap::kNone);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    map.add(std::uint64_t{i} << 32, i);
    map.add(std::uint64_t{i} << 32, i + 1);
  }
  CHECK(map.size() == 1000);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    CHECK(map.find(std::uint64_t{i} << 32) == i);
    CHECK(map.find((std::uint64_t{i} << 32) + 1) == NumberMap::kNone);
  }
}
