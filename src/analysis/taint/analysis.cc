#include "analysis/taint/analysis.h"

#include "analysis/taint/function_analysis.h"
#include "analysis/taint/function_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace av::taint {
namespace {

void add_once(std::vector<FunctionId>& list, FunctionId function) {
  const auto at = std::ranges::lower_bound(list, function);
  if (at == list.end() || *at != function) {
    list.insert(at, function);
  }
}

bool is_private(std::string_view name) {
  return name.starts_with('_') && !(name.starts_with("__") && name.ends_with("__"));
}

// is_private_file: a folder or the file is called as what is nobody else's business.
bool is_private_file(std::string_view path) {
  path = path.substr(0, path.rfind(".py"));
  while (true) {
    const std::size_t slash = path.find('/');
    if (is_private(path.substr(0, slash))) {
      return true;
    }
    if (slash == std::string_view::npos) {
      return false;
    }
    path.remove_prefix(slash + 1);
  }
}

// is_public: a function or method that other programs may call, by its name and those around it.
bool is_public(const Program& program, FunctionId id) {
  const FunctionRow& row = program[id];
  const Unit& unit = program[row.unit];
  flow::FunctionId at = row.local;
  if (unit.functions[at.index()].start == UnitFunction::kNone || is_private_file(unit.path)) {
    return false;
  }
  while (at.exists()) {
    const UnitFunction& function = unit.functions[at.index()];
    const bool is_inside = at != row.local && function.start != UnitFunction::kNone;
    if (is_inside || (function.name.exists() && is_private(program.names().text(function.name)))) {
      return false;
    }
    at = unit.flow[at].around;
  }
  return true;
}

// Analysis is the state of one find_flows().
class Analysis {
 public:
  Analysis(const Program& program, const AnalysisOptions& options)
      : options_(options),
        world_(program),
        functions_(world_),
        order_(bottom_up(program)),
        rank_(order_.size()),
        rounds_(order_.size()),
        callers_(order_.size()),
        readers_(program.cell_count()) {
    for (std::uint32_t i = 0; i < order_.size(); ++i) {
      rank_[order_[i].index()] = i;
      queue_.insert(queue_.end(), i);
    }
  }

  TaintResult run() {
    TaintResult result;
    while (!queue_.empty()) {
      const FunctionId next = order_[*queue_.begin()];
      queue_.erase(queue_.begin());
      if (rounds_[next.index()] >= kMostRounds) {
        ++world_.limits.rounds;
        add_once(result.given_up, next);
        continue;
      }
      ++rounds_[next.index()];
      ++result.passes;
      const std::uint64_t cut_before = world_.limits.visits;
      update(next, functions_.analyse(next));
      if (world_.limits.visits != cut_before) {
        add_once(result.given_up, next);
      }
    }
    result.functions = order_.size();
    result.flows = flows();
    result.limits = world_.limits;
    result.unknown_calls.assign(world_.unknown_calls.begin(), world_.unknown_calls.end());
    return result;
  }

 private:
  void update(FunctionId function, Summary summary) {
    for (const FunctionId callee : functions_.uses().functions) {
      add_once(callers_[callee.index()], function);
    }
    for (const CellId cell : functions_.uses().cells) {
      add_once(readers_[cell.index()], function);
    }
    Summary& known = world_.summaries[function.index()];
    if (rounds_[function.index()] > 1 && known.is_same(summary)) {
      return;
    }
    const bool is_news = !known.is_same(summary);
    std::set<CellId> cells;
    for (const Summary* one : {&known, &summary}) {
      for (const auto& [cell, tree] : one->cells) {
        cells.insert(cell);
      }
    }
    if (!known.steps.empty()) {
      summary.take_steps_of(known);
    }
    known = std::move(summary);
    for (const CellId cell : cells) {
      add_once(world_.writers[cell.index()], function);
      requeue(readers_[cell.index()]);
      if (const ClassId type = world_.program.class_of(cell); type.exists()) {
        for (const ClassId other : world_.relatives(type)) {
          requeue(readers_[world_.program.attributes(other).index()]);
        }
      }
    }
    if (is_news) {
      requeue(callers_[function.index()]);
    }
  }

  void requeue(const std::vector<FunctionId>& functions) {
    for (const FunctionId function : functions) {
      queue_.insert(rank_[function.index()]);
    }
  }

  using Nearest = std::map<std::pair<SinkPlace, std::uint32_t>, Flow>;  // by sink and origin

  static void keep(Nearest& nearest, std::uint32_t origin, const Flow& flow) {
    const auto [slot, is_new] = nearest.try_emplace(std::pair(flow.sink, origin), flow);
    Flow& known = slot->second;
    const Around around = known.around & flow.around;
    if (!is_new && std::tuple(flow.via_unknown, flow.steps.size()) <
                       std::tuple(known.via_unknown, known.steps.size())) {
      known = flow;
    }
    known.around = around;
  }

