#pragma once
// flow_coverage.h — how far values were followed through a program.

#include "analysis/engine/scan_result.h"
#include "analysis/taint/analysis.h"
#include "analysis/taint/program.h"

namespace av::engine {

// coverage_of counts what the analysis of a program met; names are as its units have them.
FlowCoverage coverage_of(const taint::Program& program, const taint::TaintResult& result);

}  // namespace av::engine
