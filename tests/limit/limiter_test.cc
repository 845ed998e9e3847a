#include <antivenom/limit.h>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace lim = av::limit;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

using av::FakeClock;
using std::chrono::nanoseconds;

lim::Limiter memory(const lim::Options& options) {
  auto made = lim::Limiter::in_memory(options);
  REQUIRE(made.has_value());
  return *std::move(made);
}

constexpr std::array kAll = {lim::Strategy::FixedWindow, lim::Strategy::SlidingWindow,
                             lim::Strategy::Gcra, lim::Strategy::TokenBucket,
                             lim::Strategy::MovingWindow};

std::string table_name() {
  return "/av-limit-test-" + std::to_string(getpid());
}

}  // namespace

TEST_CASE("keys and limits do not touch each other") {
  const FakeClock clock;
  lim::Limiter limiter = memory({.strategy = lim::Strategy::FixedWindow, .clock = &clock});
  const lim::Limit two = {2, seconds(10), 0};
  const lim::Limit one = {1, seconds(10), 0};
  CHECK(limiter.hit(two, "a").remaining == 1);
  CHECK(limiter.hit(one, "a").allowed);
  CHECK_FALSE(limiter.hit(one, "a").allowed);
  CHECK(limiter.hit(two, "b").remaining == 1);
  CHECK(limiter.test(two, "a").allowed);
  CHECK(limiter.test(two, "a").remaining == 1);
  CHECK(limiter.hit(two, "a").remaining == 0);
  CHECK_FALSE(limiter.test(two, "a").allowed);
  CHECK(limiter.clear(two, "a").has_value());
  CHECK(limiter.hit(two, "a").remaining == 1);
  CHECK(limiter.reset().has_value());
  CHECK(limiter.hit(one, "a").allowed);
}

TEST_CASE("threads never get more than the limit, nor less") {
  for (const lim::Strategy strategy : kAll) {
    CAPTURE(static_cast<int>(strategy));
    const FakeClock clock;
    for (int round = 0; round < 50; ++round) {
      lim::Limiter limiter = memory({.strategy = strategy, .capacity = 64, .clock = &clock});
      std::atomic<unsigned> admitted = 0;
      std::vector<std::thread> threads;
      threads.reserve(8);
      for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
          for (int hit = 0; hit < 20; ++hit) {
            admitted += limiter.hit({50, hours(24), 0}, "key").allowed ? 1U : 0U;
          }
        });
      }
      for (std::thread& thread : threads) {
        thread.join();
      }
      CHECK(admitted == 50);
    }
  }
}

TEST_CASE("a flood of keys takes no blocked key's slot") {
  const FakeClock clock;
  lim::Limiter limiter =
      memory({.strategy = lim::Strategy::FixedWindow, .capacity = 64, .clock = &clock});
  const lim::Limit one = {1, hours(1), 0};
  const lim::Limit many = {100, hours(1), 0};
  for (int i = 0; i < 20; ++i) {
    CHECK(limiter.hit(one, "blocked" + std::to_string(i)).allowed);
  }
  for (int i = 0; i < 100'000; ++i) {
    (void)limiter.hit(many, "flood" + std::to_string(i));
  }
  for (int i = 0; i < 20; ++i) {
    CHECK_FALSE(limiter.hit(one, "blocked" + std::to_string(i)).allowed);
  }
}

TEST_CASE("when all slots are blocked, new keys get on_full") {
  const FakeClock clock;
  for (const auto on_full : {lim::Options::Fallback::Deny, lim::Options::Fallback::Allow}) {
    lim::Limiter limiter = memory({.strategy = lim::Strategy::FixedWindow,
                                   .capacity = 16,
                                   .on_full = on_full,
                                   .clock = &clock});
    const lim::Limit one = {1, hours(1), 0};
    for (int i = 0; i < 16; ++i) {
      CHECK(limiter.hit(one, std::to_string(i)).allowed);
    }
    const lim::Decision decision = limiter.hit(one, "new");
    CHECK(decision.full);
    CHECK(decision.allowed == (on_full == lim::Options::Fallback::Allow));
  }
}

