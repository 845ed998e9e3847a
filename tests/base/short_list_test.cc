#include "base/short_list.h"

#include <doctest/doctest.h>

#include <numeric>
#include <span>
#include <vector>

namespace {

using List = av::base::ShortList<int, 4>;

std::vector<int> values(std::span<const int> list) {
  return {list.begin(), list.end()};
}

TEST_CASE("a list keeps what it was given, within its room and beyond") {
  List list;
  CHECK(list.empty());
  std::vector<int> wanted(100);
  std::iota(wanted.begin(), wanted.end(), 0);
  for (const int value : wanted) {
    list.push_back(value);
    CHECK(list[list.size() - 1] == value);
  }
  CHECK(values(list) == wanted);
  list.clear();
  list.append(wanted);
  list.append(std::span(wanted).first(3));
  CHECK(list.size() == 103);
  CHECK(list[102] == 2);
}

TEST_CASE("a list may be given one of its own values when it is full") {
  List list(std::vector<int>{1, 2, 3, 4});
  list.push_back(list[0]);
  CHECK(values(list) == std::vector<int>{1, 2, 3, 4, 1});
}

TEST_CASE("what is left out leaves the others in order") {
  List list(std::vector<int>{1, 2, 3, 4, 5, 6, 7});
  list.erase_if([](int value) { return value % 2 == 0; });
  CHECK(values(list) == std::vector<int>{1, 3, 5, 7});
  list.shorten(2);
  CHECK(values(list) == std::vector<int>{1, 3});
}

}  // namespace
