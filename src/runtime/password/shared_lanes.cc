// run_shared: threads that ask at the same time have their jobs run side by side.
//
// As many jobs run at once as there are processors.  A thread that finds all busy waits; the next
// that is free takes the oldest waiting job and those that fit it.  So a lone call is as fast
// as ever, and a crowd gets through several times as many.

#include "base/workers.h"
#include "runtime/password/eks_blowfish.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <utility>

namespace av::password {
namespace {

// Waiting is a thread's job in the queue, on that thread's stack: queueing allocates nothing.
struct Waiting {
  EksJob* job;
  Waiting* next = nullptr;
  bool taken = false;
  bool done = false;
};

// Queue is the jobs not yet taken, oldest first.
class Queue {
 public:
  void add(Waiting& last) {
    Waiting** end = &first_;
    while (*end != nullptr) {
      end = &(*end)->next;
    }
    *end = &last;
  }

  // take moves the oldest and those that fit it, to at most kMostLanes, and says how many.
  std::size_t take(std::array<Waiting*, kMostLanes>& batch) {
    std::size_t count = 0;
    for (Waiting** place = &first_; *place != nullptr && count < batch.size();) {
      Waiting& waiting = **place;
      if (count == 0 || waiting.job->fits(*batch[0]->job)) {
        *place = std::exchange(waiting.next, nullptr);
        waiting.taken = true;
        batch[count++] = &waiting;
      } else {
        place = &waiting.next;
      }
    }
    return count;
  }

  void clear() { first_ = nullptr; }

 private:
  Waiting* first_ = nullptr;
};

class Pool {
 public:
  void run(EksJob& job) noexcept {
    Waiting mine = {&job};
    std::unique_lock lock(mutex_);
    queue_.add(mine);
    while (!mine.done) {
      if (!mine.taken && running_ < limit_) {
        run_oldest(lock);
      } else {
        changed_.wait(lock);
      }
    }
  }

  // A child of fork has one thread and none of the others' jobs.  The condition remembers the
  // parent's waiters and would wait for them, so the child gets a new one.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void forget() {
    std::construct_at(&changed_);
    queue_.clear();
    running_ = 0;
    mutex_.unlock();
  }

 private:
  void run_oldest(std::unique_lock<std::mutex>& lock) {
    std::array<Waiting*, kMostLanes> batch = {};
    const std::size_t count = queue_.take(batch);
    std::array<EksJob*, kMostLanes> jobs = {};
    for (std::size_t i = 0; i < count; ++i) {
      jobs[i] = batch[i]->job;
    }
    ++running_;
    lock.unlock();
    run_jobs(std::span(jobs).first(count));
    lock.lock();
    --running_;
    for (std::size_t i = 0; i < count; ++i) {
      batch[i]->done = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Queue queue_;
  unsigned running_ = 0;
  const unsigned limit_ = base::processor_count();
};

// Never destroyed: a thread may still be in it when the process ends.
Pool& pool() {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): the process's one
  static Pool* const kPool = [] {
    // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): fork's handlers reach it
    static std::atomic<Pool*> forked;
    Pool* const fresh = new Pool();
    forked.store(fresh);
    pthread_atfork([] { forked.load()->lock(); }, [] { forked.load()->unlock(); },
                   [] { forked.load()->forget(); });
    return fresh;
  }();
  return *kPool;
}

}  // namespace

void run_shared(EksJob& job) {
  pool().run(job);
}

}  // namespace av::password
