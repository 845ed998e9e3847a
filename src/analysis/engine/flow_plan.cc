#include "analysis/engine/flow_plan.h"

#include "analysis/taint/call_checks.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace av::engine {
namespace {

using flow::Op;
using taint::Flow;
using taint::FlowStep;
using taint::Program;
using taint::Unit;

// Ways to one end that differ in nothing but their source count as one that stands for all.
struct Group {
  const Flow* shortest = nullptr;
  std::uint32_t count = 0;
};
// Its kind; what was guessed; whether it came through an unknown call, is confined, is whole; what
// asks on the way, and who may send it.
using WayKey = std::tuple<knowledge::SourceKind, std::uint8_t, bool, bool, bool, bool, bool>;
struct End {
  taint::SinkPlace sink;
  FlowStep at;  // the sink, or the last step before it in a file that is reported on
  std::map<WayKey, Group> ways;
};

// Planner is the state of one plan_flows().
class Planner {
 public:
  Planner(const Program& program, const FlowChoice& choice) : program_(program), choice_(choice) {}

  FlowPlan plan(const taint::TaintResult& taint) {
    for (const taint::SinkPlace& sink : taint.cleared_sinks) {
      add_cleared(sink);
    }
    for (const Flow& flow : taint.flows) {
      const std::optional<FlowStep> at = counts(flow) ? end_of(flow) : std::nullopt;
      if (at) {
        add(flow, *at);
      }
    }
    for (const End& end : ends_) {
      add_end(end);
    }
    return finish();
  }

 private:
  [[nodiscard]] bool counts(const Flow& flow) const {
    const auto threat = static_cast<unsigned>(knowledge::threat_of(flow.origin.kind));
    return ((choice_.threats >> threat) & 1U) != 0 && !flow.steps.empty() &&
           choice_.rules.wants_flow(flow.sink.kind, flow.origin.kind);
  }

  [[nodiscard]] bool is_reported(const FlowStep& step) const {
    const taint::UnitId unit = program_[step.function].unit;
    return choice_.is_reported.empty() || choice_.is_reported[unit.index()];
  }

