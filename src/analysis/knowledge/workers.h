#pragma once
// workers.h — the threads of a scan: they go by the rules and models of the one that starts them,
// and want of memory in one of them is the starter's to deal with.

#include "analysis/knowledge/catalog.h"
#include "base/memory.h"
#include "base/workers.h"

#include <atomic>
#include <cstddef>

namespace av::knowledge {

// run_with_catalog is base::run_workers, with the catalog of the calling thread in every other.
// Throws std::bad_alloc here when a call found no memory; the items left are not begun then.
inline void run_with_catalog(std::size_t items, const base::WorkerOptions& options,
                             const base::StopFlag& stop, const base::Work& work) {
  Catalog& its = catalog();
  std::atomic<bool> has_memory = true;
  base::run_workers(items, options, stop, [&](unsigned worker, std::size_t item) {
    const UseCatalog use(its);
    if (has_memory && !base::had_memory([&] { work(worker, item); })) {
      has_memory = false;
    }
  });
  base::need_memory(has_memory);
}

}  // namespace av::knowledge
