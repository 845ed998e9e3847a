#pragma once
// gitlab.h — findings as GitLab shows them in a merge request: a Code Quality report.
//
// A JSON array in pure ASCII, a finding a line, ascending by path and place.  high is `critical`,
// medium `major`, low `minor`, note `info`.  A fingerprint is one finding's alone and survives
// edits elsewhere in the file, so that GitLab can tell what is new; it is taken from masked lines.
// Source: GitLab's documentation of Code Quality, "report format".

#include "analysis/engine/scan_result.h"
#include "base/sink.h"

#include <string_view>

namespace av::report {

// `prefix` leads from the root of the repository to the current folder: "services/api/" or empty.
// The findings must have fingerprints.
void write_gitlab(const engine::ScanResult& result, std::string_view prefix, base::Sink& sink);

}  // namespace av::report
