// Any text makes a call graph, whose sites and components are whole.

#include "analysis/calls/collect.h"
#include "analysis/calls/print.h"
#include "analysis/calls/solve.h"
#include "analysis/flow/lower.h"
#include "analysis/names/project_builder.h"
#include "analysis/syntax/parser.h"
#include "base/assert.h"
#include "base/padded_text.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

av::names::Project one_module() {
  std::vector<av::names::ModuleSource> sources(1);
  sources[0].path = sources[0].shown_path = "main.py";
  sources[0].name = "main";
  return av::names::build_project(std::move(sources));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const av::names::Project kProject = one_module();
  const av::base::PaddedText text(std::string_view(reinterpret_cast<const char*>(data), size));
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(text.view(), {}, arena);
  const av::names::Outline outline(tree);
  const av::names::Bindings bindings(outline);
  const std::vector<av::calls::FileFacts> facts = {
      av::calls::collect(bindings, av::flow::lower(bindings), kProject.find_file("main.py"))};
  const av::calls::Graph graph = av::calls::solve(kProject, facts);
  for (std::uint32_t i = 0; i < graph.callables().size(); ++i) {
    const av::calls::CallableId caller(i);
    AV_ASSERT(graph[caller].component.exists());
    for (const av::calls::Site& site : graph.sites(caller)) {
      AV_ASSERT(graph.callees(caller, site.instr).size() == site.edge_count);
    }
  }
  AV_ASSERT(!print(graph, {.guesses = av::calls::Guesses::Shown}).empty());
  return 0;
}
