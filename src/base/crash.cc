#include "base/crash.h"

#include <csignal>
#include <cstddef>
#include <new>

namespace av::base {
namespace {

constexpr std::size_t kStackBytes = std::size_t{32} << 10;

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): signal handlers read it
thread_local std::string_view current;

}  // namespace

WorkNote::WorkNote(std::string_view what) : former_(current) {
  current = what;
}

WorkNote::~WorkNote() {
  current = former_;
}

std::string_view current_work() {
  return current;
}

// Without memory the thread goes on: a crash by stack overflow then says nothing.
SignalStack::SignalStack() : memory_(new(std::nothrow) char[kStackBytes]) {
  if (memory_ == nullptr) {
    return;
  }
  stack_t stack = {};
  stack.ss_sp = memory_.get();
  stack.ss_size = kStackBytes;
  sigaltstack(&stack, nullptr);
}

SignalStack::~SignalStack() {
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
}

}  // namespace av::base
