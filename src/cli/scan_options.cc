#include "cli/scan_options.h"

#include "analysis/engine/config.h"
#include "analysis/knowledge/rule_book.h"

#include <array>
#include <chrono>
#include <cstdio>

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

Result<engine::Settings> settings_of(const ScanOptions& options) {
  return engine::settings_of(options, places(options));
}

Result<void> install_rules(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    AV_TRY(knowledge::install_folder(folder));
  }
  AV_TRY(engine::find_config({}));
  return {};
}

std::string now_text() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::hh_mm_ss time(now - day);
  std::array<char, 32> text = {};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ",
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return engine::date_text(day) + text.data();
}

}  // namespace av::cli
