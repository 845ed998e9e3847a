#include "cli/progress.h"

#include <algorithm>
#include <chrono>

namespace av::cli {
namespace {

constexpr std::chrono::milliseconds kSilence(300);
constexpr std::chrono::milliseconds kInterval(100);
constexpr std::string_view kClearLine = "\r\x1b[K";

}  // namespace

std::string progress_line(std::uint64_t done, std::uint64_t files, unsigned columns) {
  if (files == 0) {
    return "looking for files";
  }
  const std::string count = std::to_string(done) + " of " + std::to_string(files) + " files";
  if (columns < kBarColumns + count.size() + 4) {
    return count;
  }
  const auto filled = static_cast<std::size_t>(std::min(done, files) * kBarColumns / files);
  return "[" + std::string(filled, '#') + std::string(kBarColumns - filled, ' ') + "] " + count;
}

ProgressLine::ProgressLine(const engine::Progress& progress, Console& console, Wanted wanted)
    : progress_(progress), console_(console) {
  if (wanted == Wanted::Yes && console.err_style.animation) {
    thread_ = std::thread([this] { run(); });
  }
}

ProgressLine::~ProgressLine() {
  if (thread_.joinable()) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      over_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
}

void ProgressLine::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  std::chrono::milliseconds wait = kSilence;
  bool drawn = false;
  while (!changed_.wait_for(lock, wait, [this] { return over_; })) {
    console_.err.write(std::string(kClearLine) +
                       progress_line(progress_.done, progress_.files, console_.err_style.columns));
    drawn = true;
    wait = kInterval;
  }
  if (drawn) {
    console_.err.write(kClearLine);
  }
}

}  // namespace av::cli
