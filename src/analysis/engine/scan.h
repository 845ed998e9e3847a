#pragma once
// scan.h — the one place that sequences the phases of a scan over many files.
//
// In: paths and a plan.  Out: a ScanResult, the same for any number of threads and any order of
// the paths.  What cannot be read is in the result, with the reason.
// Failure: Error when a given path does not exist.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
#include "analysis/text/source.h"
#include "base/stop.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

namespace av::engine {

// Progress is how far a scan is; others may read it while it runs.
struct Progress {
  std::atomic<std::uint64_t> files = 0;  // to do; 0 while they are being looked for
  std::atomic<std::uint64_t> done = 0;
};

// scan looks for Python files below `paths` and analyses each.
Result<ScanResult> scan(std::span<const std::string> paths, const Plan& plan,
                        const base::StopFlag& stop, Progress& progress);

// scan_text analyses one text that is no file: standard input, an editor's buffer.
ScanResult scan_text(const text::Source& source, const Plan& plan);

}  // namespace av::engine
