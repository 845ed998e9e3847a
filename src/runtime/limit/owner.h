#pragma once
// owner.h — which process it is, so that another can tell when it is gone.
//
// A process is its number, when it began, and the namespace in which that number is its own: a
// number is given again, and in another container means another process.  A process of another
// namespace is never taken for gone.  Source: proc(5).

#include <cstdint>

namespace av::limit {

// Owner is a process in two words; the low 40 bits of the second are free for its user.
struct Owner {
  std::uint64_t process = 0;  // number in 22 bits, start in 42 (clock ticks since boot)
  std::uint64_t space = 0;    // in the high 24 bits
};

// this_process is cached, and asked again in a child of fork.
Owner this_process();
// is_gone says that the process ended, or only waits to be reaped.
bool is_gone(const Owner& owner);

}  // namespace av::limit
