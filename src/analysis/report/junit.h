#pragma once
// junit.h — findings as a JUnit XML report, for CI systems that show tests.
//
// A suite a file with findings, in it a failure a finding; a file that could not be analysed is an
// error, one analysed only in part a skipped case.  All files without findings are one passed case,
// so that a clean scan is no empty report.

#include "analysis/engine/scan_result.h"
#include "base/sink.h"

namespace av::report {

void write_junit(const engine::ScanResult& result, base::Sink& sink);

}  // namespace av::report
