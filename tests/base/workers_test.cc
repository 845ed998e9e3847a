#include "base/workers.h"

#include <doctest/doctest.h>

#include <alloca.h>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <sys/resource.h>
#include <vector>

using av::base::processor_count;
using av::base::run_workers;
using av::base::StopFlag;
using av::base::Team;

TEST_CASE("every item is done once, by a worker whose number is below the count") {
  for (const unsigned threads : {0U, 1U, 2U, 8U, 64U}) {
    StopFlag stop;
    std::vector<std::atomic<int>> done(1000);
    std::atomic<bool> numbers_fit = true;
    run_workers(done.size(), {.threads = threads}, stop, [&](unsigned worker, std::size_t item) {
      ++done[item];
      if (worker >= std::max(threads, 1U)) {
        numbers_fit = false;
      }
    });
    CHECK(numbers_fit);
    int wrong = 0;
    for (const auto& count : done) {
      wrong += count == 1 ? 0 : 1;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("calls with one worker number never overlap") {
  StopFlag stop;
  std::vector<std::atomic<int>> busy(4);
  std::atomic<int> overlaps = 0;
  run_workers(2000, {.threads = 4}, stop, [&](unsigned worker, std::size_t) {
    overlaps += busy[worker].fetch_add(1) != 0 ? 1 : 0;
    busy[worker].fetch_sub(1);
  });
  CHECK(overlaps == 0);
}

TEST_CASE("nothing is begun after a stop") {
  StopFlag stop;
  std::atomic<std::size_t> begun = 0;
  run_workers(1000000, {.threads = 2}, stop, [&](unsigned, std::size_t item) {
    ++begun;
    if (item == 10) {
      stop.request(1);
    }
  });
  CHECK(begun >= 11);
  CHECK(begun < 1000000);
  begun = 0;
  run_workers(5, {.threads = 2}, stop, [&](unsigned, std::size_t) { ++begun; });
  CHECK(begun == 0);
}

TEST_CASE("no items is no work") {
  StopFlag stop;
  run_workers(0, {.threads = 8}, stop, [](unsigned, std::size_t) { FAIL("called"); });
}

TEST_CASE("a worker's stack is as large as asked") {
  StopFlag stop;
  std::atomic<bool> survived = false;
  run_workers(1, {.threads = 1, .stack_bytes = std::size_t{24} << 20}, stop,
              [&](unsigned, std::size_t) {
                constexpr std::size_t kBytes = std::size_t{20} << 20;
                auto* const memory = static_cast<char*>(alloca(kBytes));
                std::memset(memory, 1, kBytes);
                survived = memory[kBytes - 1] == 1;
              });
  CHECK(survived);
}

TEST_CASE("a team does every item of each run once, run after run") {
  for (const unsigned threads : {0U, 1U, 2U, 8U}) {
    const StopFlag stop;
    Team team({.threads = threads});
    std::vector<int> done(50);  // no two workers have one item
    std::atomic<bool> numbers_fit = true;
    for (int run = 0; run < 300; ++run) {
      team.run(done.size() - static_cast<std::size_t>(run % 50), stop,
               [&](unsigned worker, std::size_t item) {
                 ++done[item];
                 if (worker >= std::max(threads, 1U)) {
                   numbers_fit = false;
                 }
               });
    }
    CHECK(numbers_fit);
    CHECK(done[0] == 300);
    CHECK(done[1] == 294);
    CHECK(done[49] == 6);
  }
}

TEST_CASE("a team begins nothing after a stop, and ends") {
  StopFlag stop;
  stop.request(1);
  Team team({.threads = 4});
  team.run(100, stop, [](unsigned, std::size_t) { FAIL("called"); });
}

TEST_CASE("there is at least one processor") {
  CHECK(processor_count() >= 1);
}
