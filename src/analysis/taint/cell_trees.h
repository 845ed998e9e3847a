#pragma once
// cell_trees.h — what all functions together store in a variable of a module, or in the attributes
// of a class, as far as it is known by now.
//
// Many functions read what many write: each variable is joined once, not once a reader, and again
// only when a writer's summary was replaced.  What depends on who reads (variables of a function
// around the writer) is not kept here.

#include "analysis/taint/forest.h"
#include "analysis/taint/program.h"
#include "analysis/taint/summary.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace av::taint {

struct World;

// CellTrees owns the trees of variables.
class CellTrees {
 public:
  explicit CellTrees(World& world);

  // of is a tree of forest(), good until the next call; none when it depends on who reads.  Its
  // labels' steps are of trace().
  TreeId of(CellId cell);
  // forget is told of a summary that is replaced, and of the one in its place.
  void forget(const Summary& summary);

  [[nodiscard]] const Forest& forest() const { return forest_; }
  [[nodiscard]] const Trace& trace() const { return trace_; }

 private:
  // Known is what was found of a variable.
  struct Known {
    std::uint32_t age = 0;  // counts only when it is age_
    TreeId tree;
  };
  // Reading is the state of one instantiate().
  struct Reading {
    const FlatTree& flat;
    FunctionId writer;
    std::size_t node = 0;
    std::size_t label = 0;
    bool depends = false;  // on who reads
  };

  TreeId joined(CellId cell);
  TreeId instantiate(Reading& work);

  World& world_;
  Forest forest_;
  Trace trace_;
  std::vector<Known> known_;  // by cell
  std::uint32_t age_ = 1;
};

}  // namespace av::taint
