#include "analysis/taint/cell_trees.h"

#include "analysis/taint/world.h"

#include <algorithm>
#include <span>

namespace av::taint {
namespace {

// Trees of variables that were joined again stay until there are so many.
constexpr std::size_t kMostTrees = 100'000;

}  // namespace

CellTrees::CellTrees(World& world)
    : world_(world), forest_(world.paths, world.limits), known_(world.program.cell_count()) {}

TreeId CellTrees::of(CellId cell) {
  if (forest_.size() > kMostTrees) {
    forest_.clear();
    trace_.clear();
    ++age_;
  }
  Known& known = known_[cell.index()];
  if (known.age != age_) {
    known = {age_, joined(cell)};
  }
  return known.tree;
}

void CellTrees::forget(const Summary& summary) {
  for (const auto& [cell, tree] : summary.cells) {
    known_[cell.index()].age = 0;
  }
}

TreeId CellTrees::joined(CellId cell) {
  TreeId all = kEmpty;
  for (const FunctionId writer : world_.writers[cell.index()]) {
    for (const auto& [written, flat] : world_.summaries[writer].cells) {
      if (written != cell || flat.nodes.empty()) {
        continue;
      }
      Reading work = {flat, writer};
      all = forest_.join(all, instantiate(work));
      if (work.depends) {
        return TreeId::none();
      }
    }
  }
  return all;
}

// What a writer's own inputs bring means nothing elsewhere.  As deep as trees are: kMostSteps.
TreeId CellTrees::instantiate(Reading& work) {
  const FlatTree::Node& row = work.flat.nodes[work.node++];
  std::vector<Label> own;
  for (std::uint16_t i = 0; i < row.labels; ++i) {
    Label one = work.flat.labels[work.label++];
    if (one.kind == Label::Kind::Input) {
      work.depends |= world_.paths.input(PathId(one.what)).is_captured();
      continue;
    }
    if (one.kind == Label::Kind::Source) {
      one.distance = static_cast<std::uint8_t>(std::min<int>(one.distance + 1, kLongestWay));
      one.step = trace_.add({Step::kNone, Step::kNone, work.writer, one.step});
    }
    own.push_back(one);
  }
  TreeId made = forest_.leaf(own);
  for (std::uint16_t i = 0; i < row.children; ++i) {
    const Selector part = work.flat.nodes[work.node].selector;
    made = forest_.write(made, std::span(&part, 1), instantiate(work), Update::Replace);
  }
  return made;
}

}  // namespace av::taint
