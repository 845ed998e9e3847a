#include "analysis/taint/cells.h"

#include <algorithm>

namespace av::taint {
namespace {

bool says_same_label(const Label& a, const Label& b) {
  return a.key() == b.key() && a.via_unknown == b.via_unknown && a.around == b.around;
}

}  // namespace

std::vector<Selector> Cells::add(CellId cell, const Share& share) {
  Row& row = rows_[cell.index()];
  const auto at = std::ranges::lower_bound(row.writers, share.writer);
  if (at == row.writers.end() || *at != share.writer) {
    row.writers.insert(at, share.writer);
  }
  return set(row, forest_.join(row.value, tree_of(share)));
}

std::vector<Selector> Cells::replace(CellId cell, std::span<const Share> shares) {
  TreeId value = kEmpty;
  for (const Share& share : shares) {
    value = forest_.join(value, tree_of(share));
  }
  return set(rows_[cell.index()], value);
}

// set compares the parts of both values, which lie in the order of their selectors.
std::vector<Selector> Cells::set(Row& row, TreeId value) {
  const TreeId before = row.value;
  row.value = value;
  if (!std::ranges::equal(forest_.labels(before), forest_.labels(value), says_same_label)) {
    return {Selector::any()};
  }
  std::vector<Selector> changed;
  auto a = forest_.children(before).begin();
  auto b = forest_.children(value).begin();
  const auto end_a = forest_.children(before).end();
  const auto end_b = forest_.children(value).end();
  while (a != end_a || b != end_b) {
    const bool has_a = a != end_a && (b == end_b || a->selector <= b->selector);
    const bool has_b = b != end_b && (a == end_a || b->selector <= a->selector);
    if (!has_a || !has_b || !says_same(a->tree, b->tree)) {
      changed.push_back(has_a ? a->selector : b->selector);
    }
    a += has_a ? 1 : 0;
    b += has_b ? 1 : 0;
  }
  return changed;
}

// As deep as trees are: kMostSteps.
bool Cells::says_same(TreeId a, TreeId b) const {
  return a == b ||
         (std::ranges::equal(forest_.labels(a), forest_.labels(b), says_same_label) &&
          std::ranges::equal(forest_.children(a), forest_.children(b),
                             [&](const Child& x, const Child& y) {
                               return x.selector == y.selector && says_same(x.tree, y.tree);
                             }));
}

TreeId Cells::tree_of(const Share& share) {
  std::size_t node = 0;
  std::size_t label = 0;
  return share.tree == nullptr || share.tree->nodes.empty() ? kEmpty
                                                            : node_of({share, node, label});
}

// A function's parameters mean nothing elsewhere.
bool Cells::is_kept(const Label& label) const {
  return label.kind != Label::Kind::Input || paths_.input(PathId(label.what)).is_captured();
}

// As deep as trees are: kMostSteps.
TreeId Cells::node_of(const Reading& reading) {
  const FlatTree& flat = *reading.share.tree;
  const FlatTree::Node& row = flat.nodes[reading.node++];
  std::vector<Label> own;
  for (std::uint16_t i = 0; i < row.labels; ++i) {
    Label one = flat.labels[reading.label++];
    if (!is_kept(one)) {
      continue;
    }
    if (one.kind != Label::Kind::Function) {
      one.step = trace_.add({Step::kNone, Step::kNone, reading.share.writer, one.step});
    }
    if (one.kind == Label::Kind::Source && one.distance < kLongestWay) {
      ++one.distance;
    }
    own.push_back(one);
  }
  std::vector<Child> parts;
  for (std::uint16_t i = 0; i < row.children; ++i) {
    const Selector part = flat.nodes[reading.node].selector;
    parts.push_back({part, node_of(reading)});
  }
  return forest_.node(own, parts);
}

}  // namespace av::taint
