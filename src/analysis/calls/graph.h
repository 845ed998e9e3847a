#pragma once
// graph.h — who calls whom: the frozen call graph of a project.
//
// In: solve() (solve.h).  Out: the callees of every call site, and functions in an order in which
// callees come before their callers.  A site is an instruction of flow (ir.h) in a function: a call
// as written, or an operator, a loop, a `with` or an attribute that runs a method.
// Rows lie in tables by 32-bit ids, as in names::Project.  Modules are in the order of their names,
// so that the same project gives the same tables whatever the order of its files.
// Immutable; any number of threads may read.

#include "analysis/flow/ir.h"
#include "analysis/names/project.h"
#include "base/id.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::calls {

struct CallableTag;
struct ExternalTag;
struct ComponentTag;
// CallableId is a function, lambda, class body or module of the project.
using CallableId = base::Id<CallableTag>;
// ExternalId is something outside the project, known by its path.
using ExternalId = base::Id<ExternalTag>;
using ComponentId = base::Id<ComponentTag>;

// Confidence is how sure it is that a call may go there.
enum class Confidence : std::uint8_t {
  Guessed,   // a method of that name, of a receiver that nothing is known of; or what follows from
             // such a guess
  Followed,  // the callee was followed from where it is made to the call
};

// Manner is how a site calls.
enum class Manner : std::uint8_t {
  Call,      // a call as written, decorators included
  Implicit,  // a method that an operator, a loop, a `with`, a property or a `raise` runs
  Callback,  // the site calls something outside the project, which calls its argument
};

// Edge is one callee of a site.
struct Edge {
  bool is_external = false;
  Manner manner = Manner::Call;
  Confidence confidence = Confidence::Followed;
  std::uint32_t index = 0;

  [[nodiscard]] CallableId callee() const { return CallableId(index); }
  [[nodiscard]] ExternalId external() const { return ExternalId(index); }
};

// Site is an instruction that calls.
struct Site {
  flow::ValueId instr;
  std::uint32_t first_edge = 0;
  std::uint32_t edge_count = 0;
  bool is_open = false;  // it may call more than its edges say: a limit was hit
};

// Callable is one function of the project.
struct Callable {
  std::uint32_t first_name = 0;  // of Tables::text
  std::uint32_t name_size = 0;   // "app.util.Runner.run"; a lambda is "app.util.<lambda1>"
  names::ModuleId module;
  flow::FunctionId function;
  ComponentId component;
  std::uint32_t first_site = 0;  // ascending by instruction
  std::uint32_t site_count = 0;
};

// Limits is how often the analysis knew less than the code says.
struct Limits {
  std::uint64_t full_sets = 0;         // variables that more things flow to than are kept
  std::uint64_t long_paths = 0;        // chains of calls outside the project, cut
  std::uint64_t deep_shapes = 0;       // partials of partials of partials, cut
  std::uint64_t wide_classes = 0;      // with too many heirs to call methods on each of them
  std::uint64_t cut_lists = 0;         // containers and calls with too many parts, cut
  std::uint64_t coarse_functions = 0;  // functions too large for an order of bindings
  std::uint64_t unresolved_sites = 0;  // calls written in the project without any callee
  std::uint64_t steps_left_out = 0;    // work over the whole project's limit
};

// Tables is the rows of a Graph.
struct Tables {
  std::string text;
  std::vector<Callable> callables;  // by module, then flow's function number
  std::vector<Site> sites;
  std::vector<Edge> edges;
  std::vector<std::uint32_t> external_ends;  // of their paths, in external_text
  std::string external_text;
  std::vector<names::Rows> modules;  // by ModuleId: its callables
  std::vector<CallableId> members;   // of components, one component behind the other
  std::vector<std::uint32_t> component_ends;
  Limits limits;
};

// Graph is the frozen call graph.
class Graph {
 public:
  Graph() = default;
  // The tables' components are made here, from the edges.
  explicit Graph(Tables tables);

  [[nodiscard]] std::span<const Callable> callables() const { return tables_.callables; }
  [[nodiscard]] const Callable& operator[](CallableId id) const {
    return tables_.callables[id.index()];
  }
  [[nodiscard]] std::string_view name(CallableId id) const {
    const Callable& callable = (*this)[id];
    return std::string_view(tables_.text).substr(callable.first_name, callable.name_size);
  }
  // path is an external's path: "subprocess.run", "builtins.print"; "()" stands for what a call
  // returns, "[]" for an element.
  [[nodiscard]] std::string_view path(ExternalId id) const;
  [[nodiscard]] std::uint32_t external_count() const {
    return static_cast<std::uint32_t>(tables_.external_ends.size());
  }

  // find is a module's function; none when the module was not part of the analysis.
  [[nodiscard]] CallableId find(names::ModuleId module, flow::FunctionId function) const;
  [[nodiscard]] std::span<const Site> sites(CallableId id) const;
  [[nodiscard]] std::span<const Edge> edges(const Site& site) const {
    return std::span(tables_.edges).subspan(site.first_edge, site.edge_count);
  }
  // callees is what an instruction of a function may call; empty when it calls nothing known.
  [[nodiscard]] std::span<const Edge> callees(CallableId caller, flow::ValueId instr) const;

  // Components are the strongly connected parts, callees before callers.
  [[nodiscard]] std::uint32_t component_count() const {
    return static_cast<std::uint32_t>(tables_.component_ends.size());
  }
  [[nodiscard]] std::span<const CallableId> component(ComponentId id) const;

  [[nodiscard]] const Limits& limits() const { return tables_.limits; }

 private:
  Tables tables_;
};

}  // namespace av::calls
