#include "cli/scan_options.h"

#include "analysis/engine/project_versions.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/rule_book.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace av::cli {
namespace {

constexpr const char* kChoice = "What to report";
constexpr const char* kFiles = "Which files";
constexpr const char* kExit = "Exit code";
constexpr const char* kOutput = "Output";

// list makes an option that may be repeated and takes a comma-separated list.
Option* list(ArgumentParser& parser, const std::string& name, std::vector<std::string>& values,
             const std::string& description) {
  return parser.add_option(name, values, description)->delimiter(',')->allow_extra_args(false);
}

// put parses a typed value into `target`, unless nothing was typed.
template <class T>
Result<void> put(const std::string& typed, Result<T> (*parse)(std::string_view),
                 std::optional<T>& target) {
  if (!typed.empty()) {
    target = AV_TRY(parse(typed));
  }
  return {};
}

// note_options notes which keys of the configuration the command line beats or adds to.
void note_options(const ScanOptions& options, engine::Settings& settings) {
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
  beats(options.select, "select");
  if (!options.select.empty()) {
    set_origin(settings, "ignore", "");
  }
  adds(options.rules, "rules");
  adds(options.models, "models");
  adds(options.ignore, "ignore");
  adds(options.exclude, "exclude");
  beats(options.baseline, "baseline");
  beats(options.min_severity, "min-severity");
  beats(options.min_confidence, "min-confidence");
  beats(options.fail_on, "fail-on");
  beats(options.max_file_size, "max-file-size");
  beats(options.jobs, "jobs");
  beats(std::string(options.markdown ? "yes" : ""), "markdown");
  beats(std::string(options.strict ? "yes" : ""), "strict");
  beats(std::string(options.honor_nosec ? "yes" : ""), "honor-nosec");
  beats(options.threats, "threats");
  if (options.no_flow) {
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

// places is the paths of a scan; standard input lies where its name says.
std::vector<std::string> places(const ScanOptions& options) {
  std::vector<std::string> paths = options.paths;
  for (std::string& path : paths) {
    if (path == "-") {
      path = options.stdin_filename.empty() ? "." : options.stdin_filename;
    }
  }
  return paths;
}

Result<engine::Settings> configured(const ScanOptions& options) {
  if (!options.config.empty()) {
    engine::ConfigFile file = AV_TRY(engine::load_config(options.config));
    return std::move(file.settings);
  }
  if (options.isolated) {
    return engine::Settings();
  }
  std::optional<engine::ConfigFile> file = AV_TRY(engine::find_config(places(options)));
  return file ? std::move(file->settings) : engine::Settings();
}

}  // namespace

void ScanOptions::declare_choice(ArgumentParser& parser) {
  list(parser, "--select", select, "Only these rules: ids, names or chapters, or all")
      ->type_name("RULES")
      ->group(kChoice);
  list(parser, "--ignore", ignore, "Not these rules")->type_name("RULES")->group(kChoice);
  parser.add_option("--rules", rules, "Your own rule pages, beside ours")
      ->type_name("DIR")
      ->allow_extra_args(false)
      ->group(kChoice);
  parser.add_option("--models", models, "Your own models of libraries, before ours")
      ->type_name("DIR")
      ->allow_extra_args(false)
      ->group(kChoice);
  parser.add_option("--min-severity", min_severity, "Least severity: note, low, medium or high")
      ->type_name("SEVERITY")
      ->group(kChoice);
  parser.add_option("--min-confidence", min_confidence, "Least confidence: low, medium or high")
      ->type_name("CONFIDENCE")
      ->group(kChoice);
  parser.add_flag("--honor-nosec", honor_nosec, "Heed # nosec and # noqa: S... of other scanners")
      ->group(kChoice);
  parser.add_flag("--no-flow", no_flow, "Do not follow values through functions and files")
      ->group(kChoice);
  list(parser, "--threats", threats, "Whose values count: remote, local, library (remote,local)")
      ->type_name("THREATS")
      ->group(kChoice);
  parser
      .add_option("--today", today,
                  "The date that until= in comments is compared with (today, UTC)")
      ->type_name("DATE")
      ->group(kChoice);

  list(parser, "--exclude", exclude, "Skip files and folders that match these patterns")
      ->type_name("PATTERNS")
      ->group(kFiles);
  parser.add_flag("--markdown", markdown, "Also scan the Python in Markdown pages")->group(kFiles);
  parser.add_option("--max-file-size", max_file_size, "Largest file to read (32 MiB)")
      ->type_name("SIZE")
      ->group(kFiles);
  parser.add_option("--config", config, "Read this configuration instead of the project's")
      ->type_name("FILE")
      ->group(kFiles);
  parser
      .add_flag("--isolated", isolated,
                "Read no configuration, and no versions that the project pins")
      ->group(kFiles);
}

void ScanOptions::declare_baseline(ArgumentParser& parser) {
  parser.add_option("--baseline", baseline, "Not what this file knows (antivenom baseline create)")
      ->type_name("FILE")
      ->group(kChoice);
}

void ScanOptions::declare_levels(ArgumentParser& parser) {
  parser.add_option("--fail-on", fail_on, "Exit with 1 from this level on (medium:medium)")
      ->type_name("SEVERITY[:CONFIDENCE]")
      ->group(kExit);
  parser.add_flag("--strict", strict, "Exit with 4 when something could not be analysed")
      ->group(kExit);
}

void ScanOptions::declare_jobs(ArgumentParser& parser) {
  parser.add_option("-j,--jobs", jobs, "Threads (one a processor)")
      ->type_name("N")
      ->group("General");
}

void ScanOptions::declare(ArgumentParser& parser) {
  parser.add_option("PATHS", paths,
                    "Files and folders to scan (the current folder); - reads standard input");
  declare_choice(parser);
  declare_baseline(parser);
  parser.add_option("--since", since, "Not what was there where the branch left REF (needs git)")
      ->type_name("REF")
      ->group(kChoice);
  parser.add_option("--stdin-filename", stdin_filename, "What to call standard input")
      ->type_name("PATH")
      ->group(kFiles);

  parser
      .add_option("--format", formats,
                  "text, concise, json, sarif, github, gitlab or junit; may be repeated")
      ->type_name("FMT[=FILE]")
      ->allow_extra_args(false)
      ->group(kOutput);
  parser.add_option("--category", category, "Tells apart the SARIF reports of one commit")
      ->type_name("NAME")
      ->group(kOutput);
  parser.add_flag("--timestamps", timestamps, "Record start and end in SARIF")->group(kOutput);
  parser.add_flag("--show-ignored", show_ignored, "Also show findings that comments silence")
      ->group(kOutput);
  parser.add_flag("--show-limits", show_limits, "Also list where values could not be followed")
      ->group(kOutput);
  parser.add_flag("--statistics", statistics, "Also count findings by rule")->group(kOutput);
  parser.add_flag("-q,--quiet", quiet, "Only findings and errors: no summary, no progress")
      ->group(kOutput);

  declare_levels(parser);
  parser.add_flag("--exit-zero", exit_zero, "Exit with 0 whatever is found")->group(kExit);
  declare_jobs(parser);
}

Result<void> install_rules(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    AV_TRY(knowledge::install_folder(folder));
  }
  AV_TRY(engine::find_config({}));
  return {};
}

Result<engine::Settings> settings_of(const ScanOptions& options) {
  for (const std::string& folder : options.rules) {  // before anything names their rules
    AV_TRY(knowledge::install_folder(folder));
  }
  for (const std::string& folder : options.models) {
    AV_TRY(knowledge::install_models(folder));
  }
  engine::Settings settings = AV_TRY(configured(options));
  settings.models.insert(settings.models.end(), options.models.begin(), options.models.end());
  settings.rules.insert(settings.rules.end(), options.rules.begin(), options.rules.end());
  if (!options.select.empty()) {
    settings.select = options.select;
    settings.ignore.clear();
  }
  settings.ignore.insert(settings.ignore.end(), options.ignore.begin(), options.ignore.end());
  settings.exclude.insert(settings.exclude.end(), options.exclude.begin(), options.exclude.end());
  AV_TRY(put(options.min_severity, engine::parse_severity_word, settings.min_severity));
  AV_TRY(put(options.min_confidence, engine::parse_confidence_word, settings.min_confidence));
  AV_TRY(put(options.fail_on, engine::parse_fail_level, settings.fail_on));
  AV_TRY(put(options.jobs, engine::parse_jobs, settings.jobs));
  AV_TRY(put(options.max_file_size, engine::parse_byte_size, settings.max_file_bytes));
  if (!options.baseline.empty()) {
    settings.baseline = options.baseline;
  }
  if (options.strict) {
    settings.strict = true;
  }
  if (options.honor_nosec) {
    settings.honor_foreign = true;
  }
  if (options.markdown) {
    settings.markdown = true;
  }
  if (options.no_flow) {
    settings.flow = false;
  }
  if (!options.threats.empty()) {
    settings.threats = AV_TRY(engine::parse_threats(options.threats));
  }
  if (!options.isolated) {
    settings.versions = engine::load_versions(places(options));
  }
  note_options(options, settings);
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

std::string now_text() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::hh_mm_ss time(now - day);
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ",
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return date_text(day) + text.data();
}

std::string date_text(std::chrono::sys_days date) {
  const std::chrono::year_month_day parts(date);
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(parts.year()),
                static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
  return text.data();
}

}  // namespace av::cli
