#include "analysis/taint/summary.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace av::taint {
namespace {

template <class Key>
bool same_trees(const std::vector<std::pair<Key, FlatTree>>& a,
                const std::vector<std::pair<Key, FlatTree>>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.is_same(y.second);
  });
}

using StepKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

StepKey key_of(const Step& step) {
  return {step.instr, step.parent, step.callee.index(), step.inner};
}

// for_each_step calls `change` with every number of a step that callers see.
template <class Change>
void for_each_step(Summary& summary, const Change& change) {
  const auto in_tree = [&](FlatTree& tree) {
    for (Label& label : tree.labels) {
      if (label.kind != Label::Kind::Function) {
        change(label.step);
      }
    }
  };
  in_tree(summary.returned);
  in_tree(summary.raised);
  for (auto& [input, tree] : summary.outputs) {
    in_tree(tree);
  }
  for (auto& [cell, tree] : summary.cells) {
    in_tree(tree);
  }
  for (SinkEntry& entry : summary.sinks) {
    change(entry.step);
  }
  for (FlowEntry& entry : summary.flows) {
    change(entry.step);
  }
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

void Summary::take_steps_of(const Summary& before) {
  std::map<StepKey, std::uint32_t> known;
  std::vector<Step> all = before.steps;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    known.emplace(key_of(all[i]), i);
  }
  std::vector<std::uint32_t> numbers;  // new ones, by their number now; a parent comes first
  numbers.reserve(steps.size());
  for (Step step : steps) {
    if (step.parent != Step::kNone) {
      step.parent = numbers[step.parent];
    }
    const auto next = static_cast<std::uint32_t>(all.size());
    const auto [slot, is_new] = known.emplace(key_of(step), next);
    if (is_new) {
      all.push_back(step);
    }
    numbers.push_back(slot->second);
  }
  for_each_step(*this, [&](std::uint32_t& step) {
    if (step < numbers.size()) {
      step = numbers[step];
    }
  });
  steps = std::move(all);
}

}  // namespace av::taint
