#pragma once
// exchange.h — compare and exchange of 16 bytes, which is what the table is built on.

#include "runtime/limit/table.h"

#include <cstring>

namespace av::limit {

// load reads one of a slot's words; acquire.
inline std::uint64_t load(const std::uint64_t& word) {
  return __atomic_load_n(&word, __ATOMIC_ACQUIRE);
}

// exchange16 changes a slot from `expected` to `next`, or leaves it and returns false. Sequentially
// consistent.
inline bool exchange16(Slot& slot, const Slot& expected, const Slot& next) {
#if defined(__x86_64__)
  // NOLINTBEGIN(misc-const-correctness): the instruction writes them
  bool done = false;
  std::uint64_t low = expected.tag;
  std::uint64_t high = expected.word;
  // NOLINTEND(misc-const-correctness)
  __asm__ __volatile__("lock cmpxchg16b %1"
                       : "=@ccz"(done), "+m"(slot), "+a"(low), "+d"(high)
                       : "b"(next.tag), "c"(next.word)
                       : "memory");
  return done;
#else
  __extension__ using Wide = unsigned __int128;
  Wide before = 0;
  Wide after = 0;
  std::memcpy(&before, &expected, sizeof before);
  std::memcpy(&after, &next, sizeof after);
  return __atomic_compare_exchange_n(reinterpret_cast<Wide*>(&slot), &before, after, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#endif
}

}  // namespace av::limit
