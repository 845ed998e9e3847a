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

// Batch is what the threads of one run share.
struct Batch {
  std::size_t items;
  const StopFlag& stop;
  const Work& work;
  std::atomic<std::size_t> next_item = 0;
  std::atomic<unsigned> next_worker = 0;

  void run() { run_as(next_worker.fetch_add(1)); }
  void run_as(unsigned worker) {
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

// start_threads starts up to `count` threads, each with what `argument_of` gives for it, and
// returns those that the system gave.
template <class ArgumentOf>
std::vector<pthread_t> start_threads(std::size_t count, std::size_t stack_bytes,
                                     void* (*run)(void*), const ArgumentOf& argument_of) {
  std::vector<pthread_t> threads;
  threads.reserve(count);  // before any starts: what throws later would leave threads behind
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) {
    return threads;
  }
  pthread_attr_setstacksize(&attributes, stack_bytes);
  for (std::size_t i = 0; i < count; ++i) {
    pthread_t thread = {};
    if (pthread_create(&thread, &attributes, run, argument_of(i)) != 0) {
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
  const std::vector<pthread_t> threads =
      start_threads(wanted, options.stack_bytes, run_batch, [&](std::size_t) { return &batch; });
  if (threads.empty()) {
    batch.run();
  }
  for (const pthread_t thread : threads) {
    pthread_join(thread, nullptr);
  }
}

// Member is one thread of a team.
struct Team::Member {
  Shared& shared;
  unsigned worker;
};

// Shared is what a team's threads share: each new round is a batch, or the end.
struct Team::Shared {
  std::vector<Member> members;
  std::vector<pthread_t> threads;
  Batch* batch = nullptr;  // of this round; nullptr: the end
  std::atomic<unsigned> round = 0;
  std::atomic<std::size_t> busy = 0;

  void begin(Batch* next) {
    batch = next;
    busy.store(threads.size(), std::memory_order_relaxed);
    round.fetch_add(1, std::memory_order_release);
    round.notify_all();
  }

  static void* work(void* argument) {
    const SignalStack stack;
    const auto& [shared, worker] = *static_cast<Member*>(argument);
    for (unsigned seen = 0;; ++seen) {
      shared.round.wait(seen, std::memory_order_acquire);
      if (shared.batch == nullptr) {
        return nullptr;
      }
      shared.batch->run_as(worker);
      if (shared.busy.fetch_sub(1, std::memory_order_release) == 1) {
        shared.busy.notify_one();
      }
    }
  }

  void wait() {
    for (std::size_t left = busy.load(std::memory_order_acquire); left != 0;
         left = busy.load(std::memory_order_acquire)) {
      busy.wait(left, std::memory_order_acquire);
    }
  }
};

Team::Team(const WorkerOptions& options) : options_(options) {}

Team::~Team() {
  if (shared_) {
    shared_->begin(nullptr);
    for (const pthread_t thread : shared_->threads) {
      pthread_join(thread, nullptr);
    }
  }
}

void Team::run(std::size_t items, const StopFlag& stop, const Work& work) {
  if (!shared_ && options_.threads > 1 && items > 1) {
    shared_ = std::make_unique<Shared>();
    for (unsigned worker = 1; worker < options_.threads; ++worker) {
      shared_->members.push_back({*shared_, worker});
    }
    shared_->threads = start_threads(shared_->members.size(), options_.stack_bytes, Shared::work,
                                     [&](std::size_t i) { return &shared_->members[i]; });
  }
  Batch batch = {items, stop, work};
  if (!shared_ || items < 2) {
    return batch.run_as(0);
  }
  shared_->begin(&batch);
  batch.run_as(0);
  shared_->wait();
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
