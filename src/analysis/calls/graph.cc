#include "analysis/calls/graph.h"

#include <algorithm>

namespace av::calls {

namespace {

// Components finds strongly connected components (Tarjan, 1972) with a stack of its own: a chain of
// calls may be as long as the project is large.
class Components {
 public:
  explicit Components(Tables& tables)
      : tables_(tables), index_(tables.callables.size()), low_(tables.callables.size()) {}

  void run() {
    for (std::uint32_t i = 0; i < index_.size(); ++i) {
      if (index_[i] == 0) {
        visit(i);
      }
    }
  }

 private:
  // Visit is a callable whose edges are being looked at, and the next of them.
  struct Visit {
    std::uint32_t callable;
    std::uint32_t site;
    std::uint32_t edge;
  };

  void open(std::uint32_t callable) {
    index_[callable] = low_[callable] = ++counter_;
    open_.push_back(callable);
    visits_.push_back({callable, tables_.callables[callable].first_site, 0});
  }

  void visit(std::uint32_t first) {
    open(first);
    while (!visits_.empty()) {
      const std::uint32_t from = visits_.back().callable;
      const std::uint32_t to = next_callee(visits_.back());
      if (to == kNone) {
        visits_.pop_back();
        close(from);
        if (!visits_.empty()) {
          low_[visits_.back().callable] = std::min(low_[visits_.back().callable], low_[from]);
        }
      } else if (index_[to] == 0) {
        open(to);
      } else if (!tables_.callables[to].component.exists()) {
        low_[from] = std::min(low_[from], index_[to]);
      }
    }
  }

  std::uint32_t next_callee(Visit& visit) const {
    const Callable& callable = tables_.callables[visit.callable];
    while (visit.site < callable.first_site + callable.site_count) {
      const Site& site = tables_.sites[visit.site];
      while (visit.edge < site.edge_count) {
        const Edge& edge = tables_.edges[site.first_edge + visit.edge++];
        if (!edge.is_external) {
          return edge.index;
        }
      }
      ++visit.site;
      visit.edge = 0;
    }
    return kNone;
  }

  // close ends a component when `callable` is the first of it that was met.
  void close(std::uint32_t callable) {
    if (low_[callable] != index_[callable]) {
      return;
    }
    const auto component = ComponentId(static_cast<std::uint32_t>(tables_.component_ends.size()));
    const std::size_t first = tables_.members.size();
    std::uint32_t member = kNone;
    while (member != callable) {
      member = open_.back();
      open_.pop_back();
      tables_.callables[member].component = component;
      tables_.members.push_back(CallableId(member));
    }
    std::sort(tables_.members.begin() + static_cast<std::ptrdiff_t>(first), tables_.members.end());
    tables_.component_ends.push_back(static_cast<std::uint32_t>(tables_.members.size()));
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  Tables& tables_;
  std::vector<std::uint32_t> index_;  // by callable: when it was met, from 1
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> open_;
  std::vector<Visit> visits_;
  std::uint32_t counter_ = 0;
};

}  // namespace

Graph::Graph(Tables tables) : tables_(std::move(tables)) {
  Components(tables_).run();
}

std::string_view Graph::path(ExternalId id) const {
  const std::uint32_t start = id.index() == 0 ? 0 : tables_.external_ends[id.index() - 1];
  return std::string_view(tables_.external_text)
      .substr(start, tables_.external_ends[id.index()] - start);
}

CallableId Graph::find(names::ModuleId module, flow::FunctionId function) const {
  const bool is_known = module.exists() && module.index() < tables_.modules.size() &&
                        function.index() < tables_.modules[module.index()].count;
  return is_known ? CallableId(tables_.modules[module.index()].first + function.index())
                  : CallableId::none();
}

std::span<const Site> Graph::sites(CallableId id) const {
  const Callable& callable = (*this)[id];
  return std::span(tables_.sites).subspan(callable.first_site, callable.site_count);
}

std::span<const Edge> Graph::callees(CallableId caller, flow::ValueId instr) const {
  const std::span<const Site> all = sites(caller);
  const auto site = std::ranges::lower_bound(all, instr, {}, &Site::instr);
  return site != all.end() && site->instr == instr ? edges(*site) : std::span<const Edge>();
}

std::span<const CallableId> Graph::component(ComponentId id) const {
  const std::uint32_t start = id.index() == 0 ? 0 : tables_.component_ends[id.index() - 1];
  return std::span(tables_.members).subspan(start, tables_.component_ends[id.index()] - start);
}

}  // namespace av::calls
