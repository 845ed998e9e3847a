#pragma once
// stop.h — how long work is told to stop: by Ctrl-C, by SIGTERM, by a caller.
//
// Work asks a StopFlag between items.  SignalStop sets one when a signal arrives; a second signal
// ends the process at once.

#include <atomic>

namespace av::base {

// StopFlag is set once and stays set.  Safe for any number of threads.
class StopFlag {
 public:
  // request sets the flag; `reason` is a signal number or any other number but 0.
  void request(int reason) { reason_.store(reason, std::memory_order_relaxed); }
  // reason is 0 while nothing was requested.
  [[nodiscard]] int reason() const { return reason_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const { return reason() != 0; }

 private:
  std::atomic<int> reason_ = 0;
  static_assert(std::atomic<int>::is_always_lock_free);  // it is set in a signal handler
};

// SignalStop sends SIGINT, SIGTERM and SIGHUP to `flag` while it lives.  One at a time.
class SignalStop {
 public:
  explicit SignalStop(StopFlag& flag);
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;
  SignalStop(SignalStop&&) = delete;
  SignalStop& operator=(SignalStop&&) = delete;
  ~SignalStop();
};

}  // namespace av::base
