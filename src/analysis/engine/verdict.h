#pragma once
// verdict.h — what the result of a scan means to who asked for it.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"

namespace av::engine {

// fails says whether a finding is at or above the level that the settings fail on.
bool fails(const ScanResult& result, const Plan& plan);

// is_incomplete says whether there is more than could be looked at: files that could not be read,
// or hold what is no Python, limits that were hit, functions that were given up.
bool is_incomplete(const ScanResult& result);

}  // namespace av::engine
