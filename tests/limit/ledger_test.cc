#include "runtime/limit/ledger.h"

#include "runtime/limit/accounts.h"

#include <doctest/doctest.h>

#include <deque>
#include <random>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace lim = av::limit;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::unique_ptr<lim::Ledger> memory_ledger(std::size_t capacity) {
  auto made = lim::Ledger::in_memory(capacity);
  REQUIRE(made.has_value());
  return *std::move(made);
}

// The plainest moving window there is.
class Model {
 public:
  bool hit(std::uint64_t limit, std::int64_t period, std::uint64_t cost, std::int64_t now) {
    while (!times_.empty() && times_.front() < now - period) {
      times_.pop_front();
    }
    if (times_.size() + cost > limit) {
      return false;
    }
    times_.insert(times_.end(), cost, now);
    return true;
  }
  [[nodiscard]] std::size_t size() const { return times_.size(); }
  // The first moment at which `cost` more fit.
  [[nodiscard]] std::int64_t time_for(std::uint64_t limit, std::int64_t period,
                                      std::uint64_t cost) const {
    return times_[times_.size() + cost - limit - 1] + period + 1;
  }

 private:
  std::deque<std::int64_t> times_;
};

}  // namespace

TEST_CASE("a log is the plainest moving window, hit for hit") {
  const auto ledger = memory_ledger(1024);
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    const std::string key = "key" + std::to_string(round);
    const std::uint64_t limit = 1 + random() % 60;
    const std::int64_t period = kSecond * std::uniform_int_distribution(1, 5)(random);
    Model model;
    std::int64_t now = kSecond;
    for (int i = 0; i < 500; ++i) {
      now += std::uniform_int_distribution<std::int64_t>(0, kSecond / 20)(random);
      const std::uint64_t cost = random() % 4;
      const lim::Account got = lim::remember(*ledger, key, {limit, period, cost}, now);
      REQUIRE(got.allowed == model.hit(limit, period, cost, now));
      REQUIRE(got.used == model.size());
      if (!got.allowed && cost <= limit) {
        REQUIRE(got.allowed_at_ns == model.time_for(limit, period, cost));
      }
    }
  }
}

TEST_CASE("a long log never admits more, and little later") {
  const auto ledger = memory_ledger(16);
  constexpr std::uint64_t kLimit = 20'000;
  constexpr std::int64_t kStep = kSecond / 1000;
  std::deque<std::int64_t> admitted;
  std::uint64_t total = 0;
  for (std::int64_t now = kSecond; now < 41 * kSecond; now += kStep) {
    if (lim::remember(*ledger, "key", {kLimit, 10 * kSecond, 3}, now).allowed) {
      admitted.push_back(now);
      total += 3;
    }
    while (!admitted.empty() && admitted.front() < now - 10 * kSecond) {
      admitted.pop_front();
    }
    REQUIRE(3 * admitted.size() <= kLimit);
  }
  CHECK(total >= 4 * kLimit * 98 / 100);
}

TEST_CASE("keys that are blocked keep their account, and memory does not grow") {
  const auto ledger = memory_ledger(256);
  for (int i = 0; i < 50; ++i) {
    const std::string key = "blocked" + std::to_string(i);
    CHECK(lim::remember(*ledger, key, {2, 3600 * kSecond, 2}, kSecond).allowed);
  }
  std::size_t denied = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string key = "flood" + std::to_string(i);
    for (int hit = 0; hit < 9; ++hit) {
      denied += lim::remember(*ledger, key, {100, 3600 * kSecond}, kSecond + hit).full ? 1U : 0U;
    }
  }
  CHECK(denied == 0);
  for (int i = 0; i < 50; ++i) {
    const std::string key = "blocked" + std::to_string(i);
    CHECK_FALSE(lim::remember(*ledger, key, {2, 3600 * kSecond}, kSecond).allowed);
  }
}

TEST_CASE("a log that finds no block for a hit is full") {
  const auto ledger = memory_ledger(16);
  std::uint64_t admitted = 0;
  bool full = false;
  for (int key = 0; key < 10 && !full; ++key) {
    for (int i = 0; i < 1000; ++i) {
      const lim::Account got =
          lim::remember(*ledger, std::to_string(key), {1000, 3600 * kSecond}, kSecond + i);
      full = full || got.full;
      admitted += got.allowed ? 1U : 0U;
    }
  }
  CHECK(full);
  CHECK(admitted == 7 * 1000 + (1024 - 7 * 143) * 7);
}

