#include "analysis/taint/world.h"

#include <algorithm>
#include <utility>

namespace av::taint {

void Summaries::put(FunctionId function, Summary summary) {
  std::uint32_t& slot = slot_[function.index()];
  if (slot == 0) {
    slot = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(std::move(summary));
  } else {
    rows_[slot] = std::move(summary);
  }
}

std::vector<FunctionId> Summaries::known() const {
  std::vector<FunctionId> functions;
  for (std::uint32_t i = 0; i < slot_.size(); ++i) {
    if (slot_[i] != 0) {
      functions.emplace_back(i);
    }
  }
  return functions;
}

World::World(const Program& linked, const References& references, const Harms& looked_for,
             std::span<const FunctionId> order)
    : program(linked),
      harms(harms_in(references, looked_for)),
      sinks(sinks_of(harms)),
      sources(sources_in(references, harms, order)),
      summaries(linked.functions().size()),
      cells(paths, limits, linked.cell_count()) {
  self_name = linked.find_name("__self__");
  partial_name = linked.find_name("__partial__");
  response_name = linked.find_name("response");
  default_name = linked.find_name("__defaults__");
  any_error = linked.find_name("builtins.Exception");
}

std::span<const ClassId> World::relatives(ClassId type) {
  const auto [slot, is_new] = families.try_emplace(type.index());
  if (is_new) {
    slot->second = program.relatives(type);
  }
  return slot->second;
}

// A variable that more functions than these store in keeps what one of them no longer stores: to
// make it anew each time costs their number squared.
constexpr std::size_t kMostWritersMadeAnew = 32;

std::vector<Selector> World::store(FunctionId function, CellId cell, bool has_grown) {
  const auto share_of = [&](FunctionId writer) {
    const auto& all = summaries[writer].cells;
    const auto at = std::ranges::lower_bound(all, cell, {}, &std::pair<CellId, FlatTree>::first);
    return Share{writer, at != all.end() && at->first == cell ? &at->second : nullptr};
  };
  if (has_grown || cells.writers(cell).size() > kMostWritersMadeAnew) {
    return cells.add(cell, share_of(function));
  }
  std::vector<Share> shares;
  for (const FunctionId writer : cells.writers(cell)) {
    shares.push_back(share_of(writer));
  }
  return cells.replace(cell, shares);
}

std::uint32_t World::origin_of(const Origin& origin) {
  const std::uint64_t hash = hash_on((std::uint64_t{origin.function.index()} << 32) | origin.instr,
                                     static_cast<std::uint64_t>(origin.kind));
  const auto next = static_cast<std::uint32_t>(origins.size());
  const std::uint32_t found = origin_index.find_or_add(
      hash, next, [&](std::uint32_t known) { return origins[known] == origin; });
  if (found == next) {
    origins.push_back(origin);
  }
  return found;
}

}  // namespace av::taint
