#include "analysis/names/symbol_table.h"

#include <doctest/doctest.h>

#include <deque>
#include <string>

namespace {

using av::names::ScopeId;
using av::names::Space;
using av::names::SymbolTable;

TEST_CASE("a symbol is a name in a scope and a space") {
  SymbolTable table;
  const auto a = table.intern(ScopeId(0), "x", Space::Names);
  CHECK(table.intern(ScopeId(0), "x", Space::Names) == a);
  CHECK(table.intern(ScopeId(1), "x", Space::Names) != a);
  CHECK(table.intern(ScopeId(0), "y", Space::Names) != a);
  CHECK(table.intern(ScopeId(0), "x", Space::Members) != a);
  CHECK(table.size() == 4);
  CHECK(table.find(ScopeId(0), "x", Space::Names) == a);
  CHECK_FALSE(table.find(ScopeId(2), "x", Space::Names).exists());
}

TEST_CASE("names of every length are told apart, whichever of their bytes differs") {
  SymbolTable table;
  std::deque<std::string> names;
  for (std::size_t size = 0; size <= 20; ++size) {
    names.emplace_back(size, 'a');
    for (std::size_t at = 0; at < size; ++at) {
      names.emplace_back(size, 'a').at(at) = 'b';
    }
  }
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    CHECK(table.intern(ScopeId(0), names[i], Space::Names).index() == i);
  }
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    CHECK(table.find(ScopeId(0), names[i], Space::Names).index() == i);
  }
}

TEST_CASE("symbols survive growth and count up") {
  SymbolTable table;
  std::deque<std::string> names;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    names.push_back("name" + std::to_string(i));
    CHECK(table.intern(ScopeId(i % 7), names.back(), Space::Names).index() == i);
  }
  for (std::uint32_t i = 0; i < 5000; ++i) {
    CHECK(table.find(ScopeId(i % 7), names[i], Space::Names).index() == i);
  }
}

}  // namespace
