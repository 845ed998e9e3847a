#include "analysis/taint/state.h"

#include <algorithm>

namespace av::taint {
namespace {

// How many variables in a row may be parts of each other.
constexpr int kMostAliases = 4;

Access join_aliases(const Access& a, const Access& b) {
  if (a == b) {
    return a;
  }
  // Either may hold: the one with the lower number is kept, and no longer for certain.
  const bool takes_a = a.exists() && (!b.exists() || a.path <= b.path);
  return {takes_a ? a.path : b.path, false};
}

}  // namespace

const Slot* State::find(std::uint32_t place) const {
  const auto at = std::ranges::lower_bound(slots_, place, {}, &Slot::place);
  return at != slots_.end() && at->place == place ? &*at : nullptr;
}

Slot& State::slot(std::uint32_t place, Places& places) {
  const auto at = std::ranges::lower_bound(slots_, place, {}, &Slot::place);
  if (at != slots_.end() && at->place == place) {
    return *at;
  }
  return *slots_.insert(at, {place, places.initial(place), {}});
}

TreeId State::load(std::uint32_t place, Places& places) const {
  const Slot* found = find(place);
  return found != nullptr ? found->tree : places.initial(place);
}

Access State::alias(std::uint32_t place) const {
  const Slot* found = find(place);
  return found != nullptr ? found->alias : Access();
}

// known_slot is that of a variable that has one.
Slot& State::known_slot(std::uint32_t place) {
  return *std::ranges::lower_bound(slots_, place, {}, &Slot::place);
}

std::span<const State::AliasRow> State::aliases_of(std::uint32_t root) const {
  const auto rows = std::ranges::equal_range(aliases_, root, {}, &AliasRow::root);
  return {rows.begin(), rows.end()};
}

void State::set_alias(Slot& slot, const Access& alias, const Paths& accesses) {
  if (slot.alias.exists()) {
    const AliasRow old = {accesses.input(slot.alias.path).code, slot.place};
    aliases_.erase(std::ranges::lower_bound(aliases_, old));
  }
  slot.alias = alias;
  if (alias.exists()) {
    const AliasRow row = {accesses.input(alias.path).code, slot.place};
    aliases_.insert(std::ranges::lower_bound(aliases_, row), row);
  }
}

void State::drop_aliases_of(std::uint32_t root) {
  const auto rows = std::ranges::equal_range(aliases_, root, {}, &AliasRow::root);
  for (const AliasRow& row : rows) {
    known_slot(row.place).alias = {};
  }
  aliases_.erase(rows.begin(), rows.end());
}

void State::index_aliases(const Paths& accesses) {
  aliases_.clear();
  for (const Slot& slot : slots_) {
    if (slot.alias.exists()) {
      aliases_.push_back({accesses.input(slot.alias.path).code, slot.place});
    }
  }
  std::ranges::sort(aliases_);
}

void State::store(std::uint32_t place, TreeId tree, Access alias, const Paths& accesses) {
  drop_aliases_of(place);
  if (alias.exists() && accesses.input(alias.path).code == place) {
    alias = {};
  }
  auto at = std::ranges::lower_bound(slots_, place, {}, &Slot::place);
  if (at == slots_.end() || at->place != place) {
    at = slots_.insert(at, {place, tree, {}});
  }
  at->tree = tree;
  set_alias(*at, alias, accesses);
}

void State::write(const Access& access, TreeId tree, Update update, const StateContext& context) {
  const Paths& accesses = context.accesses;
  Paths::Steps path;
  accesses.selectors(access.path, path);
  std::uint32_t place = accesses.input(access.path).code;
  update = access.is_exact ? update : Update::Add;
  for (int i = 0; i < kMostAliases; ++i) {
    write_aliases(place, path, {tree, update}, context);
    Slot& target = slot(place, context.places);
    target.tree = context.forest.write(target.tree, path, tree, update);
    if (!target.alias.exists()) {
      return;
    }
    update = target.alias.is_exact ? update : Update::Add;
    place = accesses.input(target.alias.path).code;
    Paths::Steps whole;
    accesses.selectors(target.alias.path, whole);
    whole.append(path);
    if (whole.size() > kMostSteps) {
      whole.shorten(kMostSteps);
      update = Update::Add;
    }
    path.clear();
    path.append(whole);
  }
}

// What holds the object that is changed, or a part of it around the change, changes too.
void State::write_aliases(std::uint32_t root, std::span<const Selector> path, const Stored& stored,
                          const StateContext& context) {
  const Paths& accesses = context.accesses;
  for (const AliasRow& row : aliases_of(root)) {
    Slot& other = known_slot(row.place);
    Paths::Steps held;
    accesses.selectors(other.alias.path, held);
    const bool is_around =
        held.size() <= path.size() && std::equal(held.begin(), held.end(), path.begin());
    if (is_around) {
      const auto rest = path.subspan(held.size());
      other.tree = context.forest.write(other.tree, rest, stored.tree,
                                        other.alias.is_exact ? stored.update : Update::Add);
    }
  }
}

bool State::join_place(std::uint32_t place, const State& other, const StateContext& context) {
  Slot& mine = slot(place, context.places);
  const Slot before = mine;
  const Slot* found = other.find(place);
  mine.tree = context.forest.join(mine.tree,
                                  found != nullptr ? found->tree : context.places.initial(place));
  set_alias(mine, join_aliases(mine.alias, found != nullptr ? found->alias : Access()),
            context.accesses);
  return mine != before;
}

bool State::has_places_of(const State& other) const {
  return std::ranges::equal(slots_, other.slots_, {}, &Slot::place, &Slot::place);
}

// join_slots is for states that have the same variables.
bool State::join_slots(const State& other, const StateContext& context) {
  bool changed = false;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    Slot& mine = slots_[i];
    const Slot& theirs = other.slots_[i];
    if (mine == theirs) {
      continue;
    }
    const Slot joined = {mine.place, context.forest.join(mine.tree, theirs.tree),
                         join_aliases(mine.alias, theirs.alias)};
    changed |= joined != mine;
    mine = joined;
  }
  if (changed) {
    index_aliases(context.accesses);
  }
  return changed;
}

bool State::join(const State& other, const StateContext& context) {
  if (!is_reached_) {
    slots_ = other.slots_;
    aliases_ = other.aliases_;
    is_reached_ = true;
    return true;
  }
  if (has_places_of(other)) {
    return join_slots(other, context);
  }
  bool changed = false;
  std::vector<Slot> both;
  both.reserve(std::max(slots_.size(), other.slots_.size()));
  auto a = slots_.begin();
  auto b = other.slots_.begin();
  while (a != slots_.end() || b != other.slots_.end()) {
    const bool has_a = a != slots_.end() && (b == other.slots_.end() || a->place <= b->place);
    const bool has_b = b != other.slots_.end() && (a == slots_.end() || b->place <= a->place);
    const std::uint32_t place = has_a ? a->place : b->place;
    const Slot mine = has_a ? *a++ : Slot{place, context.places.initial(place), {}};
    const Slot theirs = has_b ? *b++ : Slot{place, context.places.initial(place), {}};
    const Slot joined = {place, context.forest.join(mine.tree, theirs.tree),
                         join_aliases(mine.alias, theirs.alias)};
    changed |= joined != mine;
    both.push_back(joined);
  }
  slots_ = std::move(both);
  if (changed) {
    index_aliases(context.accesses);
  }
  return changed;
}

void State::trim(std::uint32_t depth, Forest& forest) {
  for (Slot& slot : slots_) {
    slot.tree = forest.trim(slot.tree, depth);
  }
}

}  // namespace av::taint
