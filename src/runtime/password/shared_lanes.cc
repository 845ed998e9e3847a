// run_shared: threads that ask at the same time have their jobs run side by side.
//
// As many jobs run at once as there are processors.  A thread that finds all busy waits; the next
// that is free takes the oldest waiting job and those that fit it.  So a lone call is as fast
// as ever, and a crowd gets through several times as many.

#include "base/workers.h"
#include "runtime/password/eks_blowfish.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <vector>

namespace av::password {
namespace {

struct Waiting {
  EksJob* job;
  bool taken = false;
  bool done = false;
};

class Pool {
 public:
  void run(EksJob& job) {
    Waiting mine = {&job};
    std::unique_lock lock(mutex_);
    queue_.push_back(&mine);
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
    std::vector<Waiting*> batch;
    std::vector<EksJob*> jobs;
    for (auto place = queue_.begin(); place != queue_.end() && batch.size() < kMostLanes;) {
      if (batch.empty() || (*place)->job->fits(*batch.front()->job)) {
        (*place)->taken = true;
        batch.push_back(*place);
        jobs.push_back((*place)->job);
        place = queue_.erase(place);
      } else {
        ++place;
      }
    }
    ++running_;
    lock.unlock();
    run_jobs(jobs);
    lock.lock();
    --running_;
    for (Waiting* const waiting : batch) {
      waiting->done = true;
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting*> queue_;  // not yet taken, oldest first
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
