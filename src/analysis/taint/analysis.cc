#include "analysis/taint/analysis.h"

#include "analysis/knowledge/workers.h"
#include "analysis/taint/agenda.h"
#include "analysis/taint/function_analysis.h"
#include "analysis/taint/function_order.h"
#include "analysis/taint/inspection.h"
#include "analysis/taint/number_types.h"
#include "analysis/taint/references.h"
#include "analysis/text/test_path.h"
#include "base/workers.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

namespace av::taint {
namespace {

// From then on what a function's summary said is kept: rounds that undo each other never end.
constexpr std::uint32_t kRoundsBeforeWidening = 2;

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
  if (unit.functions[at.index()].start == UnitFunction::kNone || is_private_file(unit.path) ||
      text::is_test_path(unit.path)) {
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

// other_sources is those that the program does not have itself.
knowledge::SourceSet other_sources(const AnalysisOptions& options) {
  return options.everywhere || options.all_sinks ? knowledge::kAllSources
         : options.library ? knowledge::set_of(knowledge::SourceKind::Parameter)
                           : 0;
}

// Analysis is the state of one find_flows().
class Analysis {
 public:
  Analysis(const Program& program, const AnalysisOptions& options)
      : options_(options),
        references_(program, options.threads),
        order_(bottom_up(references_)),
        world_(program, references_,
               harms_in(program, references_, options.harms, other_sources(options)),
               order_.functions),
        agenda_(world_, references_, order_),
        rounds_(order_.functions.size()),
        team_({.threads = options.threads}),
        analyses_(std::max(options.threads, 1U)) {
    for (std::uint32_t i = 0; i < rounds_.size(); ++i) {
      if (options.library || options.everywhere || world_.sources[i] != 0) {
        agenda_.want(FunctionId(i));
      }
    }
  }

  TaintResult run() {
    TaintResult result;
    result.passes = work();
    result.given_up.assign(given_up_.begin(), given_up_.end());
    result.functions = rounds_.size();
    result.flows = flows();
    result.cleared_sinks = cleared_sinks(result.flows);
    result.limits = world_.limits;
    result.unknown_calls.assign(world_.unknown_calls.begin(), world_.unknown_calls.end());
    return result;
  }

  // look looks at a function once more, and at what it needs, and tells what it sees.
  Sight look(FunctionId function) {
    agenda_.want(function);
    work();
    FunctionAnalysis functions(world_);
    Found found = functions.analyse(function);
    world_.take_in(found);  // so that the numbers that are seen are those of the world
    Sight sight;
    functions.watch(&sight);
    functions.analyse(function);
    return sight;
  }

  // tell_of moves out what was found of a function: for the last thing that is asked.
  KnownFunction tell_of(FunctionId function) {
    return {world_.summaries[function], std::move(world_.paths), std::move(world_.origins)};
  }

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const References& references() const { return references_; }
  [[nodiscard]] const Agenda& agenda() const { return agenda_; }

 private:
  [[nodiscard]] bool is_stopped() const {
    return options_.stop != nullptr && options_.stop->requested();
  }

  // work goes through the agenda, and counts.
  std::uint64_t work() {
    std::uint64_t passes = 0;
    while (true) {
      std::span<const FunctionId> next = agenda_.next();
      if (next.empty() || is_stopped()) {
        return passes;
      }
      next = begin_round(next);
      look_at(next);
      if (is_stopped()) {
        return passes;  // some were not looked at
      }
      passes += next.size();
      for (std::size_t i = 0; i < next.size(); ++i) {
        agenda_.note_uses(next[i], found_[i].uses);
      }
      for (std::size_t i = 0; i < next.size(); ++i) {
        update(next[i], found_[i]);
      }
    }
  }

  // analysis_of is a worker's own; calls with one number never overlap.
  FunctionAnalysis& analysis_of(unsigned worker) {
    std::unique_ptr<FunctionAnalysis>& own = analyses_[worker];
    if (!own) {
      own = std::make_unique<FunctionAnalysis>(world_);
    }
    return *own;
  }

  // begin_round leaves out those that were looked at too often.
  std::span<const FunctionId> begin_round(std::span<const FunctionId> functions) {
    round_.clear();
    for (const FunctionId function : functions) {
      if (rounds_[function.index()] >= kMostRounds) {
        ++world_.limits.rounds;
        given_up_.insert(function);
      } else {
        ++rounds_[function.index()];
        round_.push_back(function);
      }
    }
    return round_;
  }

  [[nodiscard]] bool is_widening(FunctionId function) const {
    return rounds_[function.index()] > kRoundsBeforeWidening;
  }

  void look_at(std::span<const FunctionId> functions) {
    // With fewer it takes longer to wake a thread.
    constexpr std::size_t kFewestToShare = 8;
    found_.resize(std::max(found_.size(), functions.size()));
    const base::StopFlag never;
    const auto look_at_one = [&](unsigned worker, std::size_t at) {
      const std::size_t i = largest_first_[at];
      found_[i] = analysis_of(worker).analyse(functions[i], is_widening(functions[i]));
    };
    put_largest_first(functions);
    if (functions.size() < kFewestToShare) {
      for (std::size_t i = 0; i < functions.size() && !is_stopped(); ++i) {
        look_at_one(0, i);
      }
    } else {
      knowledge::run_with_catalog(team_, functions.size(),
                                  options_.stop != nullptr ? *options_.stop : never, look_at_one);
    }
  }

  // So that no thread still looks at a giant when the others are done.
  void put_largest_first(std::span<const FunctionId> functions) {
    largest_first_.resize(functions.size());
    std::iota(largest_first_.begin(), largest_first_.end(), 0U);
    std::ranges::stable_sort(largest_first_, std::ranges::greater(), [&](std::uint32_t i) {
      const FunctionRow& row = world_.program[functions[i]];
      return world_.program[row.unit].flow[row.local].block_count;
    });
  }

  void update(FunctionId function, Found& found) {
    world_.take_in(found);
    if (found.limits.visits != 0) {
      given_up_.insert(function);
    }
    const Summary& known = world_.summaries[function];
    if (known.is_same(found.summary)) {
      return;
    }
    const std::vector<ChangedCell> changed =
        changed_cells(known, found.summary, is_widening(function));
    if (!known.steps.empty()) {
      found.summary.take_steps_of(known);
    }
    world_.summaries.put(function, std::move(found.summary));
    agenda_.note_news(function, changed);
  }

  using Nearest = std::map<std::pair<SinkPlace, std::uint32_t>, Flow>;  // by sink and origin

  static void keep(Nearest& nearest, std::uint32_t origin, const Flow& flow) {
    const auto [slot, is_new] = nearest.try_emplace(std::pair(flow.sink, origin), flow);
    Flow& known = slot->second;
    const Around around = known.around & flow.around;
    if (!is_new && far(flow.steps.size(), flow.guesses) < far(known.steps.size(), known.guesses)) {
      known = flow;
    }
    known.around = around;
  }

  // What callers of a public function pass gets to its sinks.
  void add_library_flows(FunctionId function, Nearest& nearest) {
    for (const SinkEntry& entry : world_.summaries[function].sinks) {
      const std::optional<Origin> origin = parameter_of(function, entry);
      if (!origin) {
        continue;
      }
      Flow flow;
      flow.origin = *origin;
      flow.sink = entry.sink;
      flow.via_unknown = entry.via_unknown;
      flow.guesses = std::max<std::uint8_t>(entry.guesses, is_objects(entry.path) ? 1 : 0);
      flow.around = entry.around;
      flow.steps = steps_of(function, entry.step);
      flow.steps.insert(flow.steps.begin(), {function, origin->instr});
      keep(nearest, world_.origins.add(*origin), flow);
    }
  }

  // is_objects: an attribute of what a caller passes, which the object's class may have made.  Who
  // gives a path gives its parts.
  [[nodiscard]] bool is_objects(PathId path) const {
    constexpr std::string_view kPathParts[] = {"anchor", "drive", "name", "parent", "parents",
                                               "parts",  "root",  "stem", "suffix", "suffixes"};
    Paths::Steps steps;
    world_.paths.selectors(path, steps);
    return std::ranges::any_of(steps, [&](Selector step) {
      return step.is_attribute() && step.has_name() &&
             std::ranges::find(kPathParts, world_.program.names().text(step.name())) ==
                 std::end(kPathParts);
    });
  }

  [[nodiscard]] bool is_only_tested(const Origin& origin, const SinkPlace& sink) const {
    return world_.is_of_tests(origin.function) && !world_.is_of_tests(sink.function);
  }

  // `flows` are in the order of their sinks.
  [[nodiscard]] std::vector<SinkPlace> cleared_sinks(std::span<const Flow> flows) const {
    std::vector<SinkPlace> sinks;
    for (const SinkPlace& sink : world_.cleared_sinks) {
      if (!std::ranges::binary_search(flows, sink, {}, &Flow::sink)) {
        sinks.push_back(sink);
      }
    }
    return sinks;
  }

  // Of several ways from one source to one sink the shortest is told.
  std::vector<Flow> flows() {
    Nearest nearest;
    for (const FunctionId function : world_.summaries.known()) {
      for (const FlowEntry& entry : world_.summaries[function].flows) {
        Flow flow;
        flow.origin = world_.origins[entry.origin];
        if (is_only_tested(flow.origin, entry.sink)) {
          continue;
        }
        flow.sink = entry.sink;
        flow.via_unknown = entry.via_unknown;
        flow.guesses = entry.guesses;
        flow.around = entry.around;
        flow.steps = steps_of(function, entry.step);
        keep(nearest, entry.origin, flow);
      }
      if (options_.library && is_public(world_.program, function)) {
        add_library_flows(function, nearest);
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

  // is_off_by_default says whether a sink is none unless whoever calls the function wants it so.
  static bool is_off_by_default(const Condition& condition, std::span<const Parameter> parameters) {
    const Truth otherwise = parameters[condition.parameter].default_truth;
    return (condition.wanted == Condition::Wanted::True && otherwise == Truth::False) ||
           (condition.wanted == Condition::Wanted::False && otherwise == Truth::True);
  }

  // parameter_of is the parameter whose value gets to a sink, as a source: not the object of a
  // method, not a number or a switch, and not where only a caller that asks for it does harm.
  [[nodiscard]] std::optional<Origin> parameter_of(FunctionId function,
                                                   const SinkEntry& entry) const {
    const Input input = world_.paths.input(entry.path);
    const auto parameters = world_.program.parameters(function);
    const UnitFunction& details = world_.program.details(function);
    const bool is_object =
        input.code == 0 && details.owner != UnitFunction::kNone && !details.is_static;
    if (input.is_captured() || is_object || input.code >= parameters.size() ||
        parameters[input.code].is_number || parameters[input.code].is_switch ||
        is_called_number(world_.program.names().text(parameters[input.code].name))) {
      return std::nullopt;
    }
    if (entry.condition && is_off_by_default(*entry.condition, parameters)) {
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
      const Step& one = world_.summaries[part.function].steps[part.step];
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
    const std::vector<Step>& steps = world_.summaries[function].steps;
    for (std::size_t i = 0; step < steps.size() && i < steps.size(); ++i) {
      stack.push_back({function, step});
      step = steps[step].parent;
    }
  }

  AnalysisOptions options_;
  References references_;
  FunctionOrder order_;
  World world_;
  Agenda agenda_;
  std::vector<std::uint32_t> rounds_;  // by function
  std::set<FunctionId> given_up_;
  base::Team team_;
  std::vector<std::unique_ptr<FunctionAnalysis>> analyses_;  // by worker
  std::vector<FunctionId> round_;                            // that are looked at
  std::vector<std::uint32_t> largest_first_;                 // places in it
  std::vector<Found> found_;                                 // of each of them
};

}  // namespace

TaintResult find_flows(const Program& program, const AnalysisOptions& options) {
  return Analysis(program, options).run();
}

KnownFunction analyse_function(const Program& program, FunctionId function) {
  Analysis analysis(program, {.everywhere = true});
  analysis.run();
  return analysis.tell_of(function);
}

class Inspection::Inner : public Analysis {
 public:
  using Analysis::Analysis;
  std::map<FunctionId, Sight> sights;
};

Inspection::Inspection(const Program& program, AnalysisOptions options) {
  options.all_sinks = true;
  inner_ = std::make_unique<Inner>(program, options);
  result_ = inner_->run();
  was_looked_at_.reserve(program.functions().size());
  for (std::uint32_t i = 0; i < program.functions().size(); ++i) {
    was_looked_at_.push_back(inner_->agenda().is_wanted(FunctionId(i)));
  }
}

Inspection::~Inspection() = default;

const Sight& Inspection::look(FunctionId function) {
  const auto [slot, is_new] = inner_->sights.try_emplace(function);
  if (is_new) {
    slot->second = inner_->look(function);
  }
  return slot->second;
}

std::span<const FunctionId> Inspection::users(FunctionId function) const {
  return inner_->references().users[function.index()];
}

bool Inspection::is_open_to_all(FunctionId function) const {
  return is_public(program(), function);
}

const World& Inspection::world() const {
  return inner_->world();
}

const Program& Inspection::program() const {
  return inner_->world().program;
}

}  // namespace av::taint
