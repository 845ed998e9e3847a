#pragma once
// instantiation.h — where one stands in a summary's tree while a tree of a Forest is made of it.

#include "analysis/taint/passed.h"
#include "analysis/taint/state.h"
#include "analysis/taint/summary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

// Instantiation puts what a caller passes into a tree.
struct Instantiation {
  const FlatTree& flat;
  const Invocation& call;
  const State& state;
  const Input* output;  // the input that the tree is the later state of, if it is one
  std::size_t node;
  std::size_t label;
  std::vector<Selector> path;
  bool are_inputs_only = false;  // what the callee brings itself is left out
};

// CellChange is what a callee stores in a variable of a module.
struct CellChange {
  CellId cell;
  std::uint32_t place;  // of it here, or none
  TreeId tree;          // all of it, where there is a place
  TreeId by_inputs;     // that is made of what was passed
};

// Restoring makes a function's own tree again.
struct Restoring {
  const FlatTree& flat;
  std::span<const std::uint32_t> steps;
  std::size_t& node;
  std::size_t& label;
};

}  // namespace av::taint
