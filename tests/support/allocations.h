#pragma once
// allocations.h — makes one allocation of a test fail, and shows what is given back.  It replaces
// operator new and delete, so it is included by one file of a test binary.

#include "base/memory.h"

#include <atomic>
#include <cstdlib>
#include <new>
#include <span>

namespace av::test {

// The allocations, of any thread, that still succeed; below 0 all do.
inline std::atomic<long> allocations_left = -1;

// on_return, when there is one, sees the blocks whose size is known before they are given back.
inline std::atomic<void (*)(std::span<const std::byte>)> on_return = nullptr;

// fails_now counts one allocation, and says whether it is to fail.
inline bool fails_now() {
  long left = allocations_left.load();
  while (left >= 0 && !allocations_left.compare_exchange_weak(left, left - 1)) {
  }
  return left == 0;
}

// for_each_allocation runs `work` with its first allocation failing, then its second, until none is
// left to fail.  It returns how many failed.
template <class Work>
int for_each_allocation(const Work& work) {
  for (int failed = 0;; ++failed) {
    allocations_left = failed;
    work();
    if (allocations_left.exchange(-1) >= 0) {
      return failed;
    }
  }
}

}  // namespace av::test

// Not inlined: the compiler would see malloc meet operator delete, and object.
// NOLINTBEGIN(misc-definitions-in-headers): one file includes this, and they cannot be inline
__attribute__((noinline)) void* operator new(std::size_t size) {
  void* const block = av::test::fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
  av::base::need_memory(block != nullptr);
  return block;
}

__attribute__((noinline)) void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return av::test::fails_now() ? nullptr : std::malloc(size == 0 ? 1 : size);
}

__attribute__((noinline)) void operator delete(void* block) noexcept {
  std::free(block);
}

__attribute__((noinline)) void operator delete(void* block, std::size_t size) noexcept {
  if (auto* const see = av::test::on_return.load(); see != nullptr && block != nullptr) {
    see({static_cast<const std::byte*>(block), size});
  }
  std::free(block);
}
// NOLINTEND(misc-definitions-in-headers)
