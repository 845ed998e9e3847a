#include "analysis/taint/summary.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

namespace av::taint {
namespace {

bool same_but_way(const Label& a, const Label& b) {
  return a.key() == b.key() && a.via_unknown == b.via_unknown && a.guesses == b.guesses &&
         a.around == b.around;
}

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

template <class Change>
void for_each_tree(Summary& summary, const Change& change) {
  change(summary.returned);
  for (auto& [type, tree] : summary.raised) {
    change(tree);
  }
  for (auto& [input, tree] : summary.outputs) {
    change(tree);
  }
  for (auto& [cell, tree] : summary.cells) {
    change(tree);
  }
}

// for_each_step calls `change` with every number of a step that callers see.
template <class Change>
void for_each_step(Summary& summary, const Change& change) {
  for_each_tree(summary, [&](FlatTree& tree) {
    for (Label& label : tree.labels) {
      if (label.kind != Label::Kind::Function) {
        change(label.step);
      }
    }
  });
  for (SinkEntry& entry : summary.sinks) {
    change(entry.step);
  }
  for (FlowEntry& entry : summary.flows) {
    change(entry.step);
  }
}

}  // namespace

// The labels of all nodes lie one after the other.
void FlatTree::sort_labels() {
  std::span<Label> left = labels;
  for (const Node& node : nodes) {
    std::ranges::sort(left.first(node.labels), {}, &Label::key);
    left = left.subspan(node.labels);
  }
}

bool FlatTree::is_same(const FlatTree& other) const {
  return nodes == other.nodes && std::ranges::equal(labels, other.labels, same_but_way);
}

namespace {

// Part is a child of the root of a flat tree: its nodes and labels.
struct Part {
  Selector selector;
  std::span<const FlatTree::Node> nodes;
  std::span<const Label> labels;
};

bool same_part(const Part& a, const Part& b) {
  return std::ranges::equal(a.nodes, b.nodes) &&
         std::ranges::equal(a.labels, b.labels, same_but_way);
}

// parts_of is the root by itself (its selector is any()) and its children, ascending.
std::vector<Part> parts_of(const FlatTree& tree) {
  std::vector<Part> parts;
  if (tree.nodes.empty()) {
    return parts;
  }
  const std::span<const FlatTree::Node> nodes = tree.nodes;
  const std::span<const Label> labels = tree.labels;
  std::size_t node = 1;
  std::size_t label = tree.nodes[0].labels;
  parts.push_back({Selector::any(), {}, labels.first(label)});
  for (std::uint16_t i = 0; i < tree.nodes[0].children; ++i) {
    const std::size_t first_node = node;
    const std::size_t first_label = label;
    for (std::size_t open = 1; open > 0; --open, ++node) {
      open += nodes[node].children;
      label += nodes[node].labels;
    }
    parts.push_back({nodes[first_node].selector, nodes.subspan(first_node, node - first_node),
                     labels.subspan(first_label, label - first_label)});
  }
  return parts;
}

}  // namespace

std::vector<Selector> changed_parts(const FlatTree& a, const FlatTree& b) {
  std::vector<Selector> changed;
  const std::vector<Part> ours = parts_of(a);
  const std::vector<Part> theirs = parts_of(b);
  const auto note_missing = [&](const std::vector<Part>& from, const std::vector<Part>& in) {
    for (const Part& part : from) {
      const auto same = std::ranges::find_if(in, [&](const Part& other) {
        return other.selector == part.selector && same_part(other, part);
      });
      const bool says_nothing = part.nodes.empty() && part.labels.empty();
      if (same == in.end() && !says_nothing) {
        changed.push_back(part.selector);
      }
    }
  };
  note_missing(ours, theirs);
  note_missing(theirs, ours);
  std::ranges::sort(changed);
  const auto doubles = std::ranges::unique(changed);
  changed.erase(doubles.begin(), doubles.end());
  return changed;
}

bool Summary::is_same(const Summary& other) const {
  const auto same = [](const auto& a, const auto& b) {
    return a.is_same(b) && a.around == b.around && a.via_unknown == b.via_unknown &&
           a.guesses == b.guesses;
  };
  return returned.is_same(other.returned) && same_trees(raised, other.raised) &&
         same_trees(outputs, other.outputs) && same_trees(cells, other.cells) &&
         std::ranges::equal(sinks, other.sinks, same) &&
         std::ranges::equal(flows, other.flows, same) && validations == other.validations &&
         returns == other.returns;
}

void Summary::renumber(const Additions& added, std::span<const std::uint32_t> paths,
                       std::span<const std::uint32_t> origins) {
  const auto renumbered = [](std::uint32_t number, std::uint32_t first,
                             std::span<const std::uint32_t> numbers) {
    return number < first ? number : numbers[number - first];
  };
  for_each_tree(*this, [&](FlatTree& tree) {
    for (Label& label : tree.labels) {
      if (label.kind == Label::Kind::Input) {
        label.what = renumbered(label.what, added.first_path, paths);
      } else if (label.kind == Label::Kind::Source) {
        label.what = renumbered(label.what, added.first_origin, origins);
      }
    }
    tree.sort_labels();
  });
  for (SinkEntry& entry : sinks) {
    entry.path = PathId(renumbered(entry.path.index(), added.first_path, paths));
  }
  for (FlowEntry& entry : flows) {
    entry.origin = renumbered(entry.origin, added.first_origin, origins);
  }
  sort_entries();
}

void Summary::sort_entries() {
  std::ranges::sort(sinks, {}, [](const SinkEntry& entry) {
    return std::tuple(entry.sink, entry.path, entry.condition);
  });
  std::ranges::sort(flows, {},
                    [](const FlowEntry& entry) { return std::tuple(entry.sink, entry.origin); });
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
