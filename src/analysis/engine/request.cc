#include "analysis/engine/request.h"

#include "analysis/engine/config.h"
#include "analysis/engine/project_versions.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/rule_book.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

namespace av::engine {
namespace {

// put parses a typed value into `target`, unless nothing was typed.
template <class T>
Result<void> put(const std::string& typed, Result<T> (*parse)(std::string_view),
                 std::optional<T>& target) {
  if (!typed.empty()) {
    target = AV_TRY(parse(typed));
  }
  return {};
}

// note_request notes which keys of the configuration the command line beats or adds to.
void note_request(const Request& request, Settings& settings) {
  const auto beats = [&](const auto& typed, const std::string& key) {
    if (!typed.empty()) {
      set_origin(settings, key, "--" + key);
    }
  };
  const auto adds = [&](const std::vector<std::string>& typed, const std::string& key) {
    if (!typed.empty()) {
      add_origin(settings, key, "--" + key);
    }
  };
  beats(request.select, "select");
  if (!request.select.empty()) {
    set_origin(settings, "ignore", "");
  }
  adds(request.rules, "rules");
  adds(request.models, "models");
  adds(request.ignore, "ignore");
  adds(request.exclude, "exclude");
  beats(request.baseline, "baseline");
  beats(request.min_severity, "min-severity");
  beats(request.min_confidence, "min-confidence");
  beats(request.fail_on, "fail-on");
  beats(request.max_file_size, "max-file-size");
  beats(request.jobs, "jobs");
  beats(std::string(request.markdown ? "yes" : ""), "markdown");
  beats(std::string(request.strict ? "yes" : ""), "strict");
  beats(std::string(request.honor_nosec ? "yes" : ""), "honor-nosec");
  beats(request.threats, "threats");
  if (request.no_flow) {
    set_origin(settings, "flow", "--no-flow");
  }
}

constexpr std::string_view kDateForm = "2024-02-29";

// number_of is digits, and nothing else, as a number.
std::optional<unsigned> number_of(std::string_view digits) {
  unsigned number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

Result<Settings> configured(const Request& request, std::span<const std::string> places) {
  if (!request.config.empty()) {
    ConfigFile file = AV_TRY(load_config(request.config));
    return std::move(file.settings);
  }
  if (request.isolated) {
    return Settings();
  }
  std::optional<ConfigFile> file = AV_TRY(find_config(places));
  return file ? std::move(file->settings) : Settings();
}

}  // namespace

Result<Settings> settings_of(const Request& request, std::span<const std::string> places) {
  for (const std::string& folder : request.rules) {  // before anything names their rules
    AV_TRY(knowledge::install_folder(folder));
  }
  for (const std::string& folder : request.models) {
    AV_TRY(knowledge::install_models(folder));
  }
  Settings settings = AV_TRY(configured(request, places));
  settings.models.insert(settings.models.end(), request.models.begin(), request.models.end());
  settings.rules.insert(settings.rules.end(), request.rules.begin(), request.rules.end());
  if (!request.select.empty()) {
    settings.select = request.select;
    settings.ignore.clear();
  }
  settings.ignore.insert(settings.ignore.end(), request.ignore.begin(), request.ignore.end());
  settings.exclude.insert(settings.exclude.end(), request.exclude.begin(), request.exclude.end());
  AV_TRY(put(request.min_severity, parse_severity_word, settings.min_severity));
  AV_TRY(put(request.min_confidence, parse_confidence_word, settings.min_confidence));
  AV_TRY(put(request.fail_on, parse_fail_level, settings.fail_on));
  AV_TRY(put(request.jobs, parse_jobs, settings.jobs));
  AV_TRY(put(request.max_file_size, parse_byte_size, settings.max_file_bytes));
  if (!request.baseline.empty()) {
    settings.baseline = request.baseline;
  }
  if (request.strict) {
    settings.strict = true;
  }
  if (request.honor_nosec) {
    settings.honor_foreign = true;
  }
  if (request.markdown) {
    settings.markdown = true;
  }
  if (request.no_flow) {
    settings.flow = false;
  }
  if (!request.threats.empty()) {
    settings.threats = AV_TRY(parse_threats(request.threats));
  }
  if (!request.isolated) {
    settings.versions = load_versions(places);
  }
  note_request(request, settings);
  return settings;
}

Result<std::chrono::sys_days> parse_date(const std::string& text) {
  using std::chrono::day, std::chrono::month, std::chrono::year;
  if (text.empty()) {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  }
  const std::string_view digits = text;
  const bool is_formed = text.size() == kDateForm.size() && text[4] == '-' && text[7] == '-';
  const auto y = is_formed ? number_of(digits.substr(0, 4)) : std::nullopt;
  const auto m = is_formed ? number_of(digits.substr(5, 2)) : std::nullopt;
  const auto d = is_formed ? number_of(digits.substr(8, 2)) : std::nullopt;
  const std::chrono::year_month_day date(year{static_cast<int>(y.value_or(0))},
                                         month{m.value_or(0)}, day{d.value_or(0)});
  if (!y || !m || !d || !date.ok()) {
    return fail(ErrorCode::InvalidArgument, "`" + text + "` is no date",
                "a date is like 2024-02-29");
  }
  return std::chrono::sys_days(date);
}

std::string date_text(std::chrono::sys_days date) {
  const std::chrono::year_month_day parts(date);
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text.data();
}

}  // namespace av::engine
