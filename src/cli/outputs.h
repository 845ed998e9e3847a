#pragma once
// outputs.h — the --format options of a command: which reports, and where each goes.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
#include "base/atomic_file.h"
#include "cli/command.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::cli {

// Format is a form of report.
enum class Format : unsigned char { Text, Concise, Json, Sarif, Github, Gitlab, Junit };

// format_names is what --format takes, in the order of the help.
std::vector<std::string_view> format_names();

// ReportOptions is what reports show beyond the findings.
struct ReportOptions {
  std::string today;
  bool silenced = false;
  std::string category;  // of a SARIF run
  int exit_code = 0;
  std::string started, ended;  // RFC 3339; empty unless asked for
};

// Outputs is every report of a run.  Files are opened before the work and named after it.
class Outputs {
 public:
  // open reads FMT or FMT=FILE; without any it is text on standard output.
  static Result<Outputs> open(std::span<const std::string> formats);

  // wanted is what the reports need worked out beyond findings.
  [[nodiscard]] engine::Wanted wanted() const;

  // write writes all reports: files first, so that a failure is told before anything looks done.
  // What goes to the console's `out` may still fail when that is flushed.
  Result<void> write(const engine::ScanResult& result, const ReportOptions& options,
                     Console& console);

 private:
  struct Output {
    Format format = Format::Text;
    std::string path;                      // empty: standard output
    std::optional<base::AtomicFile> file;  // unless it goes there
  };

  std::vector<Output> outputs_;
};

}  // namespace av::cli
