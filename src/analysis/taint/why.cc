#include "analysis/taint/why.h"

#include "analysis/taint/trail.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace av::taint {
namespace {

using flow::Instr;
using flow::Op;
using flow::ValueId;
using knowledge::Port;

constexpr int kMostCallers = 6;  // of one function, told one by one
constexpr int kMostDepth = 6;    // callers of callers

// model_at is what is known of what an instruction calls or sets; nullptr when nothing is.
const knowledge::TaintModel* model_at(const Unit& unit, std::uint32_t instr) {
  if (unit.flow.instrs[instr].op == Op::Call && unit.detail[instr] != Unit::kNone) {
    return unit.calls[unit.detail[instr]].model;
  }
  const Special* what = unit.special(ValueId(instr));
  return what != nullptr ? what->model : nullptr;
}

// GivenValues finds what is given to a sink.
class GivenValues {
 public:
  GivenValues(const Program& program, FunctionId function, const World& world)
      : program_(program), world_(world), unit_(program[program[function].unit]) {}

  [[nodiscard]] std::vector<ValueId> of(const SeenSink& seen) const {
    const Instr& code = unit_.flow.instrs[seen.instr];
    const auto list = unit_.flow.list(code);
    switch (code.op) {
      case Op::SetAttr:
        return {code.value_b()};
      case Op::SetItem:
        return {list[1], list[2]};
      case Op::Call:
        return seen.callee.exists()  ? passed_to(seen, list)
               : seen.row != nullptr ? passed_at(seen, list)
                                     : std::vector<ValueId>(list.begin(), list.end());
      default:
        return list.empty() ? std::vector{code.value_a()}
                            : std::vector<ValueId>(list.begin(), list.end());
    }
  }

 private:
  [[nodiscard]] const CallSite& site_of(const SeenSink& seen) const {
    return unit_.calls[unit_.detail[seen.instr]];
  }

  // The arguments of a call that are given by name, or as *list or **dict.
  [[nodiscard]] std::vector<ValueId> named(const CallSite& call, std::span<const ValueId> list,
                                           std::string_view name) const {
    std::vector<ValueId> found;
    for (std::size_t i = 1; i < list.size(); ++i) {
      const Argument& how = unit_.arguments[call.first_argument + i - 1];
      const bool is_it = how.kind == Argument::Kind::Keyword &&
                         (name.empty() || program_.names().text(how.name) == name);
      if (is_it || how.kind == Argument::Kind::Star || how.kind == Argument::Kind::DoubleStar) {
        found.push_back(list[i]);
      }
    }
    return found;
  }

  void add_at(const CallSite& call, std::span<const ValueId> list, std::size_t place,
              std::vector<ValueId>& found) const {
    if (place < list.size() - 1 &&  // kNowhere is not
        unit_.arguments[call.first_argument + place].kind == Argument::Kind::Plain) {
      found.push_back(list[place + 1]);
    }
  }

  [[nodiscard]] std::vector<ValueId> receiver(std::span<const ValueId> list) const {
    const Instr& callee = unit_.flow[list[0]];
    return {callee.op == Op::GetAttr ? callee.value_a() : list[0]};
  }

  // A port of a model.
  [[nodiscard]] std::vector<ValueId> passed_at(const SeenSink& seen,
                                               std::span<const ValueId> list) const {
    const CallSite& call = site_of(seen);
    const Port& port = seen.row->at;
    std::vector<ValueId> found;
    switch (port.root) {
      case Port::Root::Receiver:
        return receiver(list);
      case Port::Root::Keywords:
        return named(call, list, "");
      case Port::Root::Position:
        add_at(call, list, port.position, found);
        return found;
      case Port::Root::Parameter:
        found = named(call, list, port.parameter);
        if (call.signature != nullptr) {
          add_at(call, list,
                 knowledge::Signature(call.signature->parameters).position_of(port.parameter),
                 found);
        }
        return found;
      default:
        return {list.begin() + 1, list.end()};
    }
  }

  // A parameter of a function of the program.
  [[nodiscard]] std::vector<ValueId> passed_to(const SeenSink& seen,
                                               std::span<const ValueId> list) const {
    const CallSite& call = site_of(seen);
    const Input input = world_.paths.input(seen.inner);
    const auto parameters = program_.parameters(seen.callee);
    if (input.is_captured() || input.code >= parameters.size()) {
      return {};
    }
    std::size_t place = input.code;
    for (std::uint32_t i = 0; i < call.target_count; ++i) {
      const Target& target = unit_.targets[call.first_target + i];
      if (target.function == seen.callee && target.kind != Target::Kind::Function) {
        if (place == 0) {
          return receiver(list);
        }
        --place;
        break;
      }
    }
    std::vector<ValueId> found =
        named(call, list, program_.names().text(parameters[input.code].name));
    add_at(call, list, place, found);
    return found;
  }

  const Program& program_;
  const World& world_;
  const Unit& unit_;
};

// Asker is the state of one ask_why().
class Asker {
 public:
  explicit Asker(Inspection& inspection) : inspection_(inspection) {}

  // Which of a function's sinks are asked for.
  template <class Wanted>
  std::vector<Answer> ask(FunctionId function, const Wanted& wanted, int depth) {
    const Sight& sight = inspection_.look(function);
    std::vector<Answer> answers;
    for (const SeenSink& seen : sight.sinks) {
      if (wanted(seen)) {
        add(seen, function, answers);
      }
    }
    std::ranges::stable_sort(answers, {},
                             [](const Answer& one) { return std::pair(one.at.instr, one.is_off); });
    for (Answer& answer : answers) {
      finish(answer, sight, depth);
    }
    return answers;
  }

