#include "analysis/taint/name_table.h"

#include <doctest/doctest.h>

#include <string>

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
