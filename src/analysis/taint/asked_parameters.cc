// asked_parameters.cc — which parameter has to be given, for a block to be reached: callers that
// leave it out, where it is None or False by default, do no harm there.
//
// A branch asks for it by its name: `if x is not None`, `if x`.  What holds at a block is what
// holds on all ways to it: a chain of branches, the nearest first, of which ways that meet keep
// what they have in common.  Linear in the blocks, as often as loops lie in each other.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace av::taint {

using flow::Op;
using syntax::Operator;
using Wanted = Condition::Wanted;

namespace {

// How often the blocks of a function are gone through, and how many conditions one is made of.
constexpr int kMostPasses = 12;
constexpr int kMostNested = 6;

constexpr std::uint32_t kNoWay = 0xFFFFFFFF;  // nothing is known of a block yet
constexpr std::uint32_t kStart = 0;

// Chains are branches that were taken one inside of the other.
class Chains {
 public:
  Chains(const flow::File& code, const flow::Function& function)
      : code_(code), function_(function), at_(function.block_count, kNoWay) {
    at_[0] = kStart;
  }

  // leave goes on from a block to those behind it; true when less is certain there than before.
  template <class Ask>
  bool leave(std::uint32_t from, const Ask& ask) {
    const flow::Block& block = code_.blocks[function_.first_block + from];
    const std::uint32_t chain = at_[from];
    if (chain == kNoWay || block.count == 0) {
      return false;
    }
    const std::uint32_t end = block.first + block.count - 1;
    const flow::Instr& last = code_.instrs[end];
    const bool asks = last.op == Op::Branch && (last.flags & flow::flag::kAssert) == 0;
    const auto successors = code_.successors_of(block);
    bool has_changed = false;
    for (std::uint32_t i = 0; i < successors.size(); ++i) {
      const std::optional<Condition> asked =
          asks ? ask(last.value_a(), i == 0) : std::optional<Condition>();
      has_changed |= come_to(successors[i].index() - function_.first_block,
                             asked ? inside(chain, 2 * end + i, *asked) : chain);
    }
    if (block.handler.exists()) {
      has_changed |= come_to(block.handler.index() - function_.first_block, chain);
    }
    return has_changed;
  }
  [[nodiscard]] std::optional<Condition> innermost(std::uint32_t block) const {
    const std::uint32_t chain = at_[block];
    return chain == kNoWay || chain == kStart ? std::nullopt
                                              : std::optional(links_[chain].condition);
  }

 private:
  struct Link {
    std::uint32_t outer = kStart;
    std::uint32_t depth = 0;
    Condition condition;
  };

  // come_to says that a way leads to a block; true when less is certain there than before.
  bool come_to(std::uint32_t block, std::uint32_t chain) {
    const std::uint32_t met = common(at_[block], chain);
    return std::exchange(at_[block], met) != met;
  }
  // inside is a chain and one more branch, of which `edge` is the number.
  std::uint32_t inside(std::uint32_t chain, std::uint32_t edge, const Condition& condition) {
    const auto next = static_cast<std::uint32_t>(links_.size());
    const auto [known, is_new] = numbers_.try_emplace((std::uint64_t{chain} << 32) | edge, next);
    if (is_new) {
      links_.push_back({chain, links_[chain].depth + 1, condition});
    }
    return known->second;
  }

  // common is what two chains share.
  [[nodiscard]] std::uint32_t common(std::uint32_t a, std::uint32_t b) const {
    if (a == kNoWay || b == kNoWay) {
      return a == kNoWay ? b : a;
    }
    while (a != b) {
      std::uint32_t& deeper = links_[a].depth >= links_[b].depth ? a : b;
      deeper = links_[deeper].outer;
    }
    return a;
  }

  const flow::File& code_;
  const flow::Function& function_;
  std::vector<Link> links_ = std::vector<Link>(1);
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  // by chain and edge
  std::vector<std::uint32_t> at_;                             // by block
};

}  // namespace

// rules_out says whether what is passed is not what a sink needs.
bool FunctionAnalysis::rules_out(const Condition& condition, const Bound& bound) {
  switch (condition.wanted) {
    case Wanted::Given:
      return bound.is_none;
    case Wanted::False:
      return bound.truth == Truth::True;
    default:
      return bound.truth == Truth::False;
  }
}

