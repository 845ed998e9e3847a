#pragma once
// workers.h — the same work for many items, on several threads with large stacks.
//
// Items are handed out in ascending order, so results placed by index are the same for any number
// of threads.  When the system gives fewer threads than asked, the work is done by those there
// are.

#include "base/stop.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace av::base {

// WorkerOptions says how many threads, and how large each one's stack is.
struct WorkerOptions {
  unsigned threads = 1;
  std::size_t stack_bytes = std::size_t{16} << 20;
};

// Work is one item's work.  Calls with the same `worker` number never overlap, so that number may
// index recycled memory; it is below the number of threads asked for.
using Work = std::function<void(unsigned worker, std::size_t item)>;

// run_workers calls `work` for items 0 to `items` - 1 and returns when all calls have.  Once `stop`
// is requested no further item is begun.
void run_workers(std::size_t items, const WorkerOptions& options, const StopFlag& stop,
                 const Work& work);

// Team is threads that wait for work between one run and the next, for runs so short and so many
// that to start threads for each would cost more than they bring.  One run at a time.
class Team {
 public:
  // Threads are started by the first run that needs them.
  explicit Team(const WorkerOptions& options);
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  Team(Team&&) = delete;
  Team& operator=(Team&&) = delete;
  ~Team();

  // run is run_workers; the calling thread is worker 0.
  void run(std::size_t items, const StopFlag& stop, const Work& work);

 private:
  struct Shared;
  struct Member;

  WorkerOptions options_;
  std::unique_ptr<Shared> shared_;  // none: not started
};

// processor_count is how many threads this process may run at once: affinity and the control
// group's limit respected.
unsigned processor_count();

}  // namespace av::base
