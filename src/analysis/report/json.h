#pragma once
// json.h — the whole result for programs, in the form that docs/json.md describes.
//
// Pure ASCII: what is beyond is written as \u escapes, so that the output is safe to print and
// valid whatever the file names are.  One line a finding.  Never holds a secret: the excerpts of
// the result are masked.

#include "analysis/engine/scan_result.h"
#include "base/sink.h"

#include <string>

namespace av::report {

// kJsonVersion changes when a reader of the form before would misread it; new keys do not count.
inline constexpr int kJsonVersion = 1;

// JsonOptions is what is to be recorded beside the result.
struct JsonOptions {
  std::string today;      // the date that `until=` was compared with
  bool silenced = false;  // also list the findings that a comment silences
};

void write_json(const engine::ScanResult& result, const JsonOptions& options, base::Sink& sink);

}  // namespace av::report
