#include "analysis/calls/graph.h"

#include "tests/calls/sample_graph.h"

namespace {

using av::calls::Callable;
using av::calls::CallableId;
using av::calls::ComponentId;
using av::calls::Edge;
using av::calls::Graph;
using av::calls::Manner;
using av::calls::SampleGraph;
using av::calls::Site;
using av::calls::Tables;

// A graph of n functions where each calls the next, and the last those that `back` says.
Graph chain(std::uint32_t count, bool back) {
  Tables tables;
  tables.modules = {{0, count}};
  for (std::uint32_t i = 0; i < count; ++i) {
    Callable callable;
    callable.function = av::flow::FunctionId(i);
    callable.first_site = static_cast<std::uint32_t>(tables.sites.size());
    if (i + 1 < count || back) {
      callable.site_count = 1;
      tables.sites.push_back({av::flow::ValueId(i), i, 1, false});
      Edge edge;
      edge.index = (i + 1) % count;
      tables.edges.push_back(edge);
    }
    tables.callables.push_back(callable);
  }
  return Graph(std::move(tables));
}

}  // namespace

TEST_CASE("components come before those that call them") {
  const SampleGraph sample(
      "def a(): b()\ndef b(): c(); d()\ndef c(): b()\ndef d(): d()\ndef e(): pass\na()\n");
  const Graph& graph = sample.graph();
  const auto component = [&](std::string_view name) { return graph[sample.find(name)].component; };
  CHECK(component("main.b") == component("main.c"));
  CHECK(component("main.d") < component("main.b"));
  CHECK(component("main.b") < component("main.a"));
  CHECK(component("main.a") < component("main"));
  CHECK(graph.component(component("main.b")).size() == 2);
  CHECK(graph.component(component("main.e")).size() == 1);
  std::size_t members = 0;
  for (std::uint32_t i = 0; i < graph.component_count(); ++i) {
    for (const CallableId member : graph.component(ComponentId(i))) {
      CHECK(graph[member].component == ComponentId(i));
      ++members;
    }
  }
  CHECK(members == graph.callables().size());
}

TEST_CASE("components of a long chain need no stack") {
  const Graph open = chain(300'000, false);
  CHECK(open.component_count() == 300'000);
  CHECK(open[CallableId(0)].component == ComponentId(299'999));
  CHECK(chain(300'000, true).component_count() == 1);
}

TEST_CASE("callees of a site") {
  const SampleGraph sample("def f(): pass\ndef g(x): x(); f()\ng(f)\n");
  const Graph& graph = sample.graph();
  const CallableId caller = sample.find("main.g");
  REQUIRE(graph.sites(caller).size() == 2);
  for (const Site& site : graph.sites(caller)) {
    REQUIRE(graph.callees(caller, site.instr).size() == 1);
    CHECK(graph.callees(caller, site.instr)[0].callee() == sample.find("main.f"));
    CHECK(graph.callees(caller, site.instr)[0].manner == Manner::Call);
  }
  CHECK(graph.callees(caller, av::flow::ValueId(0)).empty());
  CHECK(graph.find(graph[caller].module, graph[caller].function) == caller);
  CHECK(!graph.find(graph[caller].module, av::flow::FunctionId(99)).exists());
  CHECK(!graph.find(av::names::ModuleId(99), av::flow::FunctionId(0)).exists());
}
