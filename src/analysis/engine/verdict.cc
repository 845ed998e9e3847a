#include "analysis/engine/verdict.h"

#include <algorithm>

namespace av::engine {

bool fails(const ScanResult& result, const Plan& plan) {
  return std::ranges::any_of(result.files, [&](const FileResult& file) {
    return std::ranges::any_of(file.findings, [&](const ReportedFinding& finding) {
      return plan.fails(finding.severity, finding.confidence);
    });
  });
}

bool is_incomplete(const ScanResult& result) {
  return result.totals.skipped > 0 || result.totals.partly > 0 || !result.limits.empty() ||
         !result.flow.given_up.empty();
}

}  // namespace av::engine
