#pragma once
// config_key.h — every key of the configuration: one table for what reads it, what shows it and
// what describes it to editors.

#include "analysis/engine/settings.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace av::engine {

// ValueForm is what a key takes.
enum class ValueForm : std::uint8_t {
  Rules,        // a list of ids, names and chapters
  Patterns,     // a list of patterns as in .gitignore
  File,         // a path relative to the configuration
  Folders,      // a list of such paths
  PathIgnores,  // a table of patterns and lists of rules
  Severities,   // a table of rules and severities
  Size,         // bytes: a number, or text with a unit
  Count,        // a number from 1 on
  Threads,      // a number from 1 to kMostJobs
  ThreatWords,  // a list of remote, local, library
  Severity,
  Confidence,
  FailLevel,  // severity, or severity:confidence
  Flag,
};

// ConfigKey is one key.
struct ConfigKey {
  std::string_view name;
  ValueForm form;
  std::string_view summary;  // one line, capital first, no full stop
  // show is the value that holds, the default too, as TOML; empty when there is none.
  std::string (*show)(const Settings& settings);
  std::string_view unset = {};  // what holds when there is no value
};

// config_keys is the table, in the order in which documentation lists them.
std::span<const ConfigKey> config_keys();

}  // namespace av::engine
