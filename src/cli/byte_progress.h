#pragma once
// byte_progress.h — a line on the terminal that says how many bytes of long work are done.
//
// Nothing is shown in the first 300 ms, nor anywhere but on a terminal that can redraw a line. The
// line is gone when the object is.

#include "cli/command.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace av::cli {

// ByteCount is how far the work is; `total` is 0 while unknown.
struct ByteCount {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

// byte_progress_line is the line for a state, at most `columns` wide.
std::string byte_progress_line(const ByteCount& count, unsigned columns);

// ByteProgress draws what `count` says on console.err while it lives. Nobody else may write there
// meanwhile; `count` is called from another thread.
class ByteProgress {
 public:
  ByteProgress(std::function<ByteCount()> count, Console& console);
  ByteProgress(const ByteProgress&) = delete;
  ByteProgress& operator=(const ByteProgress&) = delete;
  ~ByteProgress();

 private:
  void run();

  std::function<ByteCount()> count_;
  Console& console_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace av::cli
