#include "analysis/engine/scan.h"

#include "analysis/engine/baseline.h"
#include "analysis/engine/repository.h"
#include "analysis/engine/since.h"
#include "analysis/engine/verdict.h"
#include "analysis/report/summary.h"
#include "base/stop.h"
#include "cli/command.h"
#include "cli/outputs.h"
#include "cli/progress.h"
#include "cli/scan_options.h"
#include "cli/standard_input.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace av::cli {
namespace {

constexpr std::size_t kShownDigits = 10;  // of a commit

constexpr std::string_view kScanExamples =
    "antivenom scan                                            the current folder\n"
    "antivenom scan app.py lib --min-severity high             only what is worst\n"
    "antivenom scan --select injection --ignore formatted-sql  chapters and rules\n"
    "antivenom scan --format text --format json=report.json    for you and for programs\n"
    "antivenom scan --baseline antivenom-baseline.json         what is new\n"
    "antivenom scan --since main                               what a branch brings\n"
    "antivenom scan - --stdin-filename app.py <app.py          what an editor holds";

// Job is what is ready before the first file is read.
struct Job {
  engine::Plan plan;
  Outputs outputs;
  std::optional<engine::Baseline> baseline;
  std::string since;  // the commit to compare with, or empty
};

// wanted_by adds what finding known findings again needs.
engine::Wanted wanted_by(const Outputs& outputs, bool compares) {
  engine::Wanted wanted = outputs.wanted();
  wanted.fingerprints = wanted.fingerprints || compares;
  return wanted;
}

Result<Job> prepare(const ScanOptions& options) {
  const bool reads_input = std::ranges::find(options.paths, "-") != options.paths.end();
  if (reads_input && options.paths.size() > 1) {
    return fail(ErrorCode::InvalidArgument, "standard input cannot be scanned together with files");
  }
  if (reads_input && !options.since.empty()) {
    return fail(ErrorCode::InvalidArgument, "--since compares files, not standard input");
  }
  engine::Settings settings = AV_TRY(settings_of(options));
  const std::chrono::sys_days today = AV_TRY(engine::parse_date(options.today));
  std::optional<engine::Baseline> baseline;
  if (!settings.baseline.empty()) {
    baseline = AV_TRY(engine::Baseline::read(settings.baseline));
  }
  std::string since;
  if (!options.since.empty()) {
    since = AV_TRY(engine::merge_base(options.since));
  }
  Outputs outputs = AV_TRY(Outputs::open(options.formats));
  const engine::Wanted wanted = wanted_by(outputs, baseline || !since.empty());
  engine::Plan plan = AV_TRY(engine::Plan::make(std::move(settings), today, wanted));
  return Job{std::move(plan), std::move(outputs), std::move(baseline), std::move(since)};
}

// exit_for is for a scan that could not begin.
Exit exit_for(const Error& error) {
  return error.code == ErrorCode::Io ? Exit::Internal : Exit::Usage;
}

Result<engine::ScanResult> scan_input(const std::string& name, const engine::Plan& plan,
                                      const base::StopFlag& stop) {
  const std::string shown = name.empty() ? "<standard input>" : name;
  const std::uint64_t limit = plan.settings().max_file_bytes.value_or(engine::kDefaultMaxFileBytes);
  const std::string bytes = AV_TRY(read_standard_input(limit, stop));
  const text::Source source = AV_TRY(text::decode_by_name(shown, bytes));
  engine::ScanResult result = engine::scan_text(source, plan);
  result.interrupted = stop.requested();
  return result;
}

class Scan : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"scan", "Find vulnerabilities in Python files", kScanExamples};
  }
  void declare(ArgumentParser& parser) override { options_.declare(parser); }

  Exit run(Console& console) override {
    Result<Job> job = prepare(options_);
    if (!job) {
      console.complain(job.error());
      return Exit::Usage;
    }
    const std::string started = options_.timestamps ? now_text() : "";
    base::StopFlag stop;
    const base::SignalStop signals(stop);
    Result<engine::ScanResult> result = scan(job->plan, stop, console);
    if (result) {
      const Result<void> compared = compare(*job, stop, *result);
      result = compared ? std::move(result) : tl::unexpected<Error>(compared.error());
    }
    if (!result) {
      console.complain(result.error());
      return exit_for(result.error());
    }
    if (result->interrupted) {
      console.say("antivenom: interrupted; nothing is reported, because it would not be all");
      return exit_of_signal(stop.reason());
    }
    return report(*result, *job, started, console);
  }

 private:
  Result<engine::ScanResult> scan(const engine::Plan& plan, const base::StopFlag& stop,
                                  Console& console) {
    if (options_.paths.empty()) {
      options_.paths.emplace_back(".");
    }
    if (options_.paths.front() == "-") {
      return scan_input(options_.stdin_filename, plan, stop);
    }
    engine::Progress progress;
    const ProgressLine line(progress, console,
                            options_.quiet ? ProgressLine::Wanted::No : ProgressLine::Wanted::Yes);
    return engine::scan(options_.paths, plan, stop, progress);
  }

  // compare takes out of `result` what was known before.
  Result<void> compare(const Job& job, const base::StopFlag& stop,
                       engine::ScanResult& result) const {
    if (!job.since.empty()) {
      const engine::SinceScan scan = {options_.paths, job.plan.settings(), job.plan.today()};
      const engine::Baseline before = AV_TRY(engine::baseline_at(job.since, scan, stop));
      before.move_known(result);
      result.known_source = options_.since + " (" + job.since.substr(0, kShownDigits) + ")";
    }
    if (job.baseline) {
      job.baseline->move_known(result);
      result.known_source += result.known_source.empty() ? "" : " and ";
      result.known_source += job.plan.settings().baseline;
    }
    result.interrupted = result.interrupted || stop.requested();
    return {};
  }

  Exit report(const engine::ScanResult& result, Job& job, const std::string& started,
              Console& console) const {
    if (result.totals.files == 0) {
      console.say("antivenom: no Python files to scan");
      return Exit::NoInput;
    }
    const Exit exit = exit_of(result, job.plan);
    const ReportOptions options = {.today = engine::date_text(job.plan.today()),
                                   .silenced = options_.show_ignored,
                                   .category = options_.category,
                                   .exit_code = static_cast<int>(exit),
                                   .started = started,
                                   .ended = options_.timestamps ? now_text() : ""};
    const Result<void> written = job.outputs.write(result, options, console);
    if (!written) {
      console.complain(written.error());
      return Exit::Internal;
    }
    console.out.flush();  // findings before the summary, where both go to one terminal
    if (console.out.failure()) {
      return Exit::Internal;  // what the application makes of it is said there
    }
    if (!options_.quiet) {
      console.err.write(report::coverage_text(result) + report::findings_text(result));
    }
    if (options_.show_limits) {
      console.err.write(report::limits_text(result));
    }
    if (options_.statistics) {
      console.err.write(report::statistics_text(result));
    }
    return exit;
  }

  [[nodiscard]] Exit exit_of(const engine::ScanResult& result, const engine::Plan& plan) const {
    if (!options_.exit_zero && engine::fails(result, plan)) {
      return Exit::Findings;
    }
    const bool strict = plan.settings().strict.value_or(false);
    return strict && engine::is_incomplete(result) ? Exit::Incomplete : Exit::Clean;
  }

  ScanOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_scan() {
  return std::make_unique<Scan>();
}

}  // namespace av::cli
