#include "analysis/engine/scan.h"

#include "analysis/engine/file_scan.h"
#include "analysis/engine/flow_coverage.h"
#include "analysis/engine/flow_plan.h"
#include "analysis/engine/program_reader.h"
#include "analysis/engine/project_index.h"
#include "analysis/engine/trace.h"
#include "analysis/knowledge/workers.h"
#include "analysis/taint/analysis.h"
#include "analysis/taint/unit_builder.h"
#include "analysis/text/discovery.h"
#include "base/crash.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace av::engine {
namespace {

FileResult skipped(std::string path, Error why) {
  FileResult result;
  result.path = std::move(path);
  result.state = FileState::Skipped;
  result.error = std::move(why);
  return result;
}

void add_totals(Totals& sum, const Totals& part) {
  sum.files += part.files;
  sum.partly += part.partly;
  sum.skipped += part.skipped;
  sum.bytes += part.bytes;
  sum.lines += part.lines;
  sum.findings += part.findings;
  sum.silenced += part.silenced;
  sum.hidden += part.hidden;
  sum.foreign_comments += part.foreign_comments;
}

bool wants_flows(const Plan& plan) {
  return plan.settings().flow.value_or(true) && plan.rules().wants_flows();
}

// wanted_harms is what comes under one of the threats and a rule tells.
taint::Harms wanted_harms(const Plan& plan, Threats threats) {
  taint::Harms harms = {};
  for (std::size_t source = 0; source < harms.size(); ++source) {
    const auto from = static_cast<knowledge::SourceKind>(source);
    const bool counts = (threats & threat_bit(knowledge::threat_of(from))) != 0;
    for (unsigned sink = 0; counts && sink < knowledge::kSinkKinds; ++sink) {
      const auto to = static_cast<knowledge::SinkKind>(sink);
      if (knowledge::does_harm(from, to) && plan.rules().wants_flow(to, from)) {
        harms[source] |= knowledge::set_of(to);
      }
    }
  }
  return harms;
}

taint::AnalysisOptions options_of(const Plan& plan) {
  const Threats threats = plan.settings().threats.value_or(kDefaultThreats);
  return {.library = (threats & threat_bit(knowledge::Threat::Library)) != 0,
          .harms = wanted_harms(plan, threats)};
}

// fill_traces puts the steps of their ways into the findings of a file.
void fill_traces(FileResult& result, const FlowPlan& flows,
                 const std::vector<std::vector<TraceStep>>& told) {
  for (std::vector<ReportedFinding>* list : {&result.findings, &result.silenced}) {
    for (ReportedFinding& finding : *list) {
      if (finding.trace) {
        finding.trace->steps = trace_of(flows.ways[finding.trace->way], told);
      }
    }
  }
}

// Scan is the shared state of one scan() while its workers run.
class Scan {
 public:
  Scan(std::vector<text::FoundFile> files, const Plan& plan, Progress& progress)
      : files_(std::move(files)),
        plan_(plan),
        progress_(progress),
        jobs_(plan.settings().jobs.value_or(base::processor_count())),
        workspaces_(jobs_),
        results_(files_.size()),
        hidden_(files_.size()) {
    progress_.files = files_.size();
  }

  void run(const base::StopFlag& stop) {
    index_ =
        index_project(files_, {IndexScope::Imported, limits_.max_bytes, jobs_}, workspaces_, stop);
    units_.resize(wants_flows(plan_) ? files_.size() : 0);
    knowledge::run_with_catalog(
        files_.size(), {.threads = jobs_}, stop,
        [this](unsigned worker, std::size_t item) { scan_file(worker, item); });
    if (!units_.empty() && !stop.requested()) {
      follow_values(stop);
    }
  }

