// function_analysis.cc — from block to block until nothing changes.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace av::taint {
namespace {

using flow::Op;

// After so many visits of a block what comes in is made simpler, and then very simple.
constexpr std::uint32_t kVisitsBeforeTrim = 4;
constexpr std::uint32_t kVisitsBeforeFlatten = 8;
// How many instructions may be looked at, for each that the function has.
constexpr std::uint64_t kWorkPerInstr = 40;
constexpr std::uint64_t kLeastWork = 20'000;
// To pass so many variables to another block counts as much as an instruction.
constexpr std::uint64_t kSlotsPerWork = 16;
// A state of no more variables is kept in any case: to make room for it again costs more.
constexpr std::size_t kFewSlots = 32;

// forget empties a map; one that a giant has made wide is not swept again for each function after.
template <class Map>
void forget(Map& map) {
  constexpr std::size_t kMostKept = 256;
  if (map.bucket_count() > kMostKept) {
    map = Map();
  } else {
    map.clear();
  }
}

}  // namespace

FunctionAnalysis::FunctionAnalysis(const World& world)
    : world_(world),
      families_(world.program),
      forest_(paths_, limits_),
      context_{forest_, *this, accesses_} {}

Found FunctionAnalysis::analyse(FunctionId function, bool is_widening) {
  is_widening_ = is_widening;
  prepare(function);
  for (const auto& [type, told] : world_.summaries[function].raised) {
    if (is_widening) {
      raised_.emplace_back(type, kEmpty);  // what was told apart stays so
    }
  }
  run();
  if (sight_ != nullptr) {
    note_values();
  }
  Found found;
  found.summary = summarize();
  found.uses = std::move(uses_);
  found.added = {{paths_.own().begin(), paths_.own().end()},
                 {origins_.own().begin(), origins_.own().end()},
                 world_.paths.size(),
                 world_.origins.size()};
  found.limits = limits_;
  found.unknown_calls = std::move(unknown_calls_);
  found.cleared_sinks = std::move(cleared_sinks_);
  return found;
}

void FunctionAnalysis::prepare(FunctionId function) {
  id_ = function;
  unit_id_ = world_.program[function].unit;
  unit_ = &world_.program[unit_id_];
  function_ = &unit_->flow[world_.program[function].local];
  paths_.lie_on(world_.paths);
  origins_.lie_on(world_.origins);
  limits_ = {};
  unknown_calls_ = {};
  cleared_sinks_ = {};
  forest_.clear();
  trace_.clear();
  uses_ = {};
  accesses_.clear();
  initial_.assign(function_->place_count + function_->parameter_count, TreeId::none());
  forget(read_cells_);
  forget(attributes_);
  forget(written_);
  written_order_.clear();
  sinks_.clear();
  flows_.clear();
  facts_.clear();
  asked_.clear();
  stores_.clear();
  has_places_of_cells_ = false;
  has_places_of_symbols_ = false;
  kept_steps_.clear();
  returned_ = kEmpty;
  raised_.clear();
  caught_.clear();
  object_start_.assign(function_->parameter_count, kEmpty);
  exits_.clear();
  prepare_blocks();
}

void FunctionAnalysis::prepare_blocks() {
  const auto blocks =
      std::span(unit_->flow.blocks).subspan(function_->first_block, function_->block_count);
  first_instr_ = blocks[0].first;
  std::uint32_t end = first_instr_;
  for (const flow::Block& block : blocks) {
    first_instr_ = block.count == 0 ? first_instr_ : std::min(first_instr_, block.first);
    end = std::max(end, block.first + block.count);
  }
  values_.assign(end - first_instr_, {});
  begin_states(blocks.size());
  visits_.assign(blocks.size(), 0);
  by_order_.resize(blocks.size());
  std::iota(by_order_.begin(), by_order_.end(), 0U);
  const auto place_of = [&](std::uint32_t b) { return blocks[b].first; };
  if (!std::ranges::is_sorted(by_order_, {}, place_of)) {
    std::ranges::stable_sort(by_order_, {}, place_of);
  }
  order_.resize(blocks.size());
  for (std::uint32_t rank = 0; rank < by_order_.size(); ++rank) {
    order_[by_order_[rank]] = rank;
  }
  work_left_ = kLeastWork + kWorkPerInstr * values_.size();
  note_loops();
  note_far_uses();
}

