#pragma once
// cells.h — what all functions together store in each variable of a module, a class or a function.
//
// A function's share is joined when its summary changes, so that a variable that thousands store
// in and thousands read costs no more than it holds.  Only what means something elsewhere is kept:
// what comes from a source, functions, variables around the writer.

#include "analysis/taint/forest.h"
#include "analysis/taint/summary.h"

#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

// Share is what one function stores in a variable.
struct Share {
  FunctionId writer;
  const FlatTree* tree = nullptr;  // none: nothing any more
};

// Cells is the values of all variables; they lie in a forest of their own.
class Cells {
 public:
  Cells(Paths& paths, Limits& limits, std::size_t count)
      : forest_(paths, limits), paths_(paths), rows_(count) {}

  // add joins a function's share; the result is the parts that say something else than before:
  // any() when the whole does.
  std::vector<Selector> add(CellId cell, const Share& share);
  // replace makes a value anew, from the shares of all its writers: one of them says less.
  std::vector<Selector> replace(CellId cell, std::span<const Share> shares);
  [[nodiscard]] std::span<const FunctionId> writers(CellId cell) const {
    return rows_[cell.index()].writers;
  }

  [[nodiscard]] TreeId value(CellId cell) const { return rows_[cell.index()].value; }
  [[nodiscard]] const Forest& forest() const { return forest_; }
  // step is the function that a label comes from, and its way there.
  [[nodiscard]] const Step& step(const Label& label) const { return trace_[label.step]; }

 private:
  struct Row {
    TreeId value = kEmpty;
    std::vector<FunctionId> writers;  // ascending
  };
  struct Reading {
    const Share& share;
    std::size_t& node;
    std::size_t& label;
  };

  TreeId tree_of(const Share& share);
  TreeId node_of(const Reading& reading);
  [[nodiscard]] bool is_kept(const Label& label) const;
  std::vector<Selector> set(Row& row, TreeId value);
  [[nodiscard]] bool says_same(TreeId a, TreeId b) const;

  Forest forest_;
  const Paths& paths_;
  Trace trace_;
  std::vector<Row> rows_;  // by cell
};

}  // namespace av::taint