  // end_of is where a flow is told of: nowhere when it leads through no file that is reported on.
  [[nodiscard]] std::optional<FlowStep> end_of(const Flow& flow) const {
    const FlowStep sink = {flow.sink.function, flow.sink.instr};
    if (is_reported(sink)) {
      return sink;
    }
    for (std::size_t i = flow.steps.size(); i > 0; --i) {
      const FlowStep& step = flow.steps[i - 1];
      if (is_reported(step) && node_of(step).exists()) {
        return step;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] syntax::NodeId node_of(const FlowStep& step) const {
    return program_[program_[step.function].unit].flow.instrs[step.instr].node;
  }

  // An address whose host is decided asks the same server for something else; a caller that names a
  // file of a folder may mean to name any of them; `log_../../x` needs a folder `log_..` that
  // nobody made, unless folders are made on the way; a part of an address is `..` at worst, which
  // is no file.
  [[nodiscard]] bool is_confined(const Flow& flow) const {
    const bool is_callers = knowledge::threat_of(flow.origin.kind) == knowledge::Threat::Library;
    return (flow.sink.kind == knowledge::SinkKind::Url &&
            (flow.around & taint::around::kBehindHost) != 0) ||
           (is_callers && (flow.around & taint::around::kJoined) != 0) ||
           (flow.sink.kind == knowledge::SinkKind::Path &&
            (flow.around & taint::around::kBehindWord) != 0 && !makes_folders(flow) &&
            !begins_with_slash(flow.origin)) ||
           (flow.sink.kind == knowledge::SinkKind::Path && is_segment(flow.origin) &&
            !takes_folder(flow)) ||
           (flow.sink.kind == knowledge::SinkKind::Redirect && is_own_address(flow.origin));
  }

  [[nodiscard]] std::string_view path_of_sink(const Flow& flow) const {
    return path_of(program_[program_[flow.sink.function].unit], flow.sink.instr);
  }

  [[nodiscard]] bool makes_folders(const Flow& flow) const {
    const std::string_view path = path_of_sink(flow);
    return path == "os.makedirs" || path.ends_with(".mkdir");
  }

  // takes_folder: what it does with `..` it does with all that is in there.
  [[nodiscard]] bool takes_folder(const Flow& flow) const {
    constexpr std::string_view kTakes[] = {"chdir",        "copytree", "iterdir", "listdir",
                                           "make_archive", "move",     "rename",  "replace",
                                           "rglob",        "rmtree",   "scandir", "walk"};
    const std::string_view path = path_of_sink(flow);
    return std::ranges::find(kTakes, path.substr(path.find_last_of('.') + 1)) != std::end(kTakes);
  }

  // is_segment: a route fills the parameter with one part of the address.
  [[nodiscard]] bool is_segment(const taint::Origin& origin) const {
    const Unit& unit = program_[program_[origin.function].unit];
    const flow::Instr& instr = unit.flow.instrs[origin.instr];
    const auto parameters = program_.parameters(origin.function);
    return instr.op == Op::Parameter && instr.a < parameters.size() &&
           parameters[instr.a].is_segment;
  }

  // is_own_address: what the client asked for leads back here, or behind the `?` of where it goes.
  [[nodiscard]] bool is_own_address(const taint::Origin& origin) const {
    const std::string_view path = path_of(origin);
    return taint::is_own_address(path) || path.ends_with(".query_string") ||
           path.ends_with("RequestHandler.request.query");
  }

  // begins_with_slash: the path that a client asks for ends the word that stands before it.
  [[nodiscard]] bool begins_with_slash(const taint::Origin& origin) const {
    const std::string_view path = path_of(origin);
    return path.ends_with("RequestHandler.path") || path.ends_with("equest.path");
  }

  // path_of is what models call what brings the value.
  [[nodiscard]] std::string_view path_of(const taint::Origin& origin) const {
    const Unit& unit = program_[program_[origin.function].unit];
    const taint::Special* special = unit.special(flow::ValueId(origin.instr));
    return special == nullptr || special->model == nullptr ? path_of(unit, origin.instr)
                                                           : std::string_view(special->model->path);
  }

  // is_checked: one of the functions that it passes asks whether something may pass.
  [[nodiscard]] bool is_checked(const Flow& flow) {
    return std::ranges::any_of(flow.steps,
                               [this](const FlowStep& step) { return asks(step.function); });
  }

  bool asks(taint::FunctionId function) {
    const auto [known, is_new] = asks_.try_emplace(function.index(), false);
    if (!is_new) {
      return known->second;
    }
    const taint::FunctionRow& row = program_[function];
    const Unit& unit = program_[row.unit];
    const flow::Function& code = unit.flow[row.local];
    for (const flow::Block& block :
         std::span(unit.flow.blocks).subspan(code.first_block, code.block_count)) {
      for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
        known->second |= unit.flow.instrs[i].op == Op::Call && unit.detail[i] != Unit::kNone &&
                         unit.calls[unit.detail[i]].asks;
      }
    }
    return known->second;
  }

  // is_guarded: a framework lets only some in to where it starts.
  [[nodiscard]] bool is_guarded(const Flow& flow) const {
    return program_.details(flow.origin.function).is_guarded;
  }

  void add_cleared(const taint::SinkPlace& sink) {
    const FlowStep at = {sink.function, sink.instr};
    const taint::UnitId unit = program_[sink.function].unit;
    const bool has_findings = choice_.has_findings.empty() || choice_.has_findings[unit.index()];
    if (is_reported(at) && has_findings && node_of(at).exists()) {
      files_[unit.index()].cleared.push_back({node_of(at), sink.kind});
    }
  }

  // Flows come in the order of their sinks.
  void add(const Flow& flow, const FlowStep& at) {
    auto end = ends_.rbegin();
    while (end != ends_.rend() && end->sink == flow.sink && end->at != at) {
      ++end;
    }
    if (end == ends_.rend() || end->sink != flow.sink) {
      ends_.push_back({flow.sink, at, {}});
      end = ends_.rbegin();
    }
    namespace around = taint::around;
    constexpr taint::Around kBehind = around::kBehindText | around::kBehindFolder | around::kJoined;
    const bool is_whole = (flow.around & kBehind) == 0;
    Group& group = end->ways[{flow.origin.kind, flow.guesses, flow.via_unknown, is_confined(flow),
                              is_whole, is_checked(flow), is_guarded(flow)}];
    ++group.count;
    if (group.shortest == nullptr || flow.steps.size() < group.shortest->steps.size()) {
      group.shortest = &flow;
    }
  }

  void add_end(const End& end) {
    const taint::UnitId unit = program_[end.at.function].unit;
    const Unit& code = program_[program_[end.sink.function].unit];
    match::FlowEnd made;
    made.at = node_of(end.at);
    made.sink = end.sink.kind;
    made.path = path_of(code, end.sink.instr);
    if (end.at != FlowStep{end.sink.function, end.sink.instr}) {
      made.elsewhere = code.path;
    }
    for (const auto& [key, group] : end.ways) {
      match::Way& way = made.ways.emplace_back();
      std::tie(way.source, way.guesses, way.via_unknown, way.is_confined, way.is_whole,
               way.is_checked, way.is_guarded) = key;
      way.count = group.count;
      way.number = static_cast<std::uint32_t>(steps_.size());
      add_steps(*group.shortest);
      way.length = static_cast<std::uint32_t>(steps_.back().size());
    }
    files_[unit.index()].ends.push_back(std::move(made));
  }

  static std::string_view path_of(const Unit& unit, std::uint32_t instr) {
    const Op op = unit.flow.instrs[instr].op;
    if (op == Op::SetAttr || op == Op::BuildDict) {
      const taint::Special* what = unit.special(flow::ValueId(instr));
      return what == nullptr || what->model == nullptr ? std::string_view() : what->model->path;
    }
    if (op != Op::Call || unit.detail[instr] == Unit::kNone) {
      return {};
    }
    const taint::CallSite& call = unit.calls[unit.detail[instr]];
    return call.model == nullptr ? std::string_view() : call.model->path;
  }

  // Where a function brings the value, its call is told before what is inside of it: the way begins
  // at the source itself.
  static std::size_t source_step(const Flow& flow) {
    const FlowStep source = {flow.origin.function, flow.origin.instr};
    const auto at = std::ranges::find(flow.steps, source);
    return at == flow.steps.end() ? 0 : static_cast<std::size_t>(at - flow.steps.begin());
  }

  void add_steps(const Flow& flow) {
    std::vector<std::pair<std::uint32_t, StepAt>>& way = steps_.emplace_back();
    const std::size_t first = source_step(flow);
    for (std::size_t i = first; i < flow.steps.size(); ++i) {
      const FlowStep& step = flow.steps[i];
      const taint::UnitId unit = program_[step.function].unit;
      StepAt made;
      made.node = program_[unit].flow.instrs[step.instr].node;
      made.kind = i == first ? StepAt::Kind::Source : kind_of(flow, i);
      made.source = i == first ? flow.origin.kind : made.source;
      if (made.node.exists()) {
        way.emplace_back(unit.index(), made);
        files_[unit.index()].steps.push_back(made);
      }
    }
  }

  [[nodiscard]] StepAt::Kind kind_of(const Flow& flow, std::size_t i) const {
    if (i + 1 == flow.steps.size()) {
      return StepAt::Kind::Reaches;
    }
    const FlowStep& step = flow.steps[i];
    switch (program_[program_[step.function].unit].flow.instrs[step.instr].op) {
      case Op::Call:
        return flow.steps[i + 1].function != step.function ? StepAt::Kind::Passed
                                                           : StepAt::Kind::Through;
      case Op::Parameter:
        return StepAt::Kind::Arrives;
      case Op::Store:
      case Op::SetAttr:
      case Op::SetItem:
        return StepAt::Kind::Kept;
      case Op::Return:
        return StepAt::Kind::Returned;
      default:
        return StepAt::Kind::Through;
    }
  }

  FlowPlan finish() {
    FlowPlan plan;
    std::map<std::uint32_t, std::uint32_t> place;  // by unit
    for (auto& [unit, file] : files_) {
      std::ranges::sort(file.steps);
      const auto doubles = std::ranges::unique(file.steps);
      file.steps.erase(doubles.begin(), doubles.end());
      file.unit = taint::UnitId(unit);
      place.emplace(unit, static_cast<std::uint32_t>(plan.files.size()));
      plan.files.push_back(std::move(file));
    }
    for (const auto& way : steps_) {
      std::vector<StepRef>& refs = plan.ways.emplace_back();
      for (const auto& [unit, step] : way) {
        const std::uint32_t file = place[unit];
        const auto at = std::ranges::lower_bound(plan.files[file].steps, step);
        refs.push_back({file, static_cast<std::uint32_t>(at - plan.files[file].steps.begin())});
      }
    }
    return plan;
  }

  const Program& program_;
  const FlowChoice& choice_;
  std::vector<End> ends_;
  std::unordered_map<std::uint32_t, bool> asks_;                      // by function
  std::map<std::uint32_t, FlowFile> files_;                           // by unit
  std::vector<std::vector<std::pair<std::uint32_t, StepAt>>> steps_;  // by way: unit and step
};

}  // namespace

FlowPlan plan_flows(const taint::Program& program, const taint::TaintResult& taint,
                    const FlowChoice& choice) {
  return Planner(program, choice).plan(taint);
}

}  // namespace av::engine
