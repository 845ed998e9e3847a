#pragma once
// symbol_table.h — finds the symbol of a name in a scope.

#include "analysis/names/outline.h"
#include "base/id.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace av::names {

struct SymbolTag;
// SymbolId is one name in one scope, whatever is bound to it there.
using SymbolId = base::Id<SymbolTag>;

// Space keeps the names of a class body apart from attributes that its methods set on self.
enum class Space : std::uint8_t { Names, Members };

// HashedName is a name and its hash, so that a search through scopes hashes it once.
struct HashedName {
  explicit HashedName(std::string_view name);
  std::string_view text;
  std::size_t hash;
};

// SymbolTable is a hash table that only grows.  Names are borrowed and must outlive it.
class SymbolTable {
 public:
  SymbolTable();

  // find is none when nothing binds the name in that scope.
  [[nodiscard]] SymbolId find(ScopeId scope, const HashedName& name, Space space) const;
  [[nodiscard]] SymbolId find(ScopeId scope, std::string_view name, Space space) const {
    return find(scope, HashedName(name), space);
  }
  // intern finds the symbol or makes it; new symbols count up from 0.
  SymbolId intern(ScopeId scope, std::string_view name, Space space);
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }
  [[nodiscard]] std::string_view name_of(SymbolId symbol) const { return names_[symbol.index()]; }

 private:
  struct Entry {
    std::string_view name;
    std::uint32_t key = 0;  // scope and space
    SymbolId symbol;        // none: the entry is free
  };

  [[nodiscard]] std::size_t slot_of(std::uint32_t key, const HashedName& name) const;
  void grow();

  std::vector<Entry> entries_;           // a power of two, at most half full
  std::vector<std::string_view> names_;  // by symbol
};

}  // namespace av::names
