#pragma once
// memory.h — what to do when there is no memory.
//
// Allocation fails by std::bad_alloc, which passes through antivenom's C++ and leaves nothing
// locked or half done.  Where it must not pass (a thread others wait for, a batch with answers of
// its own) these functions stop it.  None of them allocates.

#include <antivenom/result.h>

#include <new>

namespace av::base {

// out_of_memory is the Error.  Its text is short enough to lie within the string.
inline tl::unexpected<Error> out_of_memory() {
  return fail(ErrorCode::LimitExceeded, "out of memory");
}

// fail_allocation does what operator new does when it fails.
[[noreturn]] void fail_allocation();

// need_memory is for libraries in C whose call fails only for want of memory.
inline void need_memory(bool had) {
  if (!had) {
    fail_allocation();
  }
}

// had_memory runs `work`, and is false when an allocation failed in it.
template <class Work>
bool had_memory(const Work& work) {
  try {
    work();
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

// or_out_of_memory is the Result of `work`, or out_of_memory.
template <class Work>
auto or_out_of_memory(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace av::base
