#include "analysis/engine/program_reader.h"

#include "analysis/names/file_names.h"
#include "analysis/taint/unit_builder.h"
#include "base/workers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace av::engine {
namespace {

// Files to read by the path that the project knows them by, each with the path to open.
std::map<std::string, std::string> files_of(std::span<const text::FoundFile> files,
                                            const names::Project& project) {
  std::map<std::string, std::string> all;
  for (const text::FoundFile& file : files) {
    all.emplace(file.shown_path, file.path);
  }
  for (const names::Module& module : project.tables().modules) {
    if (module.is_indexed && !module.is_standard && !module.is_stub && !module.is_namespace) {
      const std::string path(project.text(module.path));
      all.emplace(path, path);
    }
  }
  return all;
}

}  // namespace

ReadProgram read_program(std::span<const text::FoundFile> files, const names::Project& project,
                         std::uint64_t max_file_bytes, std::span<Workspace> workspaces,
                         const base::StopFlag& stop) {
  const std::map<std::string, std::string> named = files_of(files, project);
  const std::vector<std::pair<std::string, std::string>> paths(named.begin(), named.end());
  std::vector<std::optional<taint::Unit>> units(paths.size());
  std::vector<std::optional<Error>> errors(paths.size());
  const base::WorkerOptions options = {.threads = static_cast<unsigned>(workspaces.size())};
  base::run_workers(paths.size(), options, stop, [&](unsigned worker, std::size_t item) {
    Workspace& workspace = workspaces[worker];
    const auto& [shown, path] = paths[item];
    Result<void> loaded = text::load_source_into(workspace.source, path, shown, {max_file_bytes});
    if (!loaded) {
      errors[item] = std::move(loaded).error();
      return;
    }
    const syntax::Tree tree = syntax::parse(workspace.source.text.view(), {}, workspace.arena);
    const names::ModuleId module = project.find_file(shown);
    names::FileNames names(tree, project, module);
    units[item] = taint::build_unit(names, shown, module);
    give_back_memory(workspace);
  });
  ReadProgram read;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i]) {
      read.program.add(*std::move(units[i]));
      read.files.push_back(paths[i].second);
    } else if (errors[i]) {
      read.failures.push_back(*std::move(errors[i]));
    }
  }
  read.program.link();
  return read;
}

}  // namespace av::engine
