// Any two files make a program: the flows found in it are the same twice, and every step of a way
// is one of its instructions.  A line `-- helper.py` begins the second file; each can import the
// other.

#include "analysis/names/file_names.h"
#include "analysis/names/project_builder.h"
#include "analysis/syntax/parser.h"
#include "analysis/taint/analysis.h"
#include "analysis/taint/unit_builder.h"
#include "base/assert.h"
#include "base/padded_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/python_mutator.h"

namespace {

constexpr std::array<std::string_view, 2> kModules = {"main", "helper"};
using Texts = std::array<av::base::PaddedText, kModules.size()>;

Texts split(std::string_view text) {
  constexpr std::string_view kMark = "\n-- helper.py\n";
  const std::size_t mark = text.find(kMark);
  const std::string_view rest =
      mark == std::string_view::npos ? std::string_view() : text.substr(mark + kMark.size());
  return {av::base::PaddedText(text.substr(0, mark)), av::base::PaddedText(rest)};
}

std::string path_of(std::size_t module) {
  return std::string(kModules[module]) + ".py";
}

av::names::Project index(const Texts& texts) {
  std::vector<av::names::ModuleSource> sources(kModules.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    av::syntax::SyntaxArena arena;
    sources[i].path = sources[i].shown_path = path_of(i);
    sources[i].name = kModules[i];
    sources[i].imports = {{"helper", 1}, {"main", 0}};
    sources[i].tables =
        av::names::FileNames(av::syntax::parse(texts[i].view(), {}, arena)).exports();
  }
  return av::names::build_project(std::move(sources));
}

av::taint::Program read(const Texts& texts, const av::names::Project& project) {
  av::taint::Program program;
  av::taint::NameTable table;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    av::syntax::SyntaxArena arena;
    const av::syntax::Tree tree = av::syntax::parse(texts[i].view(), {}, arena);
    const av::names::ModuleId module = project.find_file(path_of(i));
    av::names::FileNames names(tree, project, module);
    program.add(av::taint::build_unit(names, table, path_of(i), module));
  }
  program.link();
  return program;
}

void check(const av::taint::Program& program, const av::taint::TaintResult& result) {
  for (const av::taint::Flow& flow : result.flows) {
    AV_ASSERT(!flow.steps.empty() && flow.steps.size() <= av::taint::kMostFlowSteps);
    for (const av::taint::FlowStep& step : flow.steps) {
      const av::taint::Unit& unit = program[program[step.function].unit];
      AV_ASSERT(step.instr < unit.flow.instrs.size());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Texts texts = split({reinterpret_cast<const char*>(data), size});
  const av::names::Project project = index(texts);
  const av::taint::Program program = read(texts, project);
  const av::taint::TaintResult first = av::taint::find_flows(program);
  const av::taint::TaintResult second = av::taint::find_flows(program);
  check(program, first);
  AV_ASSERT(first.flows.size() == second.flows.size() && first.passes == second.passes);
  for (std::size_t i = 0; i < first.flows.size(); ++i) {
    AV_ASSERT(first.flows[i].steps == second.flows[i].steps);
  }
  return 0;
}
