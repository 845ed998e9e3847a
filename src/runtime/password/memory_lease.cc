#include "runtime/password/derive.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <pthread.h>

namespace av::password {
namespace {

// Budget is the process's memory for hashing.
class Budget {
 public:
  Result<void> take(std::uint64_t bytes) {
    std::unique_lock lock(mutex_);
    if (bytes > bound_.bytes) {
      return fail(ErrorCode::LimitExceeded,
                  "one hash needs " + std::to_string(bytes) +
                      " bytes, more than the process may "
                      "use for hashing",
                  "raise the bound, or lower the memory of the policy");
    }
    if (used_ + bytes > bound_.bytes && waiting_ >= bound_.most_waiting) {
      return fail(ErrorCode::LimitExceeded, "too many password hashes are waiting for memory");
    }
    ++waiting_;
    changed_.wait(lock, [&] { return used_ + bytes <= bound_.bytes || bytes > bound_.bytes; });
    --waiting_;
    used_ += bytes;
    return {};
  }

  void give(std::uint64_t bytes) {
    {
      const std::lock_guard lock(mutex_);
      used_ -= bytes;
    }
    changed_.notify_all();
  }

  void set(const MemoryBound& bound) {
    {
      const std::lock_guard lock(mutex_);
      bound_ = bound;
    }
    changed_.notify_all();
  }

  // A child of fork has none of the other threads' hashes.  The condition remembers the parent's
  // waiters and would wait for them, so the child gets a new one.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void forget() {
    std::construct_at(&changed_);
    used_ = 0;
    waiting_ = 0;
    mutex_.unlock();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  MemoryBound bound_;
  std::uint64_t used_ = 0;
  std::uint32_t waiting_ = 0;
};

// Never destroyed: a thread may still be in it when the process ends.
Budget& budget() {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): the process's one
  static Budget* const kBudget = [] {
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): fork's handlers reach it
    static Budget* fresh = new Budget();
    pthread_atfork([] { fresh->lock(); }, [] { fresh->unlock(); }, [] { fresh->forget(); });
    return fresh;
  }();
  return *kBudget;
}

}  // namespace

Result<MemoryLease> MemoryLease::take(std::uint64_t bytes) {
  if (bytes != 0) {
    AV_TRY(budget().take(bytes));
  }
  return MemoryLease(bytes);
}

MemoryLease::~MemoryLease() {
  if (bytes_ != 0) {
    budget().give(bytes_);
  }
}

void set_memory_bound(const MemoryBound& bound) {
  budget().set(bound);
}

}  // namespace av::password
