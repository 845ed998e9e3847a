#include "runtime/limit/words.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <deque>
#include <random>

namespace lim = av::limit;
using lim::Rule;
using lim::Spending;
using lim::Strategy;

namespace {

constexpr std::int64_t kOneSecond = 1'000'000'000;

// A key of one rule, with its own clock.
struct Key {
  Rule rule;
  std::uint64_t word = 0;
  std::int64_t now = 100 * kOneSecond;

  lim::Decision hit(std::uint32_t cost = 1, Spending spending = Spending::Allowed) {
    const lim::Step next = step(rule, word, now, {cost, spending});
    word = next.word;
    return next.decision;
  }
};

double in_seconds(lim::Duration duration) {
  return static_cast<double>(duration.count()) / 1e9;
}

}  // namespace

TEST_CASE("a fixed window begins with the first hit and ends whole") {
  Key key = {{Strategy::FixedWindow, 3, 3, 10 * kOneSecond}};
  CHECK(key.hit().remaining == 2);
  key.now += 4 * kOneSecond;
  CHECK(key.hit(2).allowed);
  const lim::Decision denied = key.hit();
  CHECK_FALSE(denied.allowed);
  CHECK(in_seconds(denied.retry_after) == doctest::Approx(6));
  CHECK(denied.remaining == 0);
  key.now += 6 * kOneSecond;
  CHECK(key.hit().remaining == 2);
}

TEST_CASE("a denied hit counts only when it is asked to") {
  Key key = {{Strategy::FixedWindow, 10, 10, 10 * kOneSecond}};
  CHECK(key.hit(8).allowed);
  CHECK_FALSE(key.hit(5).allowed);
  CHECK(key.hit(2).allowed);
  Key peers = {{Strategy::FixedWindow, 10, 10, 10 * kOneSecond}};
  CHECK(peers.hit(8, Spending::Always).allowed);
  CHECK_FALSE(peers.hit(5, Spending::Always).allowed);
  CHECK_FALSE(peers.hit(2, Spending::Always).allowed);
}

TEST_CASE("a sliding window weighs the one before") {
  Key key = {{Strategy::SlidingWindow, 10, 10, 10 * kOneSecond}};
  CHECK(key.hit(10).allowed);
  const lim::Decision denied = key.hit();
  CHECK_FALSE(denied.allowed);
  // 9 of the 10 may still count: just after a tenth of the next window.
  CHECK(in_seconds(denied.retry_after) == doctest::Approx(10).epsilon(0.001));
  key.now += 15 * kOneSecond;  // half of the ten still weigh
  CHECK(key.hit(5).allowed);
  CHECK_FALSE(key.hit().allowed);
  key.now += 20 * kOneSecond;
  CHECK(key.hit(10).allowed);
}

TEST_CASE("the cell rate algorithm spaces hits evenly behind a burst") {
  Key key = {{Strategy::Gcra, 10, 2, 10 * kOneSecond}};
  CHECK(key.hit().allowed);
  CHECK(key.hit().remaining == 0);
  const lim::Decision denied = key.hit();
  CHECK_FALSE(denied.allowed);
  CHECK(in_seconds(denied.retry_after) == doctest::Approx(1));
  CHECK(in_seconds(denied.reset) == doctest::Approx(2));
  key.now += kOneSecond;
  CHECK(key.hit().allowed);
  CHECK_FALSE(key.hit().allowed);
}

TEST_CASE("retry_after is when the same hit is allowed, and not before") {
  std::mt19937_64 random(7);
  for (const Strategy strategy :
       {Strategy::FixedWindow, Strategy::SlidingWindow, Strategy::Gcra, Strategy::TokenBucket}) {
    CAPTURE(static_cast<int>(strategy));
    for (int round = 0; round < 300; ++round) {
      const auto amount = static_cast<std::uint32_t>(1 + random() % 50);
      Key key = {
          {strategy, amount, amount, static_cast<std::int64_t>(1 + random() % 90) * kOneSecond}};
      key.now += static_cast<std::int64_t>(random() % 1000) * 1'000'003;
      for (int i = 0; i < 60; ++i) {
        const auto cost = static_cast<std::uint32_t>(1 + random() % amount);
        const lim::Decision decision = key.hit(cost);
        if (!decision.allowed) {
          Key later = key;
          later.now += decision.retry_after.count() - 1'000'000;
          CHECK_FALSE(later.hit(cost).allowed);
          later = key;
          later.now += decision.retry_after.count() + 1'000'000;
          CHECK(later.hit(cost).allowed);
        }
        key.now += static_cast<std::int64_t>(random() % 700) * 1'000'000;
      }
    }
  }
}

TEST_CASE("a window's length never sees more than the strategy promises") {
  std::mt19937_64 random(11);
  for (const Strategy strategy : {Strategy::FixedWindow, Strategy::SlidingWindow, Strategy::Gcra}) {
    CAPTURE(static_cast<int>(strategy));
    const std::uint32_t amount = 20;
    Key key = {{strategy, amount, amount, 10 * kOneSecond}};
    std::deque<std::int64_t> admitted;
    for (int i = 0; i < 20'000; ++i) {
      key.now += static_cast<std::int64_t>(random() % 400) * 1'000'000;
      while (!admitted.empty() && admitted.front() <= key.now - 10 * kOneSecond) {
        admitted.pop_front();
      }
      if (key.hit().allowed) {
        admitted.push_back(key.now);
      }
      CHECK(admitted.size() <= 2 * amount);
    }
  }
}

TEST_CASE("a clock that steps back admits nothing more and blocks for one period at most") {
  for (const Strategy strategy : {Strategy::FixedWindow, Strategy::SlidingWindow, Strategy::Gcra}) {
    CAPTURE(static_cast<int>(strategy));
    Key key = {{strategy, 5, 5, 10 * kOneSecond}};
    key.now = 5005 * kOneSecond;
    CHECK(key.hit(5).allowed);
    key.now -= 6 * kOneSecond;
    CHECK_FALSE(key.hit().allowed);
    if (strategy != Strategy::SlidingWindow) {
      key.now -= 4000 * kOneSecond;
      CHECK_FALSE(key.hit().allowed);
      key.now += 10 * kOneSecond;
      CHECK(key.hit().allowed);
    }
  }
}
