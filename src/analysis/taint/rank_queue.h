#pragma once
// rank_queue.h — numbers below a bound, the lowest first, each once.
//
// To add is a bit; to take walks over words, never back but for what was added lower.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace av::taint {

// RankQueue keeps its memory from one use to the next.
class RankQueue {
 public:
  // begin empties it, for numbers below `bound`.
  void begin(std::size_t bound) {
    words_.assign(bound / 64 + 1, 0);
    lowest_ = 0;
    count_ = 0;
  }
  void insert(std::uint32_t rank) {
    const std::size_t word = rank / 64;
    const std::uint64_t bit = std::uint64_t{1} << (rank % 64);
    count_ += (words_[word] & bit) == 0 ? 1U : 0U;
    words_[word] |= bit;
    lowest_ = std::min(lowest_, word);
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  // lowest is the lowest, which there must be.
  std::uint32_t lowest() {
    while (words_[lowest_] == 0) {
      ++lowest_;
    }
    const auto at = static_cast<std::uint32_t>(std::countr_zero(words_[lowest_]));
    return static_cast<std::uint32_t>(lowest_ * 64) + at;
  }
  // take takes the lowest out.
  std::uint32_t take() {
    const std::uint32_t taken = lowest();
    words_[lowest_] &= words_[lowest_] - 1;
    --count_;
    return taken;
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t lowest_ = 0;  // no word below has a bit
  std::size_t count_ = 0;
};

}  // namespace av::taint
