#pragma once
// crash.h — what a thread was doing, for the message when the program breaks.
//
// A signal handler runs on a stack of its own, so that running out of stack can still be told; and
// it may only look at plain memory, so the work in progress is noted as a borrowed text.

#include <memory>
#include <string_view>

namespace av::base {

// WorkNote notes what the calling thread works on while it lives; notes may be nested.  `what` must
// outlive it.
class WorkNote {
 public:
  explicit WorkNote(std::string_view what);
  WorkNote(const WorkNote&) = delete;
  WorkNote& operator=(const WorkNote&) = delete;
  WorkNote(WorkNote&&) = delete;
  WorkNote& operator=(WorkNote&&) = delete;
  ~WorkNote();

 private:
  std::string_view former_;
};

// current_work is the calling thread's note, or empty.  Safe in a signal handler.
std::string_view current_work();

// SignalStack gives the calling thread a stack for its signal handlers while it lives.
class SignalStack {
 public:
  SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;
  SignalStack(SignalStack&&) = delete;
  SignalStack& operator=(SignalStack&&) = delete;
  ~SignalStack();

 private:
  std::unique_ptr<char[]> memory_;
};

}  // namespace av::base
