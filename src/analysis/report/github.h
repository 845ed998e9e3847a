#pragma once
// github.h — findings as annotations of a GitHub Actions run: workflow commands, one a line.
//
// high is an error, medium a warning, what is less a notice.  GitHub shows ten of each level a
// step, so the worst come first.  Source: GitHub's documentation of workflow commands; `%` and line
// ends are escaped, in properties also `:` and `,`.

#include "analysis/engine/scan_result.h"
#include "base/sink.h"

#include <string_view>

namespace av::report {

// `prefix` leads from the root of the repository to the current folder: "services/api/" or empty.
void write_github(const engine::ScanResult& result, std::string_view prefix, base::Sink& sink);

}  // namespace av::report
