#include "analysis/engine/program_reader.h"

#include "analysis/knowledge/workers.h"
#include "analysis/names/file_names.h"
#include "analysis/taint/unit_builder.h"

#include <map>
#include <utility>

namespace av::engine {
namespace {

// Reader is the state of one read_program().
class Reader {
 public:
  Reader(const ProgramInput& input, std::span<Workspace> workspaces)
      : input_(input), workspaces_(workspaces) {
    std::map<std::string, ProgramFile> named;  // by the path that the project knows
    for (std::uint32_t i = 0; i < input.files.size(); ++i) {
      named.emplace(input.files[i].shown_path, ProgramFile{input.files[i].path, i});
    }
    for (const names::Module& module : input.project.tables().modules) {
      if (module.is_indexed && !module.is_standard && !module.is_stub && !module.is_namespace) {
        const std::string path(input.project.text(module.path));
        named.emplace(path, ProgramFile{path, ProgramFile::kModule});
      }
    }
    files_.assign(std::make_move_iterator(named.begin()), std::make_move_iterator(named.end()));
    units_.resize(files_.size());
    errors_.resize(files_.size());
  }

  ReadProgram run(const base::StopFlag& stop) {
    const base::WorkerOptions options = {.threads = static_cast<unsigned>(workspaces_.size())};
    knowledge::run_with_catalog(files_.size(), options, stop,
                                [this](unsigned worker, std::size_t at) { read(worker, at); });
    ReadProgram made;
    made.program.reserve(files_.size());
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (units_[i]) {
        made.program.add(*std::exchange(units_[i], std::nullopt));
        made.files.push_back(std::move(files_[i].second));
      } else if (errors_[i]) {
        made.failures.push_back(*std::move(errors_[i]));
      }
    }
    return made;
  }

 private:
  void read(unsigned worker, std::size_t at) {
    const auto& [shown, file] = files_[at];
    if (file.item != ProgramFile::kModule && !input_.units.empty()) {
      units_[at] = std::exchange(input_.units[file.item], std::nullopt);
      return;
    }
    Workspace& workspace = workspaces_[worker];
    Result<void> loaded =
        text::load_source_into(workspace.source, file.path, shown, {input_.max_file_bytes});
    if (!loaded) {
      errors_[at] = std::move(loaded).error();
      return;
    }
    const syntax::Tree tree = syntax::parse(workspace.source.text.view(), {}, workspace.arena);
    const names::ModuleId module = input_.project.find_file(shown);
    names::FileNames names(tree, input_.project, module);
    units_[at] = taint::build_unit(names, workspace.names, shown, module);
    give_back_memory(workspace);
  }

  const ProgramInput& input_;
  std::span<Workspace> workspaces_;
  std::vector<std::pair<std::string, ProgramFile>> files_;
  std::vector<std::optional<taint::Unit>> units_;
  std::vector<std::optional<Error>> errors_;
};

}  // namespace

ReadProgram read_program(const ProgramInput& input, std::span<Workspace> workspaces,
                         const base::StopFlag& stop) {
  return Reader(input, workspaces).run(stop);
}

}  // namespace av::engine
