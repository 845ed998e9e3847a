#pragma once
// progress.h — a line on the terminal that says how far a long scan is.
//
// Nothing is shown in the first 300 ms, nor anywhere but on a terminal.  The line is gone when the
// object is.

#include "analysis/engine/scan.h"
#include "cli/command.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace av::cli {

inline constexpr unsigned kBarColumns = 30;

// progress_line is the line for a state: a bar and the count.
std::string progress_line(std::uint64_t done, std::uint64_t files, unsigned columns);

// ProgressLine draws `progress` on `console.err` while it lives.  Nobody else may write there
// meanwhile.
class ProgressLine {
 public:
  enum class Wanted : unsigned char { No, Yes };
  ProgressLine(const engine::Progress& progress, Console& console, Wanted wanted);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;
  ~ProgressLine();

 private:
  void run();

  const engine::Progress& progress_;
  Console& console_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace av::cli
