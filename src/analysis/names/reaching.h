#pragma once
// reaching.h — which bindings of a name a use of it may see.
//
// A use in the scope that binds the name sees the bindings before it, up to the last that nothing
// can avoid; in a loop also later ones; not those of an exclusive branch or of a branch that has
// left.  A use in a nested function sees all, because it runs later.  An approximation over the
// tree: `try`, `break` and `continue` only ever add bindings.
// Cost: at most kMaxReaching bindings are looked at, whatever the file holds.

#include "analysis/names/bindings.h"
#include "analysis/names/outline.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace av::names {

inline constexpr std::size_t kMaxReaching = 16;

// Reaching is the bindings that a use may see, nearest first.
class Reaching {
 public:
  // Only the bindings that are there are copied: nearly always it is one.
  Reaching() {}
  Reaching(const Reaching& other) { *this = other; }
  Reaching& operator=(const Reaching& other) {
    std::copy_n(other.bindings_.begin(), other.count_, bindings_.begin());
    count_ = other.count_;
    complete_ = other.complete_;
    may_be_deleted_ = other.may_be_deleted_;
    symbol_ = other.symbol_;
    return *this;
  }
  ~Reaching() = default;

  [[nodiscard]] std::span<const Binding* const> bindings() const {
    return std::span(bindings_).first(count_);
  }
  // is_complete: there is no other binding that the use may see.
  [[nodiscard]] bool is_complete() const { return complete_; }
  // may_be_deleted: a `del` that the use may have passed unbinds the name on some way.
  [[nodiscard]] bool may_be_deleted() const { return may_be_deleted_; }
  // symbol is none when the file binds the name nowhere visible: a builtin, or from import *.
  [[nodiscard]] SymbolId symbol() const { return symbol_; }
  // only is the one binding when there is exactly one, else nullptr.
  [[nodiscard]] const Binding* only() const {
    return complete_ && count_ == 1 ? bindings_[0] : nullptr;
  }

 private:
  friend class Reacher;
  std::array<const Binding*, kMaxReaching> bindings_;
  std::size_t count_ = 0;
  bool complete_ = true;
  bool may_be_deleted_ = false;
  SymbolId symbol_;
};

// reaching finds the bindings that the Name `use` may see.
Reaching reaching(const Outline& outline, const Bindings& bindings, syntax::NodeId use);

// reaching_before finds the bindings of an augmented assignment's target that hold before it.
Reaching reaching_before(const Outline& outline, const Bindings& bindings,
                         const Binding& augmented);

// reaching_end finds what a name of a module or class means when its code has run: to whoever
// imports the module.  Bindings by functions that say `global` may have come after.
Reaching reaching_end(const Bindings& bindings, SymbolId symbol);

// all_of is every binding of a symbol, for uses that run at an unknown time.
Reaching all_of(const Bindings& bindings, SymbolId symbol);

}  // namespace av::names
