#include <antivenom/limit.h>

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace lim = av::limit;

namespace {

lim::Gate memory_gate() {
  auto made = lim::Gate::in_memory({.capacity = 16});
  REQUIRE(made.has_value());
  return *std::move(made);
}

}  // namespace

TEST_CASE("a gate lets in so many at one time") {
  lim::Gate gate = memory_gate();
  const lim::Place first = gate.enter("key", 2);
  const lim::Place second = gate.enter("key", 2);
  CHECK(first.allowed);
  CHECK(first.remaining == 1);
  CHECK(second.remaining == 0);
  CHECK_FALSE(gate.enter("key", 2).allowed);
  CHECK(gate.enter("other", 2).allowed);
  CHECK(gate.taken("key") == 2);
  CHECK(gate.leave("key", first.id));
  CHECK_FALSE(gate.leave("key", first.id));
  CHECK_FALSE(gate.leave("key", 0));
  CHECK(gate.enter("key", 2).allowed);
  CHECK_FALSE(gate.enter("key", 2).allowed);
  CHECK(gate.enter("key", 3).allowed);
  CHECK(gate.taken("nobody") == 0);
}

TEST_CASE("a gate with no account left for a key says so") {
  lim::Gate gate = memory_gate();
  for (int i = 0; i < 16; ++i) {
    CHECK(gate.enter(std::to_string(i), 1).allowed);
  }
  const lim::Place place = gate.enter("new", 1);
  CHECK(place.full);
  CHECK_FALSE(place.allowed);
}

TEST_CASE("places of a process that was killed come back") {
  const std::string name = "/av-gate-test-" + std::to_string(getpid());
  REQUIRE(lim::Limiter::remove_shared(name).has_value());
  auto gate = lim::Gate::shared(name, {.capacity = 16});
  REQUIRE(gate.has_value());
  CHECK(gate->enter("key", 4).allowed);
  std::array<int, 2> ready{};
  REQUIRE(pipe(ready.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 3; ++i) {
      (void)gate->enter("key", 4);
    }
    static_cast<void>(write(ready[1], "x", 1) == 1);
    pause();
  }
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  CHECK_FALSE(gate->enter("key", 4).allowed);
  kill(child, SIGKILL);
  waitid(P_PID, static_cast<id_t>(child), nullptr, WEXITED | WNOWAIT);
  CHECK(gate->enter("key", 4).allowed);  // dead, though nobody has waited for it
  waitpid(child, nullptr, 0);
  CHECK(gate->taken("key") == 2);
  CHECK(lim::Limiter::remove_shared(name).has_value());
  close(ready[0]);
  close(ready[1]);
}

TEST_CASE("a child of fork does not hold, nor give back, its parent's places") {
  lim::Gate gate = memory_gate();
  const lim::Place mine = gate.enter("key", 1);
  const pid_t child = fork();
  if (child == 0) {
    const bool gave_back = gate.leave("key", mine.id);
    _exit(!gave_back && gate.enter("key", 1).allowed ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK_FALSE(gate.enter("key", 1).allowed);
}