TEST_CASE("time makes room") {
  FakeClock clock;
  lim::Limiter limiter = memory({.strategy = lim::Strategy::Gcra, .capacity = 16, .clock = &clock});
  for (int i = 0; i < 16; ++i) {
    (void)limiter.hit({1, seconds(1), 0}, std::to_string(i));
  }
  CHECK(limiter.hit({1, seconds(1), 0}, "new").full);
  clock.advance(nanoseconds(1'000'000'001));
  CHECK(limiter.hit({1, seconds(1), 0}, "new").allowed);
}

TEST_CASE("a second process opens a shared table while the first has it") {
  const std::string name = table_name() + "-twice";
  for (const lim::Strategy strategy : {lim::Strategy::Gcra, lim::Strategy::MovingWindow}) {
    auto first = lim::Limiter::shared(name, {.strategy = strategy, .capacity = 16});
    REQUIRE(first.has_value());
    const pid_t child = fork();
    if (child == 0) {
      alarm(20);
      auto second = lim::Limiter::shared(name, {.strategy = strategy, .capacity = 16});
      _exit(second && second->hit({1, hours(1), 0}, "key").allowed ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_FALSE(first->hit({1, hours(1), 0}, "key").allowed);
  }
  CHECK(lim::Limiter::remove_shared(name).has_value());
}

TEST_CASE("a shared table is refused when it cannot be trusted") {
  CHECK_FALSE(lim::Limiter::shared("no-slash", {}).has_value());
  CHECK_FALSE(lim::Limiter::shared("/a/b", {}).has_value());
  const std::string name = table_name() + "-open";
  REQUIRE(lim::Limiter::shared(name, {.capacity = 16}).has_value());
  const auto other = lim::Limiter::shared(name, {.capacity = 1024});
  REQUIRE_FALSE(other.has_value());
  CHECK(other.error().code == av::ErrorCode::InvalidArgument);
  const int descriptor = shm_open(name.c_str(), O_RDWR, 0);
  REQUIRE(fchmod(descriptor, 0666) == 0);
  close(descriptor);
  const auto open_to_all = lim::Limiter::shared(name, {.capacity = 16});
  REQUIRE_FALSE(open_to_all.has_value());
  CHECK(open_to_all.error().code == av::ErrorCode::Denied);
  CHECK(lim::Limiter::remove_shared(name).has_value());
}

TEST_CASE("limits are read and written") {
  const auto limits = lim::parse_limits("100/minute; 5 per 2 hours,1 PER day|10/3seconds");
  REQUIRE(limits.has_value());
  CHECK(*limits ==
        std::vector<lim::Limit>{
            {100, seconds(60), 0}, {5, hours(2), 0}, {1, hours(24), 0}, {10, seconds(3), 0}});
  CHECK(lim::to_text((*limits)[0]) == "100 per 1 minute");
  CHECK(lim::to_text((*limits)[1]) == "5 per 2 hours");
  for (const char* bad : {"", "1", "1/", "1/fortnight", "0/day", "x/day", "1/day;", "1/day x",
                          "99999999/day", "99999999999/day", "1/1000 years", "-1/day"}) {
    CAPTURE(bad);
    CHECK_FALSE(lim::parse_limits(bad).has_value());
  }
  CHECK_FALSE(check_limit({300'000, seconds(60), 0}, lim::Strategy::SlidingWindow).has_value());
}

namespace {

// A server that is down, as a storage.
class Broken : public lim::Storage {
 public:
  av::Result<lim::Decision> hit(const lim::Limit&, const lim::Hit&) override { return down(); }
  av::Result<lim::Decision> test(const lim::Limit&, const lim::Hit&) override { return down(); }
  av::Result<void> clear(const lim::Limit&, std::string_view) override { return down(); }
  av::Result<void> reset() override { return down(); }

 private:
  static tl::unexpected<av::Error> down() { return av::fail(av::ErrorCode::Io, "down"); }
};

}  // namespace

TEST_CASE("a storage that fails is decided by on_error") {
  for (const auto on_error : {lim::Options::Fallback::Deny, lim::Options::Fallback::Allow}) {
    lim::Limiter limiter = lim::Limiter::over(std::make_unique<Broken>(), {.on_error = on_error});
    const bool is_allowed = on_error == lim::Options::Fallback::Allow;
    for (const lim::Decision& decision :
         {limiter.hit({5, seconds(9), 0}, "a"), limiter.test({5, seconds(9), 0}, "a")}) {
      CHECK(decision.failed);
      CHECK(decision.allowed == is_allowed);
      CHECK(decision.retry_after == (is_allowed ? seconds(0) : seconds(9)));
    }
    CHECK_FALSE(limiter.reset().has_value());
    CHECK_FALSE(limiter.clear({5, seconds(9), 0}, "a").has_value());
  }
}

TEST_CASE("a clock that steps back admits nothing and blocks a period at most") {
  for (const lim::Strategy strategy : kAll) {
    CAPTURE(static_cast<int>(strategy));
    FakeClock clock;
    lim::Limiter limiter = memory({.strategy = strategy, .clock = &clock});
    const lim::Limit three = {3, seconds(60), 0};
    clock.advance(hours(10));
    for (int i = 0; i < 3; ++i) {
      CHECK(limiter.hit(three, "key").allowed);
    }
    clock.advance(-hours(5));
    CHECK_FALSE(limiter.hit(three, "key").allowed);
    CHECK(limiter.hit(three, "key").retry_after <= seconds(120));
    clock.advance(seconds(121));
    CHECK(limiter.hit(three, "key").allowed);
  }
}