  // gather moves what there is to say into `result`, in the order of the files.
  void gather(ScanResult& result) {
    for (const std::unique_ptr<FileResult>& file : results_) {
      if (file) {
        result.files.push_back(*std::move(file));
      }
    }
    for (const Workspace& workspace : workspaces_) {
      add_totals(result.totals, workspace.totals);
    }
    for (const Workspace& workspace : second_) {
      result.totals.findings += workspace.totals.findings;
      result.totals.silenced += workspace.totals.silenced;
      result.totals.hidden += workspace.totals.hidden;
    }
    result.flow = std::move(coverage_);
    if (index_.is_cut) {
      result.limits.push_back({ErrorCode::LimitExceeded,
                               "more than " + std::to_string(kMostModules) +
                                   " modules are imported: what lies in the others is not known",
                               "scan parts of the project by themselves"});
    }
  }

 private:
  void scan_file(unsigned worker, std::size_t item) {
    const text::FoundFile& file = files_[item];
    const base::WorkNote note(file.shown_path);
    Workspace& workspace = workspaces_[worker];
    Result<void> loaded =
        text::load_source_into(workspace.source, file.path, file.shown_path, limits_);
    if (loaded) {
      const std::uint64_t hidden = workspace.totals.hidden;
      FileScan scan =
          scan_source({workspace.source, index_.project, !units_.empty()}, plan_, workspace);
      results_[item] = std::move(scan.result);
      hidden_[item] = static_cast<std::uint32_t>(workspace.totals.hidden - hidden);
      if (scan.unit) {
        units_[item] = std::move(scan.unit);
      }
    } else {
      results_[item] =
          std::make_unique<FileResult>(skipped(file.shown_path, std::move(loaded).error()));
      workspace.totals.files += 1;
      workspace.totals.skipped += 1;
    }
    progress_.done.fetch_add(1, std::memory_order_relaxed);
  }

  // follow_values looks at the files once more that values from outside end in or pass through.
  void follow_values(const base::StopFlag& stop) {
    ReadProgram read =
        read_program({files_, index_.project, limits_.max_bytes, units_}, workspaces_, stop);
    units_ = {};
    if (stop.requested()) {
      return;
    }
    taint::AnalysisOptions options = options_of(plan_);
    options.threads = jobs_;
    options.stop = &stop;
    read.program.link(jobs_);
    const taint::TaintResult taint = taint::find_flows(read.program, options);
    if (stop.requested()) {
      return;
    }
    FlowChoice choice = {plan_.rules(), plan_.settings().threats.value_or(kDefaultThreats)};
    for (const ProgramFile& file : read.files) {
      const bool is_reported = file.item != ProgramFile::kModule;
      choice.is_reported.push_back(is_reported);
      choice.has_findings.push_back(is_reported && results_[file.item] &&
                                    !results_[file.item]->findings.empty());
    }
    coverage_ = coverage_of(read.program, taint);
    const FlowPlan flows = plan_flows(read.program, taint, choice);
    std::vector<std::vector<TraceStep>> told(flows.files.size());
    second_ = std::vector<Workspace>(jobs_);
    knowledge::run_with_catalog(
        flows.files.size(), {.threads = jobs_}, stop, [&](unsigned worker, std::size_t at) {
          const FlowFile& file = flows.files[at];
          const std::uint32_t unit = file.unit.index();
          told[at] =
              look_again(second_[worker], file, read.files[unit], read.program.units()[unit]);
        });
    for (const std::unique_ptr<FileResult>& result : results_) {
      if (result) {
        fill_traces(*result, flows, told);
      }
    }
  }