  // What callers of a public function pass gets to its sinks.
  void add_library_flows(FunctionId function, Nearest& nearest) {
    for (const SinkEntry& entry : world_.summaries[function.index()].sinks) {
      const std::optional<Origin> origin = parameter_of(function, entry);
      if (!origin) {
        continue;
      }
      Flow flow;
      flow.origin = *origin;
      flow.sink = entry.sink;
      flow.via_unknown = entry.via_unknown;
      flow.around = entry.around;
      flow.steps = steps_of(function, entry.step);
      flow.steps.insert(flow.steps.begin(), {function, origin->instr});
      keep(nearest, world_.origin_of(*origin), flow);
    }
  }

  // Of several ways from one source to one sink the shortest is told.
  std::vector<Flow> flows() {
    Nearest nearest;
    for (std::uint32_t i = 0; i < world_.summaries.size(); ++i) {
      for (const FlowEntry& entry : world_.summaries[i].flows) {
        Flow flow;
        flow.origin = world_.origins[entry.origin];
        flow.sink = entry.sink;
        flow.via_unknown = entry.via_unknown;
        flow.around = entry.around;
        flow.steps = steps_of(FunctionId(i), entry.step);
        keep(nearest, entry.origin, flow);
      }
      if (options_.library && is_public(world_.program, FunctionId(i))) {
        add_library_flows(FunctionId(i), nearest);
      }
    }
    std::vector<Flow> all;
    all.reserve(nearest.size());
    for (auto& [key, flow] : nearest) {
      all.push_back(std::move(flow));
    }
    std::ranges::stable_sort(all, {}, [](const Flow& flow) {
      return std::tuple(flow.sink, flow.origin.function, flow.origin.instr);
    });
    return all;
  }

  // parameter_of is the parameter whose value gets to a sink, as a source: not the object of a
  // method, and not where only a caller that asks for it does harm.
  [[nodiscard]] std::optional<Origin> parameter_of(FunctionId function,
                                                   const SinkEntry& entry) const {
    const Input input = world_.paths.input(entry.path);
    const auto parameters = world_.program.parameters(function);
    const UnitFunction& details = world_.program.details(function);
    const bool is_object =
        input.code == 0 && details.owner != UnitFunction::kNone && !details.is_static;
    if (input.is_captured() || is_object || input.code >= parameters.size()) {
      return std::nullopt;
    }
    if (entry.condition && parameters[entry.condition->parameter].default_truth ==
                               (entry.condition->is_true ? Truth::False : Truth::True)) {
      return std::nullopt;
    }
    const FunctionRow& row = world_.program[function];
    const flow::File& code = world_.program[row.unit].flow;
    const flow::Block& first = code.blocks[code[row.local].first_block];
    for (std::uint32_t i = first.first; i < first.first + first.count; ++i) {
      if (code.instrs[i].op == flow::Op::Parameter && code.instrs[i].a == input.code) {
        return Origin{function, i, knowledge::SourceKind::Parameter};
      }
    }
    return std::nullopt;
  }

  struct Part {
    FunctionId function;
    std::uint32_t step;
  };

  // steps_of writes out a way: each step, and behind a call the way inside of it.
  [[nodiscard]] std::vector<FlowStep> steps_of(FunctionId function, std::uint32_t step) const {
    std::vector<FlowStep> steps;
    std::vector<Part> open;  // the last is the next to be told
    push_chain(function, step, open);
    std::size_t told = 0;
    while (!open.empty() && told++ < kMostFlowSteps * 4 && steps.size() < kMostFlowSteps) {
      const Part part = open.back();
      open.pop_back();
      const Step& one = world_.summaries[part.function.index()].steps[part.step];
      if (one.instr != Step::kNone) {
        steps.push_back({part.function, one.instr});
      }
      if (one.callee.exists()) {
        push_chain(one.callee, one.inner, open);
      }
    }
    return steps;
  }

  // push_chain puts the steps that end in `step` on a stack, the first one on top.
  void push_chain(FunctionId function, std::uint32_t step, std::vector<Part>& stack) const {
    const std::vector<Step>& steps = world_.summaries[function.index()].steps;
    for (std::size_t i = 0; step < steps.size() && i < steps.size(); ++i) {
      stack.push_back({function, step});
      step = steps[step].parent;
    }
  }

  AnalysisOptions options_;
  World world_;
  FunctionAnalysis functions_;
  std::vector<FunctionId> order_;
  std::vector<std::uint32_t> rank_;    // by function
  std::vector<std::uint32_t> rounds_;  // by function
  std::vector<std::vector<FunctionId>> callers_;
  std::vector<std::vector<FunctionId>> readers_;  // by cell
  std::set<std::uint32_t> queue_;                 // ranks
};

}  // namespace

TaintResult find_flows(const Program& program, const AnalysisOptions& options) {
  return Analysis(program, options).run();
}

}  // namespace av::taint
