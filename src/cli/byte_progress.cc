#include "cli/byte_progress.h"

#include "cli/progress.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace av::cli {
namespace {

constexpr auto kFirst = std::chrono::milliseconds(300);
constexpr auto kBetween = std::chrono::milliseconds(100);

std::string in_units(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  std::uint64_t tenths = bytes * 10;
  for (; tenths >= 10240 && unit + 1 < kUnits.size(); ++unit) {
    tenths /= 1024;
  }
  const std::string whole = std::to_string(tenths / 10);
  return (unit == 0 ? whole : whole + "." + std::to_string(tenths % 10)) + " " +
         std::string(kUnits[unit]);
}

}  // namespace

std::string byte_progress_line(const ByteCount& count, unsigned columns) {
  std::string line;
  if (count.total != 0) {
    const std::uint64_t done = std::min(count.done, count.total);
    const auto filled = static_cast<std::size_t>(done * kBarColumns / count.total);
    line = "[" + std::string(filled, '#') + std::string(kBarColumns - filled, '.') + "] " +
           std::to_string(done * 100 / count.total) + "% of " + in_units(count.total);
  } else {
    line = in_units(count.done);
  }
  return line.substr(0, columns);
}

ByteProgress::ByteProgress(std::function<ByteCount()> count, Console& console)
    : count_(std::move(count)), console_(console) {
  if (console_.err_style.animation) {
    thread_ = std::thread([this] { run(); });
  }
}

ByteProgress::~ByteProgress() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
}

void ByteProgress::run() {
  std::unique_lock lock(mutex_);
  bool shown = false;
  for (auto wait = kFirst; !changed_.wait_for(lock, wait, [this] { return over_; });
       wait = kBetween) {
    console_.err.write("\r\x1b[2K" + byte_progress_line(count_(), console_.err_style.columns));
    shown = true;
  }
  if (shown) {
    console_.err.write("\r\x1b[2K");
  }
}

}  // namespace av::cli
