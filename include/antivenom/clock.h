#pragma once
// clock.h — what time it is, as an argument: tests and replays pass their own.
//
// Threads: any number may ask one clock.

#include <atomic>
#include <chrono>

namespace av {

// Clock tells wall time, which people and tokens share and which may jump, and steady time, which
// only goes on.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  // wall is the time since 1970-01-01 00:00 UTC, steady since some fixed moment.
  [[nodiscard]] virtual std::chrono::nanoseconds wall() const = 0;
  [[nodiscard]] virtual std::chrono::nanoseconds steady() const = 0;
};

// real_clock is the system's.
const Clock& real_clock();

// FakeClock stands until it is moved.
class FakeClock : public Clock {
 public:
  explicit FakeClock(std::chrono::nanoseconds wall = {}) : wall_(wall.count()) {}
  [[nodiscard]] std::chrono::nanoseconds wall() const override {
    return std::chrono::nanoseconds(wall_.load());
  }
  [[nodiscard]] std::chrono::nanoseconds steady() const override {
    return std::chrono::nanoseconds(steady_.load());
  }
  // advance moves both on; jump moves the wall alone, back too, as an administrator can.
  void advance(std::chrono::nanoseconds by) {
    wall_ += by.count();
    steady_ += by.count();
  }
  void jump(std::chrono::nanoseconds by) { wall_ += by.count(); }

 private:
  std::atomic<std::chrono::nanoseconds::rep> wall_;
  std::atomic<std::chrono::nanoseconds::rep> steady_ = 0;
};

}  // namespace av
