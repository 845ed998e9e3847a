#pragma once
// since.h — what was to be found already where a branch began.
//
// Scans the Python files of the commit in a temporary folder, by the same settings; the repository
// and what is checked out stay as they are.

#include "analysis/engine/baseline.h"
#include "analysis/engine/settings.h"
#include "base/stop.h"

#include <chrono>
#include <span>
#include <string>

namespace av::engine {

// SinceScan is what to scan, and how.
struct SinceScan {
  std::span<const std::string> paths;  // as given to the scan of what is checked out
  const Settings& settings;
  std::chrono::sys_days today;
};

// baseline_at is the findings of `commit` below the paths; those of them that it lacks are new.
// Error when a path lies outside of the repository.
Result<Baseline> baseline_at(const std::string& commit, const SinceScan& scan,
                             const base::StopFlag& stop);

}  // namespace av::engine
