#pragma once
// sarif.h — the whole result as SARIF 2.1.0 (OASIS), as GitHub's code scanning and others take it.
//
// One run.  Pure ASCII, the same bytes for the same result: no time, host or absolute path unless
// the options bring them.  Snippets are the masked excerpts.  Columns count UTF-16 units, and say
// so.  A consumer that keeps only so many results is given the worst first.

#include "analysis/engine/repository.h"
#include "analysis/engine/scan_result.h"
#include "base/sink.h"

#include <cstddef>
#include <optional>
#include <string>

namespace av::report {

// kGithubResults is how many results GitHub's code scanning keeps; kSarifResults how many it takes.
// Beyond the first the results are in order of severity; beyond the second they are left out; both
// are said in a notification.
inline constexpr std::size_t kGithubResults = 5'000;
inline constexpr std::size_t kSarifResults = 25'000;

// SarifOptions is what is to be recorded beside the result.
struct SarifOptions {
  std::string today;     // the date that `until=` was compared with
  std::string category;  // tells the runs of one commit apart
  std::string prefix;    // from the repository's root to the current folder: "services/api/"
  int exit_code = 0;
  std::optional<engine::Revision> revision;
  std::string started, ended;  // RFC 3339 in UTC; empty for none
};

void write_sarif(const engine::ScanResult& result, const SarifOptions& options, base::Sink& sink);

}  // namespace av::report
