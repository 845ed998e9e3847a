#pragma once
// scan_options.h — the options of `antivenom scan`, as typed and as the engine wants them.

#include "analysis/engine/request.h"
#include "cli/argument_parser.h"

#include <string>
#include <vector>

namespace av::cli {

// ScanOptions is what was typed; empty means not given.
struct ScanOptions : engine::Request {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::string stdin_filename, category, since;
  bool exit_zero = false, quiet = false, show_ignored = false, statistics = false;
  bool timestamps = false, show_limits = false;

  void declare(ArgumentParser& parser);
  // declare_choice is the options that say which rules and files there are.
  void declare_choice(ArgumentParser& parser);
  void declare_baseline(ArgumentParser& parser);
  void declare_levels(ArgumentParser& parser);  // what the exit code says of findings and gaps
  void declare_jobs(ArgumentParser& parser);
};

// settings_of merges the configuration and the options, as engine::settings_of does.
Result<engine::Settings> settings_of(const ScanOptions& options);

// install_rules installs the pages in `folders` and those of the project around the current folder.
Result<void> install_rules(const std::vector<std::string>& folders);

// now_text is the time as RFC 3339 has it, in UTC: "2024-02-29T12:00:00Z".
std::string now_text();

}  // namespace av::cli
