#pragma once
// lock.h — a lock that lies in memory, and survives the death of who holds it.
//
// Shared between processes it is robust: when its holder is killed, the next one gets it and is
// told.  In memory of one process it is plain, and a child of fork, whose copy may be locked by a
// thread that it does not have, makes it anew (ForkWatch).

#include <cstdint>
#include <pthread.h>

namespace av::limit {

// Lock guards what lies beside it.  Zero bytes are no lock: prepare() comes first.
class Lock {
 public:
  enum class Reach : std::uint8_t { Process, Machine };
  void prepare(Reach reach);
  // lock is true when the last holder died and what it changed may be half done.
  bool lock() {
    const int error = pthread_mutex_trylock(&mutex_);
    return error != 0 && wait(error);
  }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  bool wait(int error);

  pthread_mutex_t mutex_;
};

// ForkWatch calls its owner in each child of fork, before anything else runs there.
class ForkWatch {
 public:
  using Call = void (*)(void* owner);
  ForkWatch(Call call, void* owner);
  ForkWatch(const ForkWatch&) = delete;
  ForkWatch& operator=(const ForkWatch&) = delete;
  ~ForkWatch();

  // call_all is what the child of fork does.
  static void call_all();

 private:
  Call call_;
  void* owner_;
  ForkWatch* next_ = nullptr;
  ForkWatch* previous_ = nullptr;
};

}  // namespace av::limit
