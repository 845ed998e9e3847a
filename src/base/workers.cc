#include "base/workers.h"

#include "base/crash.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <pthread.h>
#include <sched.h>
#include <string>
#include <vector>

namespace av::base {
namespace {

// Batch is what the threads of one run_workers share.
struct Batch {
  std::size_t items;
  const StopFlag& stop;
  const Work& work;
  std::atomic<std::size_t> next_item = 0;
  std::atomic<unsigned> next_worker = 0;

  void run() {
    const unsigned worker = next_worker.fetch_add(1);
    while (!stop.requested()) {
      const std::size_t item = next_item.fetch_add(1);
      if (item >= items) {
        return;
      }
      work(worker, item);
    }
  }
};

void* run_batch(void* batch) {
  const SignalStack stack;
  static_cast<Batch*>(batch)->run();
  return nullptr;
}

// start_threads starts up to `count` threads and returns those that the system gave.
std::vector<pthread_t> start_threads(std::size_t count, std::size_t stack_bytes, Batch& batch) {
  std::vector<pthread_t> threads;
  threads.reserve(count);  // before any starts: what throws later would leave threads behind
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) {
    return threads;
  }
  pthread_attr_setstacksize(&attributes, stack_bytes);
  for (std::size_t i = 0; i < count; ++i) {
    pthread_t thread = {};
    if (pthread_create(&thread, &attributes, run_batch, &batch) != 0) {
      break;
    }
    threads.push_back(thread);
  }
  pthread_attr_destroy(&attributes);
  return threads;
}

// group_limit is the control group's share of processors, rounded up; 0 when there is none.
// Source: Documentation/admin-guide/cgroup-v2.rst, cpu.max.
unsigned group_limit() {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) {
    return 0;
  }
  const double share = std::strtod(quota.c_str(), nullptr) / period;
  return share > 0 && share < 4096 ? static_cast<unsigned>(share + 0.999) : 0;
}

}  // namespace

void run_workers(std::size_t items, const WorkerOptions& options, const StopFlag& stop,
                 const Work& work) {
  Batch batch = {items, stop, work};
  const std::size_t wanted = std::min<std::size_t>(std::max(options.threads, 1U), items);
  const std::vector<pthread_t> threads = start_threads(wanted, options.stack_bytes, batch);
  if (threads.empty()) {
    batch.run();
  }
  for (const pthread_t thread : threads) {
    pthread_join(thread, nullptr);
  }
}

unsigned processor_count() {
  cpu_set_t set;
  CPU_ZERO(&set);
  unsigned count = 1;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    count = static_cast<unsigned>(std::max(CPU_COUNT(&set), 1));
  }
  const unsigned limit = group_limit();
  return limit == 0 ? count : std::clamp(limit, 1U, count);
}

}  // namespace av::base
