#include "analysis/names/symbol_table.h"

#include "analysis/names/name_hash.h"

#include <utility>

namespace av::names {
namespace {

constexpr std::size_t kFirstCapacity = 64;

std::uint32_t scope_key(ScopeId scope, Space space) {
  return scope.index() * 2 + static_cast<std::uint32_t>(space);
}

}  // namespace

HashedName::HashedName(std::string_view name) : text(name), hash(name_hash(name)) {}

SymbolTable::SymbolTable() : entries_(kFirstCapacity) {}

SymbolId SymbolTable::find(ScopeId scope, const HashedName& name, Space space) const {
  return entries_[slot_of(scope_key(scope, space), name)].symbol;
}

SymbolId SymbolTable::intern(ScopeId scope, std::string_view name, Space space) {
  const std::uint32_t key = scope_key(scope, space);
  const HashedName hashed(name);
  std::size_t slot = slot_of(key, hashed);
  if (entries_[slot].symbol.exists()) {
    return entries_[slot].symbol;
  }
  if ((names_.size() + 1) * 2 > entries_.size()) {
    grow();
    slot = slot_of(key, hashed);
  }
  entries_[slot] = {name, key, SymbolId(size())};
  names_.push_back(name);
  return entries_[slot].symbol;
}

// slot_of is where the name is, or the free entry where it belongs.
std::size_t SymbolTable::slot_of(std::uint32_t key, const HashedName& name) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t slot = mixed_hash(name.hash, key) & mask;
  while (entries_[slot].symbol.exists() &&
         (entries_[slot].key != key || entries_[slot].name != name.text)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void SymbolTable::grow() {
  std::vector<Entry> old(entries_.size() * 2);
  std::swap(old, entries_);
  for (const Entry& entry : old) {
    if (entry.symbol.exists()) {
      entries_[slot_of(entry.key, HashedName(entry.name))] = entry;
    }
  }
}

}  // namespace av::names