  // unreached is what would be sinks, were they ever reached.
  std::vector<Answer> unreached(FunctionId function, std::span<const std::uint32_t> instrs) {
    const Sight& sight = inspection_.look(function);
    const Unit& unit = inspection_.program()[inspection_.program()[function].unit];
    std::vector<Answer> answers;
    for (const std::uint32_t instr : instrs) {
      const knowledge::TaintModel* model = model_at(unit, instr);
      if (model != nullptr && !model->sinks.empty() &&
          !sight.is_reached[instr - sight.first_instr]) {
        answers.push_back(begun({function, instr}, {function, instr, model->sinks[0].kind}));
        answers.back().row = model->sinks.data();
        answers.back().is_reached = false;
      }
    }
    return answers;
  }

 private:
  // Several arguments, and several parts of one, may get to one place: one answer tells of all.
  void add(const SeenSink& seen, FunctionId function, std::vector<Answer>& answers) {
    auto at = std::ranges::find_if(answers, [&](const Answer& one) {
      return one.at.instr == seen.instr && one.sink == seen.sink;
    });
    if (at == answers.end()) {
      answers.push_back(begun({function, seen.instr}, seen.sink));
      at = answers.end() - 1;
      at->row = seen.row;
      at->is_off = true;
    }
    const GivenValues values(inspection_.program(), function, inspection_.world());
    const bool is_given = seen.row == nullptr || !values.of(seen).empty();
    if (at->is_given && !is_given) {
      return;
    }
    at->is_off |= is_given && !at->is_given;  // what is passed nothing says nothing
    at->is_given |= is_given;
    at->is_off &= seen.is_off;
    at->row =
        at->arrivals.empty() && at->inputs.empty() && !seen.labels.empty() ? seen.row : at->row;
    for (const SeenLabel& one : seen.labels) {
      if (one.label.kind == Label::Kind::Source) {
        add_arrival(one, *at);
      } else if (one.fate == Fate::Arrives) {
        const Input input = inspection_.world().paths.input(PathId(one.label.what));
        if (std::ranges::find(at->inputs, input) == at->inputs.end()) {
          at->inputs.push_back(input);
        }
      }
    }
  }

  Answer begun(const FlowStep& at, const SinkPlace& sink) {
    const Program& program = inspection_.program();
    const auto* model = model_at(program[program[sink.function].unit], sink.instr);
    Answer made;
    made.at = at;
    made.sink = sink;
    made.model = model != nullptr ? model->path : std::string_view();
    return made;
  }

  void add_arrival(const SeenLabel& seen, Answer& answer) {
    const Origin& origin = inspection_.world().origins[seen.label.what];
    const auto known = std::ranges::find(answer.arrivals, origin, &Arrival::origin);
    if (known == answer.arrivals.end()) {
      answer.arrivals.push_back({origin, seen.fate, seen.label.via_unknown});
    } else if (seen.fate == Fate::Arrives) {
      known->fate = Fate::Arrives;
      known->via_unknown &= seen.label.via_unknown;
    }
  }

  void finish(Answer& answer, const Sight& sight, int depth) {
    if (answer.has_flow() || answer.is_off) {
      return;
    }
    Trail trail(inspection_, answer.at.function, sight, answer.sink.kind);
    const GivenValues given(inspection_.program(), answer.at.function, inspection_.world());
    for (const SeenSink& seen : sight.sinks) {
      if (seen.instr == answer.at.instr && seen.sink == answer.sink && !seen.is_off) {
        trail.follow(given.of(seen), seen.labels, seen.instr);
      }
    }
    answer.stops = trail.stops();
    if (!answer.inputs.empty()) {
      add_callers(answer, depth);
    }
  }

  void add_callers(Answer& answer, int depth) {
    const FunctionId callee = answer.at.function;
    if (depth >= kMostDepth || !open_.emplace(callee, answer.sink).second) {
      return;
    }
    const auto users = inspection_.users(callee);
    std::vector<FunctionId> callers(users.begin(), users.end());
    std::ranges::sort(callers);
    const auto doubles = std::ranges::unique(callers);
    callers.erase(doubles.begin(), doubles.end());
    for (const FunctionId caller : callers) {
      if (answer.callers.size() >= kMostCallers) {
        ++answer.more_callers;
        continue;
      }
      const auto passes = [&](const SeenSink& seen) {
        return seen.callee == callee && seen.sink == answer.sink &&
               std::ranges::find(answer.inputs, inspection_.world().paths.input(seen.inner)) !=
                   answer.inputs.end();
      };
      for (Answer& one : ask(caller, passes, depth + 1)) {
        answer.callers.push_back(std::move(one));
      }
    }
  }

  Inspection& inspection_;
  std::set<std::pair<FunctionId, SinkPlace>> open_;  // that callers were asked for
};

}  // namespace

bool Answer::has_flow() const {
  return std::ranges::any_of(arrivals,
                             [](const Arrival& one) { return one.fate == Fate::Arrives; });
}

std::vector<Answer> ask_why(Inspection& inspection, FunctionId function,
                            std::span<const std::uint32_t> instrs) {
  const auto wanted = [&](const SeenSink& seen) {
    return std::ranges::find(instrs, seen.instr) != instrs.end();
  };
  Asker asker(inspection);
  std::vector<Answer> answers = asker.unreached(function, instrs);
  for (Answer& one : asker.ask(function, wanted, 0)) {
    answers.push_back(std::move(one));
  }
  return answers;
}

}  // namespace av::taint
