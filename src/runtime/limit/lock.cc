#include "runtime/limit/lock.h"

#include "base/assert.h"

#include <cerrno>
#include <ctime>

namespace av::limit {
namespace {

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): handlers of fork get no argument
pthread_mutex_t watches_lock = PTHREAD_MUTEX_INITIALIZER;
ForkWatch* watches = nullptr;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

void before_fork() {
  pthread_mutex_lock(&watches_lock);
}

void in_parent() {
  pthread_mutex_unlock(&watches_lock);
}

void in_child() {
  ForkWatch::call_all();
  pthread_mutex_unlock(&watches_lock);
}

// A waiter that is woken and killed before it takes the lock hides the waiters behind it: who comes
// by in between takes a lock that looks as if nobody waited, and wakes nobody when done.  So no
// sleep is for ever; one that missed its call looks again after this.  (The wall clock, as the
// thread sanitizer does not know the form that takes another.)
constexpr long kLongestSleepNs = 5'000'000;

timespec soon() {
  constexpr long kSecondNs = 1'000'000'000;
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  now.tv_nsec += kLongestSleepNs;
  if (now.tv_nsec >= kSecondNs) {
    ++now.tv_sec;
    now.tv_nsec -= kSecondNs;
  }
  return now;
}

}  // namespace

void Lock::prepare(Reach reach) {
  pthread_mutexattr_t traits;
  pthread_mutexattr_init(&traits);
  if (reach == Reach::Machine) {
    pthread_mutexattr_setpshared(&traits, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&traits, PTHREAD_MUTEX_ROBUST);
  }
  const int error = pthread_mutex_init(&mutex_, &traits);
  pthread_mutexattr_destroy(&traits);
  AV_ASSERT(error == 0);
}

bool Lock::wait(int error) {
  while (error == EBUSY || error == ETIMEDOUT) {
    const timespec deadline = soon();
    error = pthread_mutex_timedlock(&mutex_, &deadline);
  }
  AV_ASSERT(error == 0 || error == EOWNERDEAD);
  return error == EOWNERDEAD && pthread_mutex_consistent(&mutex_) == 0;
}

ForkWatch::ForkWatch(Call call, void* owner) : call_(call), owner_(owner) {
  static const int kRegistered = pthread_atfork(before_fork, in_parent, in_child);
  AV_ASSERT(kRegistered == 0);
  pthread_mutex_lock(&watches_lock);
  next_ = watches;
  if (next_ != nullptr) {
    next_->previous_ = this;
  }
  watches = this;
  pthread_mutex_unlock(&watches_lock);
}

ForkWatch::~ForkWatch() {
  pthread_mutex_lock(&watches_lock);
  (previous_ == nullptr ? watches : previous_->next_) = next_;
  if (next_ != nullptr) {
    next_->previous_ = previous_;
  }
  pthread_mutex_unlock(&watches_lock);
}

void ForkWatch::call_all() {
  for (ForkWatch* watch = watches; watch != nullptr; watch = watch->next_) {
    watch->call_(watch->owner_);
  }
}

}  // namespace av::limit
