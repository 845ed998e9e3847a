#pragma once
// state.h — what a function's variables hold at one point of it.
//
// A variable that holds the same object as another, or as a part of one, remembers which: what is
// stored through one of them is stored for both.

#include "analysis/taint/forest.h"

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

// Access is where a value was read from: a variable and the way into it.  None for others.
struct Access {
  PathId path;  // in the function's table of accesses; its Input is a place
  bool is_exact = true;

  [[nodiscard]] bool exists() const { return path.exists(); }
  friend bool operator==(const Access&, const Access&) = default;
};

// Slot is one variable.
struct Slot {
  std::uint32_t place = 0;
  TreeId tree = kEmpty;
  Access alias;  // holds the same object as that
  friend bool operator==(const Slot&, const Slot&) = default;
};

// Places is what a State needs to know of its function.
class Places {
 public:
  // initial is what a variable holds before anything is stored in it.
  virtual TreeId initial(std::uint32_t place) = 0;

 protected:
  ~Places() = default;
};

// StateContext is what the states of one function share.
struct StateContext {
  Forest& forest;
  Places& places;
  const Paths& accesses;
};

// State is all variables.  Those that still hold what they did initially are not in it.
class State {
 public:
  [[nodiscard]] std::span<const Slot> slots() const { return slots_; }
  [[nodiscard]] bool is_reached() const { return is_reached_; }
  void set_reached() { is_reached_ = true; }
  // reset makes it as new, but for its memory.
  void reset() {
    slots_.clear();
    aliases_.clear();
    is_reached_ = false;
  }

  [[nodiscard]] TreeId load(std::uint32_t place, Places& places) const;
  [[nodiscard]] Access alias(std::uint32_t place) const;
  // store sets a variable; others that were parts of what it held no longer are.
  void store(std::uint32_t place, TreeId tree, Access alias, const Paths& accesses);
  // write sets a part of a variable, and of all that hold the same object.
  void write(const Access& access, TreeId tree, Update update, const StateContext& context);
  // join adds what another state may be; true when that changed something.
  bool join(const State& other, const StateContext& context);
  // join_place does so for one variable.
  bool join_place(std::uint32_t place, const State& other, const StateContext& context);
  // trim makes all trees simpler.
  void trim(std::uint32_t depth, Forest& forest);

 private:
  Slot& slot(std::uint32_t place, Places& places);
  [[nodiscard]] bool has_places_of(const State& other) const;
  bool join_slots(const State& other, const StateContext& context);
  [[nodiscard]] const Slot* find(std::uint32_t place) const;
  [[nodiscard]] Slot& known_slot(std::uint32_t place);
  struct Stored {
    TreeId tree;
    Update update;
  };
  void write_aliases(std::uint32_t root, std::span<const Selector> path, const Stored& stored,
                     const StateContext& context);

  // AliasRow is a slot with an alias, by the variable that the alias is, or is a part of.
  struct AliasRow {
    std::uint32_t root = 0;
    std::uint32_t place = 0;
    friend auto operator<=>(const AliasRow&, const AliasRow&) = default;
  };
  [[nodiscard]] std::span<const AliasRow> aliases_of(std::uint32_t root) const;
  void set_alias(Slot& slot, const Access& alias, const Paths& accesses);
  void drop_aliases_of(std::uint32_t root);
  void index_aliases(const Paths& accesses);

  std::vector<Slot> slots_;        // ascending by place
  std::vector<AliasRow> aliases_;  // ascending
  bool is_reached_ = false;
};

}  // namespace av::taint