  // look_again puts what is found with flows in the place of what was found without.
  std::vector<TraceStep> look_again(Workspace& workspace, const FlowFile& flows,
                                    const ProgramFile& file, const taint::Unit& unit) {
    const base::WorkNote note(unit.path);
    if (!text::load_source_into(workspace.source, file.path, unit.path, limits_) ||
        taint::hash_of_text(workspace.source.text.text()) != unit.text_hash) {
      return {};  // gone, or another text: what was found in the first holds
    }
    const Totals before = workspace.totals;
    FileScan scan =
        scan_source({workspace.source, index_.project, false, &flows}, plan_, workspace);
    if (file.item == ProgramFile::kModule) {
      workspace.totals = before;
      return std::move(scan.steps);
    }
    std::unique_ptr<FileResult>& known = results_[file.item];
    workspace.totals.findings -= known ? known->findings.size() : 0;
    workspace.totals.silenced -= known ? known->silenced.size() : 0;
    workspace.totals.hidden -= hidden_[file.item];
    known = std::move(scan.result);
    return std::move(scan.steps);
  }

  std::vector<text::FoundFile> files_;
  const Plan& plan_;
  Progress& progress_;
  unsigned jobs_;
  text::SourceLimits limits_ = {plan_.settings().max_file_bytes.value_or(kDefaultMaxFileBytes)};
  std::vector<Workspace> workspaces_;
  std::vector<Workspace> second_;  // of the second look
  ProjectIndex index_;
  FlowCoverage coverage_;
  std::vector<std::unique_ptr<FileResult>> results_;
  std::vector<std::uint32_t> hidden_;              // by file: findings below the level asked for
  std::vector<std::optional<taint::Unit>> units_;  // by file, until they are a program
};

// scan_alone analyses one text, and the ways of values within it.
FileScan scan_alone(const text::Source& source, const Plan& plan, Workspace& workspace,
                    FlowCoverage& coverage) {
  const names::Project nothing;
  FileScan first = scan_source({source, nothing, wants_flows(plan)}, plan, workspace);
  if (!first.unit) {
    return first;
  }
  taint::Program program;
  program.add(*std::exchange(first.unit, std::nullopt));
  program.link();
  const taint::TaintResult taint = taint::find_flows(program, options_of(plan));
  coverage = coverage_of(program, taint);
  const FlowPlan flows =
      plan_flows(program, taint, {plan.rules(), plan.settings().threats.value_or(kDefaultThreats)});
  if (flows.files.empty()) {
    return first;
  }
  workspace.totals = {};
  FileScan second = scan_source({source, nothing, false, flows.files.data()}, plan, workspace);
  if (second.result) {
    fill_traces(*second.result, flows, {second.steps});
  }
  return second;
}

}  // namespace

Result<ScanResult> scan(std::span<const std::string> paths, const Plan& plan,
                        const base::StopFlag& stop, Progress& progress) {
  text::DiscoveryOptions options;
  options.exclude = plan.settings().exclude;
  options.exclude_root = plan.settings().folder;
  options.markdown = plan.settings().markdown.value_or(false);
  options.max_files = plan.settings().max_files.value_or(kDefaultMaxFiles);
  options.stop = &stop;
  text::Discovery found = AV_TRY(text::discover(paths, options));
  ScanResult result;
  result.settings_source = plan.settings().source;
  for (text::SkippedPath& path : found.skipped) {
    result.files.push_back(skipped(std::move(path.shown_path), std::move(path.why)));
  }
  result.totals.files = result.totals.skipped = result.files.size();
  for (text::LeftOut& path : found.left_out) {
    result.left_out.push_back({std::move(path.shown_path), path.reason});
  }
  result.limits = std::move(found.limits);

  Scan scan(std::move(found.files), plan, progress);
  scan.run(stop);
  scan.gather(result);
  std::ranges::stable_sort(result.files, {}, &FileResult::path);
  result.interrupted = stop.requested();
  return result;
}

ScanResult scan_text(const text::Source& source, const Plan& plan) {
  const base::WorkNote note(source.path);
  Workspace workspace;
  ScanResult result;
  result.settings_source = plan.settings().source;
  if (const FileScan scan = scan_alone(source, plan, workspace, result.flow); scan.result) {
    result.files.push_back(std::move(*scan.result));
  }
  result.totals = workspace.totals;
  return result;
}

}  // namespace av::engine
