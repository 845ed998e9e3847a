// guards.cc — what is certain of a value where a condition holds, or does not.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <utility>

namespace av::taint {

using flow::Op;
using syntax::Operator;

namespace {

// Methods whose result says as much of a text as the text itself: x.lower() in ALLOWED.
constexpr std::string_view kSameText[] = {"lower", "upper", "casefold"};

}  // namespace

bool make_clear(Label& label, knowledge::SinkSet kinds) {
  if (label.kind != Label::Kind::Function) {
    label.cleared |= kinds;
  }
  return label.cleared != knowledge::kAllSinks;
}

void FunctionAnalysis::refine(State& state, ValueId condition, bool outcome) {
  // A chain of comparisons is joined by `and`; what has to hold is looked at one by one.
  std::vector<std::pair<ValueId, bool>> open = {{condition, outcome}};
  while (!open.empty()) {
    const auto [one, holds] = open.back();
    open.pop_back();
    if (!one.exists()) {
      continue;
    }
    const Instr& instr = instr_at(one.index());
    const auto op = static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask);
    switch (instr.op) {
      case Op::Unary:
        if (op == Operator::Not) {
          open.emplace_back(instr.value_a(), !holds);
        }
        break;
      case Op::Binary:
        if (op == Operator::And && holds) {
          open.emplace_back(instr.value_a(), true);
          open.emplace_back(instr.value_b(), true);
        }
        break;
      case Op::Compare:
        refine_compare(state, instr, holds);
        break;
      case Op::Call:
        refine_call(state, instr, holds);
        break;
      case Op::MatchTest:
        if (holds && unit_->detail[one.index()] == 1) {
          clear(state, value(instr.value_a()).origin, knowledge::kAllSinks);
        }
        break;
      default:
        break;
    }
  }
}

// What equals something that does no harm, or is among such things, does none either.
void FunctionAnalysis::refine_compare(State& state, const Instr& instr, bool outcome) {
  const auto op = static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask);
  const bool is_equal = op == (outcome ? Operator::Eq : Operator::NotEq) ||
                        op == (outcome ? Operator::Is : Operator::IsNot);
  const bool is_among = op == (outcome ? Operator::In : Operator::NotIn);
  const auto guard = [&](ValueId guarded, ValueId other) {
    if (tree(other) != kEmpty) {
      return;
    }
    // x.lower() == "a"
    const Instr* made = &instr_at(guarded.index());
    if (made->op == Op::Call && unit_->flow.list(*made).size() == 1) {
      const Instr& method = instr_at(unit_->flow.list(*made)[0].index());
      const std::uint32_t detail = unit_->detail[unit_->flow.list(*made)[0].index()];
      if (method.op == Op::GetAttr && detail != Unit::kNone &&
          Selector::from_code(detail).has_name()) {
        const std::string_view name =
            world_.program.names().text(Selector::from_code(detail).name());
        guarded =
            std::ranges::find(kSameText, name) != std::end(kSameText) ? method.value_a() : guarded;
      }
    }
    clear(state, value(guarded).origin, knowledge::kAllSinks);
  };
  if (is_equal) {
    guard(instr.value_a(), instr.value_b());
    guard(instr.value_b(), instr.value_a());
  } else if (is_among) {
    guard(instr.value_a(), instr.value_b());
  }
}

void FunctionAnalysis::refine_call(State& state, const Instr& instr, bool outcome) {
  const auto index = static_cast<std::uint32_t>(&instr - unit_->flow.instrs.data());
  if (unit_->flow.list(instr).empty() || (instr.flags & flow::flag::kDecorator) != 0) {
    return;
  }
  const CallView call = view_of(index, instr);
  const CallSite& site = call.site;
  const std::vector<Passed>& arguments = call.arguments;
  if (site.is_number_check && outcome) {
    clear(state, arguments[0].value.origin, knowledge::kAllSinks);
  }
  if (site.is_safe_match && outcome) {
    clear(state, arguments[1].value.origin, knowledge::kAllSinks);
  }
  if (site.model != nullptr && site.target_count == 0 && outcome) {
    for (const knowledge::TaintGuard& guard : site.model->guards) {
      clear(state, port_value(guard.at, call).origin, guard.clears);
    }
  }
  if (site.target_count != 1) {
    return;
  }
  const Target& target = unit_->targets[site.first_target];
  if (!target.function.exists() || target.kind == Target::Kind::Construct) {
    return;
  }
  const Value receiver = receiver_of(instr);
  const std::vector<Bound> bound =
      bind(target.function, target.kind == Target::Kind::Function ? nullptr : &receiver, arguments);
  for (const Validation& fact : world_.summaries[target.function.index()].validations) {
    if (fact.returns == outcome && fact.input.code < bound.size()) {
      clear(state, bound[fact.input.code].origin, fact.clears);
    }
  }
}

void FunctionAnalysis::clear(State& state, const Access& access, knowledge::SinkSet kinds) {
  if (!access.exists() || !access.is_exact) {
    return;
  }
  std::vector<Selector> path;
  accesses_.selectors(access.path, path);
  const std::uint32_t place = accesses_.input(access.path).code;
  const TreeId before = forest_.read(state.load(place, *this), path);
  const TreeId after = forest_.map(before, [&](Label& label) { return make_clear(label, kinds); });
  if (after != before) {
    state.write(access, after, Update::Replace, context_);
  }
}

// note_return remembers what is certain of each parameter where this return gives true, or false.
void FunctionAnalysis::note_return(std::uint32_t index, const Instr& instr, const State& state) {
  if (function_->parameter_count == 0 || function_->is_generator) {
    return;
  }
  std::erase_if(facts_, [&](const ReturnFact& fact) { return fact.instr == index; });
  const Instr* made = instr.value_a().exists() ? &instr_at(instr.a) : nullptr;
  const bool is_constant = made == nullptr || made->op == Op::Constant;
  const auto truth = made == nullptr ? Truth::False
                     : is_constant   ? static_cast<Truth>(made->flags)
                                     : Truth::Unknown;
  State if_true = state;
  State if_false = state;
  if (!is_constant) {
    refine(if_true, instr.value_a(), true);
    refine(if_false, instr.value_a(), false);
  }
  const auto cleared_in = [&](const State& after, std::uint32_t parameter) {
    knowledge::SinkSet cleared = knowledge::kAllSinks;
    for (const Label& label : forest_.labels(after.load(object_of(parameter), *this))) {
      if (label.kind == Label::Kind::Input &&
          world_.paths.input(PathId(label.what)) == Input{parameter}) {
        cleared &= label.cleared;
      }
    }
    return cleared;
  };
  for (std::uint32_t i = 0; i < function_->parameter_count; ++i) {
    facts_.push_back({index, i, cleared_in(if_true, i), cleared_in(if_false, i),
                      truth != Truth::False, truth != Truth::True});
  }
}

}  // namespace av::taint
