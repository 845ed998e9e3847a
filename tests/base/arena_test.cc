#include "base/arena.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using av::base::Arena;

TEST_CASE("what is made stays where it is") {
  Arena arena;
  const std::uint32_t* first = arena.make(std::uint32_t{7});
  for (std::uint32_t i = 0; i < 10000; ++i) {
    arena.make(i);
  }
  CHECK(*first == 7);
}

TEST_CASE("copies are the arena's own") {
  Arena arena;
  std::string text = "abc";
  const std::string_view copied = arena.copy(std::string_view(text));
  text = "xyz";
  CHECK(copied == "abc");
  const std::vector<double> numbers = {1.5, 2.5};
  const auto same = arena.copy(std::span<const double>(numbers));
  CHECK(same[1] == 2.5);
  CHECK(reinterpret_cast<std::uintptr_t>(same.data()) % alignof(double) == 0);
}

TEST_CASE("nothing is copied to nothing") {
  Arena arena;
  CHECK(arena.copy(std::string_view()).empty());
  CHECK(arena.used_bytes() == 0);
  arena.make(std::uint64_t{1});
  CHECK(arena.used_bytes() == 8);
}

}  // namespace
