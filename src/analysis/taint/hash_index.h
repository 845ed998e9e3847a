#pragma once
// hash_index.h — finds the row of a table that equals a new one, so that equal rows get one number.
//
// The rows are the user's; here are only their numbers, by hash.  Emptying it costs nothing, as a
// slot counts only in the generation that it was filled in.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace av::taint {

// hash_on mixes one more number into a hash.
constexpr std::uint64_t hash_on(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 29);
}

// HashIndex is numbers by hash.
class HashIndex {
 public:
  // find_or_add is the number of the row that `equals` accepts, or else `next`, which is kept.
  template <class Equals>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t next, Equals equals) {
    if ((count_ + 1) * 2 > slots_.size()) {
      grow();
    }
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].generation == generation_) {
      if (slots_[at].hash == hash && equals(slots_[at].row)) {
        return slots_[at].row;
      }
      at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = {hash, next, generation_};
    ++count_;
    return next;
  }

  // find is the number of the row that `equals` accepts; none when there is no such row.
  template <class Equals>
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t hash, Equals equals) const {
    if (slots_.empty()) {
      return std::nullopt;
    }
    for (std::size_t at = hash & (slots_.size() - 1); slots_[at].generation == generation_;
         at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].hash == hash && equals(slots_[at].row)) {
        return slots_[at].row;
      }
    }
    return std::nullopt;
  }

  void clear() {
    count_ = 0;
    ++generation_;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t row = 0;
    std::uint32_t generation = 0;  // 0: never filled
  };

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.generation != generation_) {
        continue;
      }
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].generation == generation_) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
  std::uint32_t generation_ = 1;
};

}  // namespace av::taint
