#pragma once
// number_map.h — numbers by other numbers, for tables of a whole program: one array, no nodes.

#include "analysis/taint/hash_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace av::taint {

// NumberMap is filled once, then read.  kNone is no value.
class NumberMap {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // add keeps the first value of a key.
  void add(std::uint64_t key, std::uint32_t value) {
    if ((count_ + 1) * 4 > slots_.size() * 3) {
      grow();
    }
    Slot& slot = slots_[slot_of(key)];
    if (slot.value == kNone) {
      slot = {key, value};
      ++count_;
    }
  }
  // find is the value of a key, or kNone.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    return slots_.empty() ? kNone : slots_[slot_of(key)].value;
  }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = kNone;  // kNone: the slot is free
  };

  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    std::size_t at = hash_on(0, key) & (slots_.size() - 1);
    while (slots_[at].value != kNone && slots_[at].key != key) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.value != kNone) {
        slots_[slot_of(slot.key)] = slot;
      }
    }
  }

  std::vector<Slot> slots_;  // a power of two, a quarter of it free
  std::size_t count_ = 0;
};

}  // namespace av::taint
