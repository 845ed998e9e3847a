#include "cli/debug_project.h"

#include "analysis/engine/project_index.h"
#include "base/workers.h"

#include <vector>

namespace av::cli {

names::Project index_for_debug(std::span<const std::string> files, const std::string& root) {
  std::vector<text::FoundFile> found;
  for (const std::string& file : files) {
    if (file != "-") {
      found.push_back({file, file});
    }
  }
  const base::StopFlag never;
  const unsigned jobs = base::processor_count();
  std::vector<engine::Workspace> workspaces(jobs);
  engine::IndexOptions options;
  options.scope = engine::IndexScope::All;
  options.jobs = jobs;
  options.root = root;
  return engine::index_project(found, options, workspaces, never).project;
}

}  // namespace av::cli
