#pragma once
// stores.h — what is put into containers after they were made: d[k] = v, l.append(v), d.update(e).
//
// In: the names of one file.  Out: for a variable, what the file puts into the object behind it.
// Never fails.  Gathered in one pass when first asked for.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace av::match {

// Store is one value that is put in; `key` is none where the file does not say under which.
struct Store {
  syntax::NodeId key;
  syntax::NodeId value;
};

// Stores answers for one file.  Borrows `names`.
class Stores {
 public:
  explicit Stores(names::FileNames& names) : names_(&names) {}

  // of is what is put into what a variable holds, in source order.
  std::span<const Store> of(names::SymbolId variable);

 private:
  void gather();
  void note_assign(syntax::NodeId statement);
  void note_call(syntax::NodeId call);
  void add(syntax::NodeId object, Store store);

  names::FileNames* names_;
  bool gathered_ = false;
  std::unordered_map<std::uint32_t, std::vector<Store>> known_;  // by symbol
};

}  // namespace av::match
