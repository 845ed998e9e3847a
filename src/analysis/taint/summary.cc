#include "analysis/taint/summary.h"

#include <algorithm>

namespace av::taint {
namespace {

template <class Key>
bool same_trees(const std::vector<std::pair<Key, FlatTree>>& a,
                const std::vector<std::pair<Key, FlatTree>>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.is_same(y.second);
  });
}

}  // namespace

bool FlatTree::is_same(const FlatTree& other) const {
  return nodes == other.nodes &&
         std::ranges::equal(labels, other.labels, [](const Label& a, const Label& b) {
           return a.key() == b.key() && a.via_unknown == b.via_unknown && a.around == b.around;
         });
}

bool Summary::is_same(const Summary& other) const {
  const auto same = [](const auto& a, const auto& b) {
    return a.is_same(b) && a.around == b.around;
  };
  return returned.is_same(other.returned) && raised.is_same(other.raised) &&
         same_trees(outputs, other.outputs) && same_trees(cells, other.cells) &&
         std::ranges::equal(sinks, other.sinks, same) &&
         std::ranges::equal(flows, other.flows, same) && validations == other.validations &&
         returns == other.returns;
}

}  // namespace av::taint
