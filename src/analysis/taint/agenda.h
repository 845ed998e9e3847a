#pragma once
// agenda.h — which functions are looked at, and when.
//
// A function is looked at when something from a source may come to it, or when one that is needs
// it: whoever may get what a function brings is wanted once it is known to bring something.  What
// is on the agenda is gone through bottom-up, a level of functions that do not need each other at a
// time; what changes meanwhile for functions that were passed already waits for the next time
// through, so that all changes of a class are met at once.

#include "analysis/taint/function_order.h"
#include "analysis/taint/rank_queue.h"
#include "analysis/taint/references.h"
#include "analysis/taint/summary.h"
#include "analysis/taint/world.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace av::taint {

// WrittenCell is a variable that is stored in, and the parts of it that changed.
struct WrittenCell {
  CellId cell;
  std::vector<Selector> parts;  // any(): all of it
};

// ChangedCell is a variable that a function stores something else in than it did.
struct ChangedCell {
  CellId cell;
  bool has_grown = false;  // it stored nothing there, or still stores all of that
};

// changed_cells is the variables in which two summaries do not store the same; `is_growing`: the
// later one says no less.
std::vector<ChangedCell> changed_cells(const Summary& before, const Summary& now, bool is_growing);

// Agenda is what is still to be looked at.
class Agenda {
 public:
  // `order` must outlive this.
  Agenda(World& world, const References& references, const FunctionOrder& order);

  // want has a function looked at that was not so far, and what it needs before it.
  void want(FunctionId function);
  // is_wanted says whether it is, or was, to be looked at.
  [[nodiscard]] bool is_wanted(FunctionId function) const { return is_wanted_[function.index()]; }
  // next takes the next functions off the agenda, which may be looked at in any order; none: all is
  // done.  It is valid until the next call.
  std::span<const FunctionId> next();
  // note_uses says what the summary of a function was made from.
  void note_uses(FunctionId function, const Uses& uses);
  // note_news says that the summary of a function has changed, and where.
  void note_news(FunctionId function, std::span<const ChangedCell> changed);

 private:
  void want_all(std::span<const FunctionId> functions);
  void want_readers(ClassId type, std::span<const Selector> parts);
  [[nodiscard]] bool brings(const Summary& summary) const;
  void note_bringing(FunctionId function);
  void note_written(const WrittenCell& written);
  std::vector<Selector> new_parts(const WrittenCell& written);
  void requeue(std::span<const FunctionId> functions);
  void requeue_readers(const WrittenCell& written);

  World& world_;
  const References& references_;
  const FunctionOrder& order_;
  std::vector<std::uint32_t> rank_;  // by function: its place in the order
  std::vector<bool> is_wanted_;      // by function
  std::vector<bool> is_bringing_;    // by function: it brings something from a source
  std::vector<std::vector<FunctionId>> callers_;
  std::vector<std::vector<FunctionId>> readers_;                                       // by cell
  std::unordered_map<std::uint32_t, std::vector<AttributeReader>> attribute_readers_;  // by class
  std::vector<bool> is_announced_;               // by cell: whoever may read it is wanted
  std::unordered_set<std::uint64_t> announced_;  // the same of parts: cell and selector
  RankQueue now_;
  RankQueue later_;               // of those passed already
  std::vector<FunctionId> next_;  // that are looked at
  std::uint32_t end_ = 0;         // the rank behind them
};

}  // namespace av::taint
