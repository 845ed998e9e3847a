#include "analysis/calls/local_values.h"

#include <algorithm>
#include <utility>

namespace av::calls {

namespace {

using flow::Block;
using flow::BlockId;
using flow::Instr;
using flow::Op;

constexpr std::uint32_t kAllBlocks = 0xFFFFFFFF;
// Steps a function may take for each of its instructions, and at least.
constexpr std::uint64_t kStepsPerInstr = 64;
constexpr std::uint64_t kFewestSteps = 100'000;

}  // namespace

void LocalValues::enter(const flow::Function& function) {
  first_block_ = function.first_block;
  first_place_ = function.first_place;
  before_.assign(function.block_count, {});
  handled_.assign(function.block_count, {});
  bindings_.assign(function.place_count, {});
  in_block_.clear();
  starts_.clear();
  all_joins_.clear();
  is_coarse_ = false;
  note_blocks();
  note_bindings();
}

// The instructions of a function lie together, its blocks in the order in which they were begun,
// not in that of their ids.
void LocalValues::note_blocks() {
  std::uint32_t first = 0xFFFFFFFF;
  std::uint32_t end = 0;
  for (std::uint32_t i = 0; i < before_.size(); ++i) {
    const Block& block = file_.blocks[first_block_ + i];
    first = std::min(first, block.first);
    end = std::max(end, block.first + block.count);
    for (const BlockId next : file_.successors_of(block)) {
      before_[local_block(next.index())].push_back(i);
    }
    if (block.handler.exists()) {
      handled_[local_block(block.handler.index())].push_back(i);
    }
  }
  first_instr_ = first;
  block_of_.assign(end - first, 0);
  budget_ = kFewestSteps + kStepsPerInstr * (end - first);
}

void LocalValues::note_bindings() {
  for (std::uint32_t i = 0; i < before_.size(); ++i) {
    const Block& block = file_.blocks[first_block_ + i];
    for (std::uint32_t at = block.first; at < block.first + block.count; ++at) {
      block_of_[at - first_instr_] = i;
      const Instr& instr = file_.instrs[at];
      if (instr.op == Op::Store || instr.op == Op::Delete) {
        const std::uint32_t place = instr.a - first_place_;
        bindings_[place].push_back(at);
        in_block_[key_of(i, place)].push_back(at);
      }
    }
  }
}

Reached LocalValues::at(flow::ValueId load) {
  const std::uint32_t place = file_[load].a - first_place_;
  const std::vector<std::uint32_t>& all = bindings_[place];
  // Of one binding a use behind it sees that one, and is not asked how it got there.
  if (all.size() == 1 && all[0] < load.index() && file_.instrs[all[0]].op == Op::Store) {
    return {Reached::Kind::Binding, all[0]};
  }
  const std::uint32_t block = block_of_[load.index() - first_instr_];
  const auto here = in_block_.find(key_of(block, place));
  if (here != in_block_.end()) {
    const auto behind = std::ranges::upper_bound(here->second, load.index());
    if (behind != here->second.begin()) {
      const std::uint32_t binding = *(behind - 1);
      return file_.instrs[binding].op == Op::Store ? Reached{Reached::Kind::Binding, binding}
                                                   : Reached{};
    }
  }
  return at_start(block, place);
}

Reached LocalValues::at_end(std::uint32_t block, std::uint32_t place) {
  const auto here = in_block_.find(key_of(block, place));
  if (here == in_block_.end()) {
    return at_start(block, place);
  }
  const std::uint32_t last = here->second.back();
  return file_.instrs[last].op == Op::Store ? Reached{Reached::Kind::Binding, last} : Reached{};
}

Reached LocalValues::at_start(std::uint32_t block, std::uint32_t place) {
  std::vector<Key> passed;
  Reached found;
  for (;;) {
    const Key key = key_of(block, place);
    if (const auto known = starts_.find(key); known != starts_.end()) {
      found = known->second;
      break;
    }
    if (is_coarse_ || budget_ == 0) {
      is_coarse_ = true;
      return all_of(place);
    }
    --budget_;
    passed.push_back(key);
    if (block == 0) {
      found = {Reached::Kind::Start, place + first_place_};
      break;
    }
    if (!handled_[block].empty() || before_[block].size() > 1) {
      found = join_at(block, place);
      break;
    }
    if (before_[block].empty()) {
      break;
    }
    block = before_[block][0];
    if (in_block_.contains(key_of(block, place))) {
      found = at_end(block, place);
      break;
    }
  }
  for (const Key key : passed) {
    starts_.emplace(key, found);
  }
  return found;
}

Reached LocalValues::join_at(std::uint32_t block, std::uint32_t place) {
  pending_.push_back({join_count_, block, place});
  return {Reached::Kind::Join, join_count_++};
}

Reached LocalValues::all_of(std::uint32_t place) {
  const auto [slot, is_new] = all_joins_.try_emplace(place, join_count_);
  if (is_new) {
    pending_.push_back({join_count_++, kAllBlocks, place});
  }
  return {Reached::Kind::Join, slot->second};
}

std::vector<std::pair<std::uint32_t, Join>> LocalValues::take_joins() {
  std::vector<std::pair<std::uint32_t, Join>> taken;
  for (const Pending& pending : std::exchange(pending_, {})) {
    taken.emplace_back(pending.join, Join{});
    fill(pending, taken.back().second);
  }
  return taken;
}

void LocalValues::fill(const Pending& pending, Join& join) {
  const auto add_stores = [&](const std::vector<std::uint32_t>& bindings) {
    for (const std::uint32_t binding : bindings) {
      if (file_.instrs[binding].op == Op::Store) {
        join.ways.push_back({Reached::Kind::Binding, binding});
      }
    }
  };
  if (pending.block == kAllBlocks) {
    join.ways.push_back({Reached::Kind::Start, pending.place + first_place_});
    add_stores(bindings_[pending.place]);
    return;
  }
  for (const std::uint32_t from : before_[pending.block]) {
    join.ways.push_back(at_end(from, pending.place));
  }
  for (const std::uint32_t from : handled_[pending.block]) {
    join.ways.push_back(at_start(from, pending.place));
    if (const auto here = in_block_.find(key_of(from, pending.place)); here != in_block_.end()) {
      add_stores(here->second);
    }
  }
}

}  // namespace av::calls
