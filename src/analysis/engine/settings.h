#pragma once
// settings.h — what a scan is told: by the configuration file, then by the command line.

#include "analysis/knowledge/rule.h"
#include "analysis/match/check.h"
#include "analysis/match/versions.h"
#include <antivenom/result.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::engine {

// FailLevel is from where on findings make the exit code 1.
struct FailLevel {
  knowledge::Severity severity = knowledge::Severity::Medium;
  knowledge::Confidence confidence = knowledge::Confidence::Medium;
};

// PathIgnore is rules that are off for files whose path matches a pattern.
struct PathIgnore {
  std::string pattern;
  std::vector<std::string> selectors;
};

// SettingOrigin is who said what holds for a key of the configuration: "pyproject.toml:3", an
// option of the command line, or several.
struct SettingOrigin {
  std::string key;
  std::string where;
};

// Threats is a set of knowledge::Threat, a bit each.
using Threats = std::uint32_t;
constexpr Threats threat_bit(knowledge::Threat threat) {
  return Threats{1} << static_cast<unsigned>(threat);
}
// kDefaultThreats leaves out callers of a package's functions: they are input to who publishes it.
inline constexpr Threats kDefaultThreats = ~threat_bit(knowledge::Threat::Library);

// Settings is every knob.  Those in std::optional are unset until somebody says; or_else() and the
// constants below are what holds then.
struct Settings {
  std::string source;    // the configuration file, as shown to the user; empty without one
  std::string folder;    // its absolute folder: patterns are relative to it
  std::string baseline;  // a file with known findings; empty for none
  std::vector<std::string> rules;   // folders of the user's own pages, already installed
  std::vector<std::string> models;  // and of models
  std::vector<std::string> select, ignore, exclude;
  std::vector<PathIgnore> path_ignores;
  std::vector<std::pair<const knowledge::Rule*, knowledge::Severity>> severities;
  std::optional<std::uint64_t> max_file_bytes;
  std::optional<std::uint64_t> max_files;
  std::optional<unsigned> jobs;
  std::optional<knowledge::Severity> min_severity;
  std::optional<knowledge::Confidence> min_confidence;
  std::optional<FailLevel> fail_on;
  std::optional<bool> strict;
  std::optional<bool> honor_foreign;
  std::optional<bool> markdown;        // look for pages of Markdown too
  std::optional<bool> flow;            // follow values from outside to where they do harm
  std::optional<Threats> threats;      // which of those from outside count
  match::Versions versions;            // that the project says it runs with
  std::vector<SettingOrigin> origins;  // of the keys that somebody set
};

// add_origin notes that `where` had a say in `key`, beside those noted before.
void add_origin(Settings& settings, std::string_view key, std::string_view where);
// set_origin notes that what was said before of `key` holds no more; an empty `where` forgets it.
void set_origin(Settings& settings, std::string_view key, std::string_view where);
// origin_of is the list of those that had a say, or empty.
std::string_view origin_of(const Settings& settings, std::string_view key);

inline constexpr std::uint64_t kDefaultMaxFileBytes = std::uint64_t{32} << 20;
// The parser's limit: offsets into a file must fit its ids.
inline constexpr std::uint64_t kMostFileBytes = std::uint64_t{1} << 29;
inline constexpr std::uint64_t kDefaultMaxFiles = 1'000'000;
inline constexpr unsigned kMostJobs = 256;

// The readers of words, shared by configuration and command line; an Error says what is allowed.
Result<knowledge::Severity> parse_severity_word(std::string_view word);
Result<knowledge::Confidence> parse_confidence_word(std::string_view word);
// "medium", or "medium:high" with a confidence.
Result<FailLevel> parse_fail_level(std::string_view text);
// Bytes: "1048576", "512 KiB", "32MiB", "1 MB".
Result<std::uint64_t> parse_byte_size(std::string_view text);
Result<unsigned> parse_jobs(std::string_view text);
// "remote", "local", "library": values from under these count.
Result<Threats> parse_threats(std::span<const std::string> words);

}  // namespace av::engine
