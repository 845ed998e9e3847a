#include "analysis/engine/baseline.h"
#include "analysis/engine/scan.h"
#include "analysis/report/summary.h"
#include "base/atomic_file.h"
#include "base/stop.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/scan_options.h"

#include <filesystem>
#include <string>
#include <utility>

namespace av::cli {
namespace {

constexpr std::string_view kDefaultFile = "antivenom-baseline.json";

constexpr std::string_view kBaselineExamples =
    "antivenom baseline create                          all findings below the current folder\n"
    "antivenom baseline create src --output known.json  those in src";

class BaselineCreate : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"baseline create", "Write down the findings that are known", kBaselineExamples};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("PATHS", options_.paths, "Files and folders to scan (the current folder)");
    options_.declare_choice(parser);
    parser
        .add_option("-o,--output", output_,
                    "The file to write (that of the configuration, or antivenom-baseline.json)")
        ->type_name("FILE")
        ->group("Output");
    options_.declare_jobs(parser);
  }

  Exit run(Console& console) override {
    if (options_.paths.empty()) {
      options_.paths.emplace_back(".");
    }
    base::StopFlag stop;
    const base::SignalStop signals(stop);
    const Result<engine::ScanResult> result = scan(stop, console);
    if (!result) {
      console.complain(result.error());
      return Exit::Usage;
    }
    if (result->interrupted) {
      console.say("antivenom: interrupted; no baseline is written");
      return exit_of_signal(stop.reason());
    }
    const Result<std::string> said = write(*result);
    if (!said) {
      console.complain(said.error());
      return Exit::Internal;
    }
    console.err.write(report::coverage_text(*result));
    console.say(*said);
    return Exit::Clean;
  }

 private:
  Result<engine::ScanResult> scan(const base::StopFlag& stop, Console& console) {
    engine::Settings settings = AV_TRY(settings_of(options_));
    if (output_.empty()) {
      output_ = settings.baseline.empty() ? std::string(kDefaultFile) : settings.baseline;
    }
    const std::chrono::sys_days today = AV_TRY(engine::parse_date(options_.today));
    const engine::Wanted wanted = {.fingerprints = true, .line_hashes = false, .digests = false};
    const engine::Plan plan = AV_TRY(engine::Plan::make(std::move(settings), today, wanted));
    engine::Progress progress;
    const ProgressLine line(progress, console, ProgressLine::Wanted::Yes);
    return engine::scan(options_.paths, plan, stop, progress);
  }

  // write writes the baseline; in the place of one that is there, it keeps the reasons and says
  // what changed.
  Result<std::string> write(const engine::ScanResult& result) const {
    std::error_code ignored;
    const std::filesystem::path full = std::filesystem::absolute(output_, ignored);
    engine::Baseline baseline(full.lexically_normal().parent_path().string());
    baseline.add(result);
    std::string said =
        "antivenom: " + report::counted(baseline.size(), "known finding") + " in " + output_;
    if (std::filesystem::exists(full, ignored)) {
      const engine::Baseline before = AV_TRY(engine::Baseline::read(output_));
      baseline.keep_reasons(before);
      said += ", " + std::to_string(before.lacks(baseline)) + " added, " +
              std::to_string(baseline.lacks(before)) + " gone";
    }
    base::AtomicFile file = AV_TRY(base::AtomicFile::create(output_));
    baseline.write(file.sink());
    AV_TRY(file.commit());
    return said;
  }

  ScanOptions options_;
  std::string output_;
};

}  // namespace

std::unique_ptr<Command> make_baseline_create() {
  return std::make_unique<BaselineCreate>();
}

}  // namespace av::cli
