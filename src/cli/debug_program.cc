#include "cli/debug_program.h"

#include "analysis/engine/project_index.h"
#include "analysis/text/discovery.h"
#include "analysis/text/lines.h"
#include "base/workers.h"

#include <algorithm>
#include <string_view>

namespace av::cli {
namespace {

constexpr std::size_t kLongestText = 40;

std::string_view trimmed(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

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
  const syntax::NodeId node = code.flow.instrs[step.instr].node;
  if (!file.tree || node.index() >= file.tree->nodes().size()) {
    return code.path;  // the file has changed since
  }
  const text::LineIndex lines(file.source.text.text());
  const std::uint32_t line = lines.line_at((*file.tree)[node].start);
  return code.path + ":" + std::to_string(line) + ": " +
         std::string(trimmed(lines.line_text(line)));
}

std::string ProgramLines::text_of(const taint::FlowStep& step) {
  const taint::UnitId unit = read_.program[step.function].unit;
  const File& file = file_of(unit);
  syntax::NodeId node = read_.program[unit].flow.instrs[step.instr].node;
  if (!file.tree || node.index() >= file.tree->nodes().size()) {
    return {};
  }
  node = file.tree->is(node, syntax::NodeKind::Call) ? file.tree->child(node, 0) : node;
  const std::string_view text = file.tree->text_of(node);
  const std::size_t end = std::min(text.find_first_of("\r\n"), kLongestText);
  return end < text.size() ? std::string(text.substr(0, end)) + "..." : std::string(text);
}

template <class Wanted>
std::vector<taint::FlowStep> ProgramLines::instructions(taint::UnitId unit, const Wanted& wanted) {
  std::vector<taint::FlowStep> found;
  const File& file = file_of(unit);
  const flow::File& code = read_.program[unit].flow;
  const text::LineIndex lines(file.source.text.text());
  for (std::uint32_t f = 0; file.tree && f < code.functions.size(); ++f) {
    const flow::Function& function = code.functions[f];
    for (std::uint32_t b = 0; b < function.block_count; ++b) {
      const flow::Block& block = code.blocks[function.first_block + b];
      for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
        const syntax::NodeId node = code.instrs[i].node;
        if (node.index() < file.tree->nodes().size() &&
            wanted(Lines{lines.line_at((*file.tree)[node].start),
                         lines.line_at((*file.tree)[node].end)})) {
          found.push_back({read_.program.id_of(unit, flow::FunctionId(f)), i});
        }
      }
    }
  }
  return found;
}

std::vector<taint::FlowStep> ProgramLines::on_line(taint::UnitId unit, std::uint32_t line) {
  return instructions(unit, [line](const Lines& lines) { return lines.first == line; });
}

std::vector<taint::FlowStep> ProgramLines::spanning_line(taint::UnitId unit, std::uint32_t line) {
  return instructions(
      unit, [line](const Lines& lines) { return lines.first < line && line <= lines.last; });
}

std::optional<std::string> ProgramLines::line_text(taint::UnitId unit, std::uint32_t line) {
  const File& file = file_of(unit);
  const text::LineIndex lines(file.source.text.text());
  if (!file.tree || line == 0 || line > lines.line_count()) {
    return std::nullopt;
  }
  return std::string(trimmed(lines.line_text(line)));
}

ProgramLines::File& ProgramLines::file_of(taint::UnitId unit) {
  const auto [slot, is_new] = files_.try_emplace(unit.index());
  File& file = slot->second;
  if (is_new) {
    const std::string& path = read_.files[unit.index()].path;
    if (text::load_source_into(file.source, path, path)) {
      file.tree = syntax::parse(file.source.text.view(), {}, file.arena);
    }
  }
  return file;
}

}  // namespace av::cli
