#pragma once
// assert.h — AV_ASSERT: a condition that only a bug in antivenom can break.
//
// Checked in release builds too: a security tool that goes on after its own invariant broke would
// report something untrue.  Never for bad input, which is a Result or a diagnostic.

namespace av::base {

// assertion_failed writes the broken condition to standard error and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace av::base

#define AV_ASSERT(condition)                         \
  (__builtin_expect(static_cast<bool>(condition), 1) \
       ? static_cast<void>(0)                        \
       : ::av::base::assertion_failed(#condition, __FILE__, __LINE__))