// begin_states empties the states of all blocks; those of a giant are not kept for what comes.
void FunctionAnalysis::begin_states(std::size_t blocks) {
  constexpr std::size_t kMostKept = 256;
  entries_.resize(std::max(blocks, std::min(entries_.size(), kMostKept)));
  for (State& state : entries_) {
    state.reset();
  }
}

// Blocks that a way back leads to, or around, may be looked at again; what enters the others is not
// kept once they were, since thousands of branches would each keep all variables.
void FunctionAnalysis::note_loops() {
  std::vector<std::uint32_t> loop_end(function_->block_count);  // by rank
  const auto note = [&](std::uint32_t from, flow::BlockId to) {
    const std::uint32_t rank = order_[to.index() - function_->first_block];
    if (rank <= order_[from]) {
      loop_end[rank] = std::max(loop_end[rank], order_[from] + 1);
    }
  };
  for (std::uint32_t b = 0; b < function_->block_count; ++b) {
    const flow::Block& block = unit_->flow.blocks[function_->first_block + b];
    for (const flow::BlockId next : unit_->flow.successors_of(block)) {
      note(b, next);
    }
    if (block.handler.exists()) {
      note(b, block.handler);
    }
  }
  is_seen_again_.assign(function_->block_count, false);
  std::uint32_t end = 0;
  for (std::uint32_t rank = 0; rank < function_->block_count; ++rank) {
    end = std::max(end, loop_end[rank]);
    is_seen_again_[by_order_[rank]] = rank < end;
  }
}

void FunctionAnalysis::work(std::uint64_t amount) {
  work_left_ -= std::min(work_left_, amount);
}

// A value that another block uses: when it changes, that block has to be looked at again.
void FunctionAnalysis::note_far_uses() {
  far_uses_.clear();
  if (function_->block_count == 1) {
    return;
  }
  for (std::uint32_t b = 0; b < function_->block_count; ++b) {
    const flow::Block& block = unit_->flow.blocks[function_->first_block + b];
    const auto note = [&](std::uint32_t operand) {
      if (operand >= first_instr_ && operand < block.first &&
          operand - first_instr_ < values_.size()) {
        far_uses_.emplace_back(operand, b);
        is_seen_again_[b] = true;
      }
    };
    for (const Instr& instr : unit_->flow.instrs_of(block)) {
      const bool is_place = instr.op == Op::Load || instr.op == Op::Store ||
                            instr.op == Op::Delete || instr.op == Op::Parameter ||
                            instr.op == Op::MakeFunction || instr.op == Op::MakeClass;
      if (!is_place) {
        note(instr.a);
      }
      if (instr.list_count == 0 && instr.op != Op::Unpack && instr.op != Op::MatchPart) {
        note(instr.b);
      }
      for (const ValueId operand : unit_->flow.list(instr)) {
        note(operand.index());
      }
    }
  }
  std::ranges::sort(far_uses_);
}

// What a variable of another function or the module holds before this function stores in it.
TreeId FunctionAnalysis::initial(std::uint32_t place) {
  if (initial_[place].exists()) {
    return initial_[place];
  }
  TreeId tree = kEmpty;
  if (place >= function_->place_count) {
    Label label;
    label.kind = Label::Kind::Input;
    label.what = paths_.of({place - function_->place_count}).index();
    label.step = trace_.add({});
    tree = forest_.leaf(label);
  } else {
    const std::uint32_t index = function_->first_place + place;
    const flow::Place& what = unit_->flow.places[index];
    const NameId cell = unit_->cells[index];
    if (what.kind == flow::Place::Kind::Free) {
      Label label;
      label.kind = Label::Kind::Input;
      label.what = paths_.of(Input::captured(what.symbol.index())).index();
      label.step = trace_.add({});
      tree = forest_.leaf(label);
    } else if (what.kind == flow::Place::Kind::Global && cell.exists()) {
      tree = cell_tree(world_.program.cell(unit_id_, cell), Step::kNone);
    }
  }
  initial_[place] = tree;
  return tree;
}

void FunctionAnalysis::run() {
  queue_.begin(function_->block_count);
  State start;
  start.set_reached();
  enter(0, start);
  while (!queue_.empty()) {
    run_block(by_order_[queue_.take()]);
    if (work_left_ == 0) {
      ++limits_.visits;
      return;
    }
  }
}

