#pragma once
// crash_report.h — a broken antivenom says so, and on which file, and exits with 3.
//
// For faults of our own only: failed assertions, wild pointers, a stack run out.

namespace av::cli {

// report_crashes installs the handlers, for the life of the process.  Call it once, on the main
// thread.  Builds with a sanitizer keep the sanitizer's own.
void report_crashes();

}  // namespace av::cli
