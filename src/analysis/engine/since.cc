#include "analysis/engine/since.h"

#include "analysis/engine/plan.h"
#include "analysis/engine/repository.h"
#include "analysis/engine/scan.h"

#include <filesystem>
#include <utility>
#include <vector>

namespace av::engine {
namespace {

namespace fs = std::filesystem;

// in_repository is a path relative to the root of the repository.
Result<fs::path> in_repository(const std::string& path, const fs::path& root) {
  std::error_code code;
  const fs::path full = fs::weakly_canonical(path, code);
  fs::path relative = full.lexically_relative(root);
  if (code || relative.empty() || *relative.begin() == "..") {
    return fail(ErrorCode::InvalidArgument,
                path + " lies outside of the repository " + root.string(),
                "--since compares files of one repository");
  }
  return relative;
}

// counterpart is where a path of the repository at `root` lies in the copy at `tree`.
Result<std::string> counterpart(const std::string& path, const fs::path& root,
                                const std::string& tree) {
  const fs::path relative = AV_TRY(in_repository(path, root));
  return (fs::path(tree) / relative).lexically_normal().string();
}

}  // namespace

Result<Baseline> baseline_at(const std::string& commit, const SinceScan& scan,
                             const base::StopFlag& stop) {
  const std::string root = AV_TRY(repository_root());
  const TemporaryFolder folder = AV_TRY(TemporaryFolder::create());
  const std::string tree = folder.path() + "/tree";
  std::error_code ignored;
  fs::create_directories(tree + "/.git", ignored);  // so that it is the root of a project
  std::vector<std::string> named;
  for (const std::string& path : scan.paths) {
    const fs::path relative = AV_TRY(in_repository(path, root));
    named.push_back(relative.string());
  }
  AV_TRY(check_out_python(commit, tree, named));

  std::vector<std::string> paths = AV_TRY(deleted_since(commit));  // what may have moved
  for (std::string& path : paths) {
    path.insert(0, tree + "/");
  }
  for (const std::string& path : scan.paths) {
    std::string there = AV_TRY(counterpart(path, root, tree));
    paths.push_back(std::move(there));
  }
  std::erase_if(paths, [&](const std::string& path) { return !fs::exists(path, ignored); });
  Settings settings = scan.settings;
  if (!settings.folder.empty()) {
    settings.folder = AV_TRY(counterpart(settings.folder, root, tree));
  }
  const Plan plan =
      AV_TRY(Plan::make(std::move(settings), scan.today,
                        {.fingerprints = true, .line_hashes = false, .digests = false}));
  Baseline baseline(tree);
  if (!paths.empty()) {
    Progress progress;
    const ScanResult result = AV_TRY(engine::scan(paths, plan, stop, progress));
    baseline.add(result);
  }
  baseline.move_to(root);
  return baseline;
}

}  // namespace av::engine
