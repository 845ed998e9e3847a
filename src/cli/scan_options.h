#pragma once
// scan_options.h — the options of `antivenom scan`, as typed and as the engine wants them.

#include "analysis/engine/config.h"
#include "analysis/engine/settings.h"
#include "cli/argument_parser.h"

#include <chrono>
#include <string>
#include <vector>

namespace av::cli {

// ScanOptions is what was typed; empty means not given.
struct ScanOptions {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::vector<std::string> select, ignore, exclude;
  std::vector<std::string> threats;
  std::vector<std::string> rules;   // folders of pages
  std::vector<std::string> models;  // folders of models
  std::string min_severity, min_confidence, fail_on, jobs, max_file_size, today;
  std::string config, stdin_filename, category, baseline, since;
  bool isolated = false, exit_zero = false, quiet = false, strict = false;
  bool show_ignored = false, statistics = false, honor_nosec = false, timestamps = false;
  bool markdown = false, no_flow = false, show_limits = false;

  void declare(ArgumentParser& parser);
  // declare_choice is the options that say which rules and files there are.
  void declare_choice(ArgumentParser& parser);
  void declare_baseline(ArgumentParser& parser);
  void declare_levels(ArgumentParser& parser);  // what the exit code says of findings and gaps
  void declare_jobs(ArgumentParser& parser);
};

// settings_of merges the configuration and the options; an option beats the configuration.  The
// rule pages that either names are installed.
Result<engine::Settings> settings_of(const ScanOptions& options);

// install_rules installs the pages in `folders` and those of the project around the current folder.
Result<void> install_rules(const std::vector<std::string>& folders);

// parse_date reads "2024-02-29"; an empty text is today, in UTC.
Result<std::chrono::sys_days> parse_date(const std::string& text);
std::string date_text(std::chrono::sys_days date);
// now_text is the time as RFC 3339 has it, in UTC: "2024-02-29T12:00:00Z".
std::string now_text();

}  // namespace av::cli
