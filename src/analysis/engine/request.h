#pragma once
// request.h — what somebody asks of a scan, in words, and the settings that come of it together
// with the project's configuration.
//
// The words are those of the command line and of the Python module; empty means not given.
// Failure: Error that says which word is wrong, and what is allowed.

#include "analysis/engine/settings.h"
#include <antivenom/result.h>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace av::engine {

// Request is every word.
struct Request {
  std::vector<std::string> select, ignore, exclude;
  std::vector<std::string> threats;
  std::vector<std::string> rules;   // folders of pages
  std::vector<std::string> models;  // folders of models
  std::string min_severity, min_confidence, fail_on, jobs, max_file_size, today;
  std::string config, baseline;
  bool isolated = false, strict = false, honor_nosec = false, markdown = false, no_flow = false;
};

// settings_of merges the configuration around `places` and the request, which beats it.  The pages
// and models that either names are installed.
Result<Settings> settings_of(const Request& request, std::span<const std::string> places);

// parse_date reads "2024-02-29"; an empty text is today, in UTC.
Result<std::chrono::sys_days> parse_date(const std::string& text);
std::string date_text(std::chrono::sys_days date);

}  // namespace av::engine