// handed_on is a condition of a callee as one of this function's callers, if it passes on what it
// gets from them.
std::optional<Condition> FunctionAnalysis::handed_on(const Condition& condition,
                                                     const Bound& bound) {
  if (bound.truth != Truth::Unknown) {
    return std::nullopt;
  }
  const bool is_switch = condition.wanted == Wanted::True || condition.wanted == Wanted::False;
  const auto parameter = is_switch ? find_parameter(bound.tree) : unchanged_parameter(bound.origin);
  return parameter ? std::optional(Condition{*parameter, condition.wanted}) : std::nullopt;
}

// unchanged_parameter is the parameter that a variable holds, if nothing else is stored there.
std::optional<std::uint32_t> FunctionAnalysis::unchanged_parameter(const Access& access) {
  if (!access.exists() || !access.is_exact || accesses_.length(access.path) != 0) {
    return std::nullopt;
  }
  const std::uint32_t place = accesses_.input(access.path).code;
  if (place >= function_->place_count || stores_of(place).size() != 1) {
    return std::nullopt;
  }
  return parameter_loaded(instr_at(stores_of(place)[0]).value_b());
}

std::optional<std::uint32_t> FunctionAnalysis::parameter_loaded(ValueId value) {
  const ValueId made = definition(value);
  const bool is_parameter = made.exists() && instr_at(made.index()).op == Op::Parameter;
  return is_parameter ? std::optional(instr_at(made.index()).a) : std::nullopt;
}

// asked_of is what a condition says of a parameter with a default that is None, or false.
std::optional<Condition> FunctionAnalysis::asked_of(ValueId condition, bool holds, int depth) {
  if (!condition.exists() || depth > kMostNested) {
    return std::nullopt;
  }
  const Instr& instr = instr_at(condition.index());
  const auto op = static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask);
  const auto parameters = world_.program.parameters(id_);
  if (instr.op == Op::Unary && op == Operator::Not) {
    return asked_of(instr.value_a(), !holds, depth + 1);
  }
  if (instr.op == Op::Compare && unit_->detail[condition.index()] == Unit::kWithNone) {
    const auto parameter = parameter_loaded(instr.value_a());
    const bool is_given = (op == Operator::IsNot) == holds;
    return is_given && parameter && *parameter < parameters.size() && parameters[*parameter].is_none
               ? std::optional(Condition{*parameter, Wanted::Given})
               : std::nullopt;
  }
  if (instr.op != Op::Load) {
    return std::nullopt;
  }
  if ((op == Operator::And && holds) || (op == Operator::Or && !holds)) {
    for (const std::uint32_t part : stores_of(local(instr.place()))) {
      if (const auto asked = asked_of(instr_at(part).value_b(), holds, depth + 1)) {
        return asked;
      }
    }
    return std::nullopt;
  }
  if (const auto parameter = parameter_loaded(condition)) {
    const bool is_off = holds && *parameter < parameters.size() &&
                        parameters[*parameter].default_truth == Truth::False;
    return is_off ? std::optional(Condition{*parameter, Wanted::Holds}) : std::nullopt;
  }
  const ValueId made = definition(condition);
  return made == condition ? std::nullopt : asked_of(made, holds, depth + 1);
}

// asked_around is what a block needs.
std::optional<Condition> FunctionAnalysis::asked_around(flow::BlockId block) {
  if (function_->block_count == 1) {
    return std::nullopt;
  }
  if (asked_.empty()) {
    asked_.resize(function_->block_count);
    const auto may_decide = [](const Parameter& one) { return one.default_truth == Truth::False; };
    if (std::ranges::any_of(world_.program.parameters(id_), may_decide)) {
      find_asked();
    }
  }
  return asked_[block.index() - function_->first_block];
}

void FunctionAnalysis::find_asked() {
  Chains chains(unit_->flow, *function_);
  const auto ask = [this](ValueId condition, bool holds) { return asked_of(condition, holds); };
  bool has_changed = true;
  for (int pass = 0; has_changed; ++pass) {
    if (pass == kMostPasses) {
      return;  // what is known by now need not be so
    }
    has_changed = false;
    for (const std::uint32_t block : by_order_) {
      has_changed |= chains.leave(block, ask);
    }
  }
  for (std::uint32_t block = 0; block < function_->block_count; ++block) {
    asked_[block] = chains.innermost(block);
  }
}

}  // namespace av::taint
