#pragma once
// sample_graph.h — the call graph of a few files in memory.

#include "analysis/calls/collect.h"
#include "analysis/calls/print.h"
#include "analysis/calls/solve.h"
#include "analysis/flow/lower.h"
#include "tests/names/sample_project.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace av::calls {

// SampleGraph has its files below /p; main.py is the module `main`.
class SampleGraph {
 public:
  using Files = names::SampleProject::Files;

  explicit SampleGraph(const std::string& code) : SampleGraph(Files{{"main.py", code}}) {}
  explicit SampleGraph(const Files& files) : project_(files) {
    for (const auto& [path, code] : files) {
      const base::PaddedText text(code);
      syntax::SyntaxArena arena;
      const syntax::Tree tree = syntax::parse(text.view(), {}, arena);
      const names::Outline outline(tree);
      const names::Bindings bindings(outline);
      facts_.push_back(collect(bindings, flow::lower(bindings), project_.module(path)));
    }
    graph_ = solve(project_.project(), facts_);
  }

  // callees is what a function calls, names ascending, joined by spaces; a guess has a ? behind it.
  [[nodiscard]] std::string callees(std::string_view caller) const {
    std::set<std::string> found;
    for (const Site& site : graph_.sites(find(caller))) {
      for (const Edge& edge : graph_.edges(site)) {
        const std::string name(edge.is_external ? graph_.path(edge.external())
                                                : graph_.name(edge.callee()));
        found.insert(name + (edge.confidence == Confidence::Guessed ? "?" : ""));
      }
    }
    std::string out;
    for (const std::string& name : found) {
      out += (out.empty() ? "" : " ") + name;
    }
    return out;
  }

  [[nodiscard]] CallableId find(std::string_view name) const {
    for (std::uint32_t i = 0; i < graph_.callables().size(); ++i) {
      if (graph_.name(CallableId(i)) == name) {
        return CallableId(i);
      }
    }
    FAIL("no function is called " << std::string(name));
    return CallableId::none();
  }

  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] const std::vector<FileFacts>& facts() const { return facts_; }
  [[nodiscard]] const names::Project& project() const { return project_.project(); }

 private:
  names::SampleProject project_;
  std::vector<FileFacts> facts_;
  Graph graph_;
};

}  // namespace av::calls
