// Limiters when there is no memory: nothing stays locked, nobody is admitted twice.

#include "runtime/limit/accounts.h"
#include "tests/support/allocations.h"
#include <antivenom/limit.h>

#include <doctest/doctest.h>

#include <string>
#include <sys/wait.h>
#include <unistd.h>

using av::FakeClock;
using av::limit::Gate;
using av::limit::Limit;
using av::limit::Limiter;
using av::limit::Options;
using av::limit::Strategy;
using av::test::for_each_allocation;

TEST_CASE("each allocation that fails leaves a limiter that counts on") {
  const Limit limit = {3, std::chrono::seconds(10), 0};
  const std::string key(100, 'k');
  for (const Strategy strategy : {Strategy::FixedWindow, Strategy::SlidingWindow,
                                  Strategy::MovingWindow, Strategy::Gcra, Strategy::TokenBucket}) {
    FakeClock clock;
    Options options;
    options.strategy = strategy;
    options.capacity = 64;
    options.clock = &clock;
    bool good = true;
    int made = 0;
    CHECK(for_each_allocation([&] {
            av::base::had_memory([&] {
              auto limiter = Limiter::in_memory(options);
              int admitted = 0;
              for (int i = 0; limiter && i < 8; ++i) {
                const auto decision = limiter->hit(limit, key);
                admitted += decision.allowed ? 1 : 0;
                good = good && !(decision.failed && decision.allowed);
              }
              good = good && admitted <= 3;
              made += limiter && admitted == 3 ? 1 : 0;
            });
          }) > 0);
    CHECK(good);
    CHECK(made > 0);
  }
}

TEST_CASE("each allocation that fails leaves a gate that counts on") {
  bool good = true;
  CHECK(for_each_allocation([&] {
          av::base::had_memory([&] {
            auto gate = Gate::in_memory({});
            if (gate) {
              const auto place = gate->enter("key", 1);
              good = good && place.allowed && !gate->enter("key", 1).allowed;
              good = good && gate->leave("key", place.id);
            }
          });
        }) > 0);
  CHECK(good);
}

TEST_CASE("a shard that could not be repaired for want of memory is repaired by the next") {
  constexpr std::int64_t kHour = std::int64_t{3'600'000'000'000};
  const auto ledger = *av::limit::Ledger::in_memory(64);
  REQUIRE(av::limit::remember(*ledger, "key", {3, kHour, 1}, 1).allowed);
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);  // of a lock that is never given back
    const auto hit = [&] { return av::limit::remember(*ledger, "key", {3, kHour, 1}, 2).allowed; };
    av::test::allocations_left = 0;
    const bool had_memory = av::base::had_memory(hit);
    _exit(!had_memory && hit() && hit() && !hit() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
