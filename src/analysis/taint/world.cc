#include "analysis/taint/world.h"

#include "analysis/text/test_path.h"

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

World::World(const Program& linked, const References& references, std::vector<Harms> looked_for,
             std::span<const FunctionId> order)
    : program(linked),
      harms(std::move(looked_for)),
      sources(sources_in(linked, references, harms, order)),
      summaries(linked.functions().size()),
      cells(paths, limits, linked.cell_count()),
      families(linked) {
  for (const Harms& one : harms) {
    sinks.push_back(sinks_of(one));
  }
  for (const Unit& unit : linked.units()) {
    are_tests.push_back(text::is_test_path(unit.path));
  }
  self_name = linked.find_name("__self__");
  partial_name = linked.find_name("__partial__");
  response_name = linked.find_name("response");
  default_name = linked.find_name("__defaults__");
  any_error = linked.find_name("builtins.Exception");
}

std::span<const ClassId> Families::relatives(ClassId type) {
  const auto [slot, is_new] = known_.try_emplace(type.index());
  if (is_new) {
    slot->second = program_.relatives(type);
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

// What others added meanwhile may have taken the numbers that rows were given: a path's parent,
// too, has another one then.
void World::take_in(Found& found) {
  limits += found.limits;
  unknown_calls.insert(found.unknown_calls.begin(), found.unknown_calls.end());
  cleared_sinks.insert(found.cleared_sinks.begin(), found.cleared_sinks.end());
  const Additions& added = found.added;
  const bool are_numbers_free =
      paths.size() == added.first_path && origins.size() == added.first_origin;
  std::vector<std::uint32_t> path_numbers;
  path_numbers.reserve(added.paths.size());
  for (PathRow row : added.paths) {
    if (row.parent.exists() && row.parent.index() >= added.first_path) {
      row.parent = PathId(path_numbers[row.parent.index() - added.first_path]);
    }
    path_numbers.push_back(paths.add(row).index());
  }
  std::vector<std::uint32_t> origin_numbers;
  origin_numbers.reserve(added.origins.size());
  for (const Origin& origin : added.origins) {
    origin_numbers.push_back(origins.add(origin));
  }
  if (!are_numbers_free && (!added.paths.empty() || !added.origins.empty())) {
    found.summary.renumber(added, path_numbers, origin_numbers);
  }
}

}  // namespace av::taint
