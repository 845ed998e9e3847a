#include "cli/debug_program.h"

#include "analysis/engine/project_index.h"
#include "analysis/text/discovery.h"
#include "analysis/text/lines.h"
#include "base/workers.h"

#include <algorithm>
#include <string_view>

namespace av::cli {

std::optional<engine::ReadProgram> read_debug_program(const std::vector<std::string>& paths,
                                                      Console& console) {
  Result<text::Discovery> found = text::discover(paths, {});
  if (!found) {
    console.complain(found.error());
    return std::nullopt;
  }
  const base::StopFlag never;
  std::vector<engine::Workspace> workspaces(base::processor_count());
  engine::IndexOptions options;
  options.scope = engine::IndexScope::All;
  options.jobs = static_cast<unsigned>(workspaces.size());
  const names::Project project =
      engine::index_project(found->files, options, workspaces, never).project;
  engine::ReadProgram read = engine::read_program(
      {found->files, project, engine::kDefaultMaxFileBytes}, workspaces, never);
  read.program.link(options.jobs);
  for (const Error& failure : read.failures) {
    console.complain(failure);
  }
  return read;
}

std::string ProgramLines::place_of(const taint::FlowStep& step) {
  const taint::UnitId unit = read_.program[step.function].unit;
  const taint::Unit& code = read_.program[unit];
  const File& file = file_of(unit);
  const std::uint32_t node = code.flow.instrs[step.instr].node.index();
  if (node >= file.starts.size()) {
    return code.path;  // the file has changed since
  }
  const text::LineIndex lines(file.source.text.text());
  const std::uint32_t line = lines.line_at(file.starts[node]);
  std::string_view text = lines.line_text(line);
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return code.path + ":" + std::to_string(line) + ": " + std::string(text);
}

const ProgramLines::File& ProgramLines::file_of(taint::UnitId unit) {
  const auto [slot, is_new] = files_.try_emplace(unit.index());
  if (is_new) {
    const std::string& path = read_.files[unit.index()].path;
    if (text::load_source_into(slot->second.source, path, path)) {
      const syntax::Tree tree = syntax::parse(slot->second.source.text.view(), {}, arena_);
      for (const syntax::Node& node : tree.nodes()) {
        slot->second.starts.push_back(node.start);
      }
    }
  }
  return slot->second;
}

}  // namespace av::cli
