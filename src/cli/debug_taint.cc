#include "analysis/engine/plan.h"
#include "analysis/engine/request.h"
#include "analysis/engine/scan.h"
#include "analysis/report/summary.h"
#include "analysis/taint/analysis.h"
#include "analysis/taint/inspection.h"
#include "base/stop.h"
#include "cli/command.h"
#include "cli/debug_program.h"
#include "cli/scan_options.h"
#include "cli/taint_answers.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace av::cli {
namespace {

std::string limits_of(const taint::Limits& limits) {
  const std::pair<std::uint64_t, std::string_view> all[] = {
      {limits.labels, "labels"}, {limits.width, "width"},   {limits.depth, "depth"},
      {limits.visits, "visits"}, {limits.rounds, "rounds"}, {limits.entries, "entries"}};
  std::string out;
  for (const auto& [count, name] : all) {
    if (count != 0) {
      out +=
          (out.empty() ? "limits met: " : ", ") + std::string(name) + " " + std::to_string(count);
    }
  }
  return out.empty() ? out : out + "\n";
}

// find_unit is the unit of a file; none when the program has no such file.
taint::UnitId find_unit(const taint::Program& program, const std::string& path) {
  for (std::uint32_t i = 0; i < program.units().size(); ++i) {
    if (program.units()[i].path == path) {
      return taint::UnitId(i);
    }
  }
  return taint::UnitId::none();
}

class DebugTaint : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug taint", "Print the ways of input to where it does harm, or why it does not",
            "antivenom debug taint app.py\n"
            "antivenom debug taint src         # and what these files import\n"
            "antivenom debug taint app.py:14   # why is nothing found on line 14?\n"
            "antivenom debug taint db.py:7 src # with those in src that call it"};
  }

  void declare(ArgumentParser& parser) override {
    parser
        .add_option("PATHS", options_.paths,
                    "Files, and folders to look for Python files in; FILE:LINE first asks what "
                    "comes to a line and what stops it, as a scan with these options sees it")
        ->required();
    options_.declare_choice(parser);
  }

  Exit run(Console& console) override {
    std::optional<LineOf> line = parse_line(options_.paths.front());
    std::error_code ignored;
    if (line && !std::filesystem::exists(options_.paths.front(), ignored)) {
      options_.paths.front() = line->path;
    } else {
      line.reset();
    }
    Result<engine::Settings> settings = settings_of(options_);  // installs models
    if (!settings) {
      console.complain(settings.error());
      return Exit::Usage;
    }
    const std::optional<engine::ReadProgram> read = read_debug_program(options_.paths, console);
    if (!read) {
      return Exit::Usage;
    }
    if (line) {
      return answer(*read, *line, *std::move(settings), console);
    }
    print_flows(*read, console);
    return read->failures.empty() ? Exit::Clean : Exit::NoInput;
  }

 private:
  static void print_flows(const engine::ReadProgram& read, Console& console) {
    const taint::TaintResult result = taint::find_flows(read.program);
    ProgramLines lines(read);
    for (const taint::Flow& flow : result.flows) {
      console.out.write(tell_flow(flow, lines));
    }
    console.out.write(report::counted(result.flows.size(), "flow") + " in " +
                      report::counted(result.functions, "function") + ", looked at in " +
                      report::counted(result.passes, "round") + "\n" + limits_of(result.limits));
  }

  Exit answer(const engine::ReadProgram& read, const LineOf& at, engine::Settings settings,
              Console& console) {
    const engine::Settings levels = settings;
    settings.min_severity.reset();  // what is below them is told, too
    settings.min_confidence.reset();
    const Result<engine::Plan> plan = plan_of(std::move(settings));
    if (!plan) {
      console.complain(plan.error());
      return Exit::Usage;
    }
    const taint::UnitId unit = find_unit(read.program, at.path);
    taint::Inspection inspection(read.program);
    ProgramLines lines(read);
    const std::optional<std::string> told =
        unit.exists() ? AnswerWriter(inspection, lines, *plan).tell(unit, at.line) : std::nullopt;
    if (!told) {
      console.complain(
          Error{ErrorCode::NotFound, at.path + " has no line " + std::to_string(at.line), ""});
      return read.failures.empty() ? Exit::Usage : Exit::NoInput;
    }
    console.out.write(*told);
    const base::StopFlag never;
    engine::Progress progress;
    const Result<engine::ScanResult> result = engine::scan(options_.paths, *plan, never, progress);
    if (!result) {
      console.complain(result.error());
      return Exit::Usage;
    }
    console.out.write(tell_findings(*result, at, levels));
    return Exit::Clean;
  }

  [[nodiscard]] Result<engine::Plan> plan_of(engine::Settings settings) const {
    const std::chrono::sys_days today = AV_TRY(engine::parse_date(options_.today));
    return engine::Plan::make(std::move(settings), today);
  }

  ScanOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_debug_taint() {
  return std::make_unique<DebugTaint>();
}

}  // namespace av::cli
