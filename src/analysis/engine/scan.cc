#include "analysis/engine/scan.h"

#include "analysis/engine/file_scan.h"
#include "analysis/engine/project_index.h"
#include "analysis/text/discovery.h"
#include "base/crash.h"
#include "base/workers.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
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

// Scan is the shared state of one scan() while its workers run.
class Scan {
 public:
  Scan(std::vector<text::FoundFile> files, const Plan& plan, Progress& progress)
      : files_(std::move(files)),
        plan_(plan),
        progress_(progress),
        jobs_(plan.settings().jobs.value_or(base::processor_count())),
        workspaces_(jobs_),
        results_(files_.size()) {
    progress_.files = files_.size();
  }

  void run(const base::StopFlag& stop) {
    const std::uint64_t most = plan_.settings().max_file_bytes.value_or(kDefaultMaxFileBytes);
    index_ = index_project(files_, {IndexScope::Imported, most, jobs_}, workspaces_, stop);
    base::run_workers(files_.size(), {.threads = jobs_}, stop,
                      [this](unsigned worker, std::size_t item) { scan_file(worker, item); });
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
    const text::SourceLimits limits = {
        plan_.settings().max_file_bytes.value_or(kDefaultMaxFileBytes)};
    Result<void> loaded =
        text::load_source_into(workspace.source, file.path, file.shown_path, limits);
    if (loaded) {
      results_[item] = scan_source(workspace.source, plan_, index_.project, workspace);
    } else {
      results_[item] =
          std::make_unique<FileResult>(skipped(file.shown_path, std::move(loaded).error()));
      workspace.totals.files += 1;
      workspace.totals.skipped += 1;
    }
    progress_.done.fetch_add(1, std::memory_order_relaxed);
  }

  std::vector<text::FoundFile> files_;
  const Plan& plan_;
  Progress& progress_;
  unsigned jobs_;
  std::vector<Workspace> workspaces_;
  ProjectIndex index_;
  std::vector<std::unique_ptr<FileResult>> results_;
};

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
  if (const std::unique_ptr<FileResult> file = scan_source(source, plan, {}, workspace)) {
    result.files.push_back(*std::move(file));
  }
  result.totals = workspace.totals;
  return result;
}

}  // namespace av::engine