void FunctionAnalysis::enqueue(std::uint32_t block) {
  if (entries_[block].is_reached()) {
    queue_.insert(order_[block]);
  }
}

void FunctionAnalysis::enter(std::uint32_t block, const State& state) {
  work(state.slots().size() / kSlotsPerWork);
  if (entries_[block].join(state, context_)) {
    if (visits_[block] >= kVisitsBeforeTrim) {
      entries_[block].trim(visits_[block] >= kVisitsBeforeFlatten ? 0 : 2, forest_);
    }
    queue_.insert(order_[block]);
  }
}

void FunctionAnalysis::run_block(std::uint32_t block_index) {
  const flow::Block& block = unit_->flow.blocks[function_->first_block + block_index];
  ++visits_[block_index];
  block_ = flow::BlockId(function_->first_block + block_index);
  State& state = state_;
  if (is_seen_again_[block_index] || entries_[block_index].slots().size() <= kFewSlots) {
    state = entries_[block_index];
  } else {
    state = std::move(entries_[block_index]);
    entries_[block_index] = State();
    entries_[block_index].set_reached();
  }
  to_handler(block_index, state, nullptr);
  for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
    const Instr& instr = instr_at(i);
    work(1);
    at_ = i;
    set_value(i, evaluate(i, instr, state));
    to_handler(block_index, state, &instr);
    if (instr.op == Op::Call && never_returns(i)) {
      return;
    }
  }
  leave_block(block_index, state);
}

// An exception may leave a block anywhere: its handler sees what each instruction changes.
void FunctionAnalysis::to_handler(std::uint32_t block_index, const State& state,
                                  const Instr* store) {
  const flow::Block& block = unit_->flow.blocks[function_->first_block + block_index];
  if (!block.handler.exists()) {
    return;
  }
  const std::uint32_t handler = block.handler.index() - function_->first_block;
  if (store == nullptr || store->op == Op::Call || store->op == Op::SetItem ||
      store->op == Op::SetAttr) {
    enter(handler, state);
  } else if (store->op == Op::Store &&
             entries_[handler].join_place(local(store->place()), state, context_)) {
    queue_.insert(order_[handler]);
  }
}

void FunctionAnalysis::leave_block(std::uint32_t block_index, State& state) {
  const flow::Block& block = unit_->flow.blocks[function_->first_block + block_index];
  const auto successors = unit_->flow.successors_of(block);
  const Instr& last = instr_at(block.first + block.count - 1);
  if (last.op == Op::Return) {
    exits_.resize(std::max<std::size_t>(exits_.size(), function_->block_count));
    std::swap(exits_[block_index], state);
    return;
  }
  const auto known = last.op == Op::Branch
                         ? static_cast<Truth>(unit_->detail[block.first + block.count - 1])
                         : Truth::Unknown;
  for (std::uint32_t i = 0; i < successors.size(); ++i) {
    const bool is_ruled_out = last.op == Op::Branch && ((known == Truth::True && i == 1) ||
                                                        (known == Truth::False && i == 0));
    if (is_ruled_out) {
      continue;
    }
    const bool is_refined = last.op == Op::Branch && (last.flags & flow::flag::kAssert) == 0;
    if (is_refined) {
      refined_ = state;
      refine(refined_, last.value_a(), i == 0);
    }
    enter(successors[i].index() - function_->first_block, is_refined ? refined_ : state);
  }
}

void FunctionAnalysis::set_value(std::uint32_t instr, const Value& value) {
  Value& slot = values_[instr - first_instr_];
  if (slot == value) {
    return;
  }
  slot = value;
  auto at = std::ranges::lower_bound(far_uses_, std::pair(instr, 0U));
  for (; at != far_uses_.end() && at->first == instr; ++at) {
    enqueue(at->second);
  }
}

const FunctionAnalysis::Value& FunctionAnalysis::value(ValueId id) const {
  static const Value kNothing;
  const bool is_here =
      id.exists() && id.index() >= first_instr_ && id.index() - first_instr_ < values_.size();
  return is_here ? values_[id.index() - first_instr_] : kNothing;
}

}  // namespace av::taint
