#pragma once
// watched.h — long work in a thread of its own, while the calling one reports progress to Python
// and listens for Ctrl-C.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <nanobind/nanobind.h>
#include <optional>
#include <thread>
#include <utility>

namespace av::python {

// How annotations write a progress callback: bytes done, and bytes known of so far.
#define AV_PY_PROGRESS "collections.abc.Callable[[int, int], object] | None = None"

// Watch is how far some work is, and how to end it early.
struct Watch {
  const std::atomic<std::uint64_t>& done;
  const std::atomic<std::uint64_t>& all;  // known of so far
  std::function<void()> stop;
};

// watched runs `work` without the GIL and gives what it returns.  Ten times a second `callback`
// (unless None) is told how far it is.  What that raises, or a signal's handler, stops the work and
// is raised here.
template <class Work>
auto watched(const Watch& watch, nanobind::handle callback, Work work) {
  std::optional<decltype(work())> result;
  std::exception_ptr thrown;  // want of memory, which may not leave a thread
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::thread worker([&] {
    try {
      result.emplace(work());
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    done = true;
    ended.notify_one();
  });
  std::optional<nanobind::python_error> failure;
  const auto tell = [&] {
    try {
      if (PyErr_CheckSignals() != 0) {
        throw nanobind::python_error();
      }
      if (!callback.is_none()) {
        callback(watch.done.load(), watch.all.load());
      }
    } catch (nanobind::python_error& error) {
      failure.emplace(std::move(error));
      watch.stop();
    }
  };
  {
    const nanobind::gil_scoped_release release;
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, std::chrono::milliseconds(100), [&] { return done; })) {
      if (!failure) {
        lock.unlock();
        const nanobind::gil_scoped_acquire acquire;
        tell();
      }
      if (!lock.owns_lock()) {
        lock.lock();
      }
    }
    lock.unlock();
    worker.join();
  }
  if (!failure) {
    tell();
  }
  if (failure) {
    throw std::move(*failure);
  }
  if (thrown != nullptr) {
    std::rethrow_exception(thrown);
  }
  return std::move(*result);
}

// The same for work that counts bytes: `progress` has counters bytes_done and bytes, and a flag.
template <class Progress, class Work>
auto watched(Progress& progress, nanobind::handle callback, Work work) {
  return watched(Watch{progress.bytes_done, progress.bytes, [&] { progress.stop = true; }},
                 callback, std::move(work));
}

}  // namespace av::python
