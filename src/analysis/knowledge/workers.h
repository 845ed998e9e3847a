#pragma once
// workers.h — the threads of a scan: they go by the rules and models of the one that starts them,
// and want of memory in one of them is the starter's to deal with.

#include "analysis/knowledge/catalog.h"
#include "base/memory.h"
#include "base/workers.h"

#include <atomic>
#include <cstddef>

namespace av::knowledge {

// CatalogWork is work as threads that have no catalog of their own do it.
class CatalogWork {
 public:
  explicit CatalogWork(const base::Work& work) : work_(work) {}

  void operator()(unsigned worker, std::size_t item) {
    const UseCatalog use(catalog_);
    if (has_memory_ && !base::had_memory([&] { work_(worker, item); })) {
      has_memory_ = false;
    }
  }
  // end throws std::bad_alloc when a call found no memory.
  void end() const { base::need_memory(has_memory_); }

 private:
  const base::Work& work_;
  Catalog& catalog_ = catalog();
  std::atomic<bool> has_memory_ = true;
};

// run_with_catalog is base::run_workers, with the catalog of the calling thread in every other.
// Throws std::bad_alloc here when a call found no memory; the items left are not begun then.
inline void run_with_catalog(std::size_t items, const base::WorkerOptions& options,
                             const base::StopFlag& stop, const base::Work& work) {
  CatalogWork shared(work);
  base::run_workers(items, options, stop,
                    [&](unsigned worker, std::size_t item) { shared(worker, item); });
  shared.end();
}

// The same, by the threads of a team.
inline void run_with_catalog(base::Team& team, std::size_t items, const base::StopFlag& stop,
                             const base::Work& work) {
  CatalogWork shared(work);
  team.run(items, stop, [&](unsigned worker, std::size_t item) { shared(worker, item); });
  shared.end();
}

}  // namespace av::knowledge
