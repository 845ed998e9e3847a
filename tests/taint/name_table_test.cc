#include "analysis/taint/name_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using av::taint::NameId;
using av::taint::NameTable;

TEST_CASE("a text has one number, and a number its text") {
  NameTable names;
  CHECK_FALSE(names.find("a").exists());
  for (std::uint32_t i = 0; i < 1000; ++i) {
    CHECK(names.intern("name" + std::to_string(i)) == NameId(i));
  }
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::string text = "name" + std::to_string(i);
    CHECK(names.intern(text) == NameId(i));
    CHECK(names.find(text) == NameId(i));
    CHECK(names.text(NameId(i)) == text);
  }
  CHECK(names.size() == 1000);
  CHECK_FALSE(names.find("name1000").exists());
}

TEST_CASE("texts that differ in length only, or not in their first bytes, are told apart") {
  NameTable names;
  const std::string zeros(3, '\0');
  CHECK(names.intern("") == NameId(0));
  CHECK(names.intern(zeros) == NameId(1));
  CHECK(names.intern(std::string(2, '\0')) == NameId(2));
  CHECK(names.intern("a long name that ends in 1") == NameId(3));
  CHECK(names.intern("a long name that ends in 2") == NameId(4));
  CHECK(names.text(NameId(1)) == zeros);
  CHECK(names.text(NameId(0)).empty());
}

TEST_CASE("joined tables have one number for a text, the same wherever it was") {
  std::vector<NameTable> tables(5);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::size_t i = 0; i < 300; ++i) {
      tables[t].intern("name" + std::to_string(i * (t + 1)));
    }
  }
  std::vector<const NameTable*> some;
  for (const NameTable& table : tables) {
    some.push_back(&table);
  }
  std::vector<std::vector<NameId>> numbers;
  std::vector<std::vector<NameId>> same;
  const NameTable all = NameTable::join(some, 1, numbers);
  NameTable::join(some, 4, same);
  CHECK(numbers == same);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::uint32_t i = 0; i < tables[t].size(); ++i) {
      const NameId joined = numbers[t][i];
      CHECK(all.text(joined) == tables[t].text(NameId(i)));
      CHECK(all.find(all.text(joined)) == joined);
    }
  }
  std::ranges::reverse(some);
  const NameTable other = NameTable::join(some, 2, same);
  REQUIRE(other.size() == all.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    CHECK(other.text(NameId(i)) == all.text(NameId(i)));
  }
}