TEST_CASE("counters and windows are the peers'") {
  const auto ledger = memory_ledger(64);
  CHECK(lim::count(*ledger, "c", {0, 60 * kSecond, 3}, kSecond).used == 3);
  CHECK(lim::count(*ledger, "c", {3, 60 * kSecond}, 2 * kSecond).used == 4);
  CHECK_FALSE(lim::count(*ledger, "c", {3, 60 * kSecond}, 2 * kSecond).allowed);
  CHECK(lim::counted(*ledger, "c", 3 * kSecond).until_ns == 61 * kSecond);
  CHECK(lim::uncount(*ledger, "c", 9, 3 * kSecond).used == 0);
  CHECK(lim::count(*ledger, "c", {3, 60 * kSecond}, 70 * kSecond).used == 1);
  CHECK(lim::counted(*ledger, "c", 131 * kSecond).used == 0);
  const std::int64_t begin = 600 * kSecond;
  for (int i = 0; i < 10; ++i) {
    CHECK(lim::slide(*ledger, "s", {10, 60 * kSecond}, begin).allowed);
  }
  CHECK_FALSE(lim::slide(*ledger, "s", {10, 60 * kSecond}, begin + 59 * kSecond).allowed);
  CHECK_FALSE(lim::slide(*ledger, "s", {10, 60 * kSecond}, begin + 60 * kSecond).allowed);
  CHECK(lim::slide(*ledger, "s", {10, 60 * kSecond}, begin + 67 * kSecond).allowed);
  CHECK(lim::slid(*ledger, "s", 60 * kSecond, begin + 67 * kSecond).previous == 10);
  CHECK(lim::slid(*ledger, "s", 60 * kSecond, begin + 130 * kSecond).previous == 1);
}

TEST_CASE("a ledger is emptied, and copied into another") {
  const auto ledger = memory_ledger(64);
  const auto other = memory_ledger(64);
  lim::count(*ledger, "c", {3, 60 * kSecond, 2}, kSecond);
  lim::remember(*ledger, "l", {3, 60 * kSecond, 2}, kSecond);
  lim::remember(*ledger, "l", {3, 60 * kSecond, 1}, 2 * kSecond);
  other->restore(ledger->hash_key(), ledger->copy());
  CHECK(ledger->reset() == 2);
  CHECK(lim::counted(*ledger, "c", kSecond).used == 0);
  CHECK(lim::counted(*other, "c", kSecond).used == 2);
  CHECK_FALSE(lim::remember(*other, "l", {3, 60 * kSecond}, 3 * kSecond).allowed);
  CHECK(lim::remember(*other, "l", {3, 60 * kSecond}, 62 * kSecond).allowed);
}

TEST_CASE("an account whose holder died while it dropped it is gone") {
  const auto ledger = memory_ledger(16);
  lim::count(*ledger, "key", {5, 3600 * kSecond, 4}, kSecond);
  const std::uint64_t tag = ledger->tag_of(lim::Kind::Counter, "key");
  {
    lim::Ledger::Held held(*ledger, tag);
    lim::Entry* const entry = held.find(tag);
    REQUIRE(entry != nullptr);
    held.drop(*entry);
    entry->tag = tag;  // as it is before the last store
  }
  const pid_t child = fork();  // which repairs what it was left
  if (child == 0) {
    alarm(10);
    _exit(lim::counted(*ledger, "key", kSecond).used == 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a child of fork goes on with a lock that a thread of its parent held") {
  const auto ledger = memory_ledger(16);
  lim::remember(*ledger, "key", {5, 3600 * kSecond, 4}, kSecond);
  const std::uint64_t tag = ledger->tag_of(lim::Kind::Log, "key");
  const lim::Ledger::Held held(*ledger, tag);
  const pid_t child = fork();
  if (child == 0) {
    alarm(10);
    const bool first = lim::remember(*ledger, "key", {5, 3600 * kSecond}, kSecond).allowed;
    const bool second = lim::remember(*ledger, "key", {5, 3600 * kSecond}, kSecond).allowed;
    _exit(first && !second ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
