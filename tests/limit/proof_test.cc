// Never more than the limit: threads, processes, forks in the midst, kill -9.  A short run by
// default; AV_LIMIT_ROUNDS=10000 is the long one.

#include <antivenom/limit.h>

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <random>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace lim = av::limit;
using std::chrono::hours;

namespace {

constexpr std::uint32_t kLimit = 40;
constexpr std::size_t kProcesses = 4;

int rounds() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread
  const char* wanted = std::getenv("AV_LIMIT_ROUNDS");
  return wanted == nullptr ? 60 : static_cast<int>(std::strtol(wanted, nullptr, 10));
}

// Tally is what all processes of a round write to.
struct Tally {
  std::atomic<std::uint32_t> admitted;
  std::array<std::atomic<int>, 8> inside;
  std::atomic<std::uint32_t> most_inside;
};

class Shared {
 public:
  Shared()
      : tally_(static_cast<Tally*>(mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE,
                                        MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared() { munmap(tally_, sizeof(Tally)); }
  Tally* operator->() const { return tally_; }

 private:
  Tally* tally_;
};

std::string proof_table_name() {
  return "/av-limit-proof-" + std::to_string(getpid());
}

// Counted after it is admitted: a kill between the two only counts less.
void hit_until_denied(lim::Limiter& limiter, const Shared& shared) {
  for (int denied = 0; denied < 3;) {
    if (limiter.hit({kLimit, hours(24), 0}, "key").allowed) {
      shared->admitted.fetch_add(1);
    } else {
      ++denied;
    }
  }
}

// A process of the round: two threads, and a child that is forked while they run.
[[noreturn]] void be_client(const std::string& name, const lim::Options& options,
                            const Shared& shared) {
  auto limiter = lim::Limiter::shared(name, options);
  if (!limiter) {
    _exit(1);
  }
  std::thread thread([&] { hit_until_denied(*limiter, shared); });
  const pid_t child = fork();
  hit_until_denied(*limiter, shared);
  if (child == 0) {
    raise(SIGKILL);  // without the thread it does not have, and nothing to end
  }
  thread.join();
  waitpid(child, nullptr, 0);
  _exit(0);
}

std::array<pid_t, kProcesses> start(const std::string& name, const lim::Options& options,
                                    const Shared& shared) {
  std::array<pid_t, kProcesses> children{};
  for (pid_t& child : children) {
    child = fork();
    if (child == 0) {
      be_client(name, options, shared);
    }
  }
  return children;
}

std::uint32_t kill_some(const std::array<pid_t, kProcesses>& children, std::mt19937& random) {
  const auto count = std::uniform_int_distribution<std::uint32_t>(0, 2)(random);
  for (std::uint32_t i = 0; i < count; ++i) {
    usleep(std::uniform_int_distribution<useconds_t>(0, 900)(random));
    kill(children[i], SIGKILL);
  }
  return count;
}

}  // namespace

TEST_CASE("processes that are forked and killed never get more than the limit") {
  const std::string name = proof_table_name();
  const Shared shared;
  std::mt19937 random(11);
  constexpr std::array kProven = {lim::Strategy::FixedWindow, lim::Strategy::SlidingWindow,
                                  lim::Strategy::Gcra, lim::Strategy::TokenBucket,
                                  lim::Strategy::MovingWindow};
  for (int round = 0; round < rounds(); ++round) {
    const lim::Options options = {
        .strategy = kProven[static_cast<std::size_t>(round) % kProven.size()], .capacity = 64};
    CAPTURE(round);
    REQUIRE(lim::Limiter::remove_shared(name).has_value());
    shared->admitted.store(0);
    const auto children = start(name, options, shared);
    const std::uint32_t killed = kill_some(children, random);
    for (const pid_t child : children) {
      waitpid(child, nullptr, 0);
    }
    auto limiter = lim::Limiter::shared(name, options);
    REQUIRE(limiter.has_value());
    hit_until_denied(*limiter, shared);
    REQUIRE(shared->admitted.load() <= kLimit);
    // A thread that is killed between its hit and the tally hides one.
    REQUIRE(shared->admitted.load() + 2 * killed >= kLimit);
  }
  CHECK(lim::Limiter::remove_shared(name).has_value());
}

namespace {

void pass_often(lim::Gate& gate, const Shared& shared, std::uint32_t most) {
  for (int i = 0; i < 200; ++i) {
    const lim::Place place = gate.enter("key", most);
    if (place.allowed) {
      const auto inside = static_cast<std::uint32_t>(shared->inside[0].fetch_add(1) + 1);
      if (inside > shared->most_inside.load()) {
        shared->most_inside.store(inside);
      }
      shared->inside[0].fetch_sub(1);
      gate.leave("key", place.id);
    }
  }
}

}  // namespace

TEST_CASE("no more than so many are ever in a gate, and all places come back") {
  const std::string name = proof_table_name();
  const Shared shared;
  std::mt19937 random(13);
  constexpr std::uint32_t kMost = 2;
  for (int round = 0; round < rounds(); ++round) {
    CAPTURE(round);
    REQUIRE(lim::Limiter::remove_shared(name).has_value());
    shared->inside[0].store(0);
    std::array<pid_t, kProcesses> children{};
    for (pid_t& child : children) {
      child = fork();
      if (child == 0) {
        auto gate = lim::Gate::shared(name, {.capacity = 16});
        if (gate) {
          pass_often(*gate, shared, kMost);
        }
        _exit(gate ? 0 : 1);
      }
    }
    const std::uint32_t killed = round % 2 == 0 ? 0 : kill_some(children, random);
    for (const pid_t child : children) {
      waitpid(child, nullptr, 0);
    }
    if (killed == 0) {
      REQUIRE(shared->most_inside.load() <= kMost);
    }
    shared->most_inside.store(0);
    auto gate = lim::Gate::shared(name, {.capacity = 16});
    REQUIRE(gate.has_value());
    CHECK(gate->enter("key", kMost).allowed);
    CHECK(gate->enter("key", kMost).allowed);
    CHECK_FALSE(gate->enter("key", kMost).allowed);
  }
  CHECK(lim::Limiter::remove_shared(name).has_value());
}
