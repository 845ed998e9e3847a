#include "runtime/limit/lock.h"

#include <doctest/doctest.h>

#include <atomic>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using av::limit::Lock;

namespace {

constexpr std::uint32_t kWaiters = 0x80000000;  // FUTEX_WAITERS of linux/futex.h

// The C library's mutex begins with the word that its waiters sleep on.
std::atomic_ref<std::uint32_t> word_of(Lock& lock) {
  return std::atomic_ref<std::uint32_t>(reinterpret_cast<std::uint32_t&>(lock));
}

}  // namespace

TEST_CASE("a waiter whose call to wake was lost gets the lock") {
  void* memory =
      mmap(nullptr, sizeof(Lock), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  Lock& lock = *new (memory) Lock;
  lock.prepare(Lock::Reach::Machine);
  CHECK_FALSE(lock.lock());
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(lock.lock() ? 1 : 0);
  }
  while ((word_of(lock).load() & kWaiters) == 0) {
    usleep(100);
  }
  // What is left when the one that was woken is killed and another has been faster.
  word_of(lock).fetch_and(~kWaiters);
  lock.unlock();
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(lock.lock());  // the child died with it
  lock.unlock();
  munmap(memory, sizeof(Lock));
}
