#include "analysis/taint/forest.h"

#include <algorithm>
#include <utility>

namespace av::taint {
namespace {

bool same_label(const Label& a, const Label& b) {
  return a.key() == b.key() && a.via_unknown == b.via_unknown && a.guesses == b.guesses &&
         a.around == b.around && a.distance == b.distance && a.step == b.step;
}

// merge keeps the nearer of two labels with one key.
void merge(Label& kept, const Label& other) {
  const bool via_unknown = kept.via_unknown && other.via_unknown;
  const Around around = kept.around & other.around;
  if (far(other.distance, other.guesses) < far(kept.distance, kept.guesses)) {
    kept = other;
  }
  kept.via_unknown = via_unknown;
  kept.around = around;
}

bool comes_before(const Label& a, const Label& b) {
  return a.key() < b.key();
}

// sort_labels is a stable sort of a few: it takes no memory.
void sort_labels(std::span<Label> labels) {
  for (std::size_t i = 1; i < labels.size(); ++i) {
    const Label moved = labels[i];
    std::size_t at = i;
    for (; at > 0 && comes_before(moved, labels[at - 1]); --at) {
      labels[at] = labels[at - 1];
    }
    labels[at] = moved;
  }
}

// unite sorts labels and makes one of those with one key; returns how many there are.
std::size_t unite(std::span<Label> labels) {
  const auto is_behind = [](const Label& a, const Label& b) { return !comes_before(a, b); };
  if (std::ranges::adjacent_find(labels, is_behind) == labels.end()) {
    return labels.size();
  }
  if (labels.size() <= kMostLabels * 2) {
    sort_labels(labels);
  } else {
    std::ranges::stable_sort(labels, comes_before);
  }
  std::size_t count = 0;
  for (const Label& label : labels) {
    if (count != 0 && labels[count - 1].key() == label.key()) {
      merge(labels[count - 1], label);
    } else {
      labels[count++] = label;
    }
  }
  return count;
}

bool is_any_part(const Label& label) {
  return label.kind == Label::Kind::Input && label.is_flat;
}

}  // namespace

void Forest::clear() {
  labels_.clear();
  children_.clear();
  sets_.assign(1, {0, 0});
  rows_.assign(1, {0, 0, 0, 0, 1});
  set_index_.clear();
  row_index_.clear();
  leaves_.assign(1, kEmpty);
  flattened_.clear();
  projected_.clear();
  projected_index_.clear();
  joined_.fill({kEmpty, kEmpty, kEmpty});
}

std::span<const Label> Forest::labels(TreeId tree) const {
  return labels_of(row(tree).set);
}

std::span<const Child> Forest::children(TreeId tree) const {
  return std::span(children_).subspan(row(tree).first_child, row(tree).child_count);
}

TreeId Forest::leaf(std::span<const Label> labels) {
  Labels all(labels);
  return leaf_of(add_set(all));
}

TreeId Forest::node(std::span<const Label> labels, std::span<const Child> parts) {
  Labels all(labels);
  Parts list(parts);
  return make(add_set(all), list);
}

std::uint32_t Forest::add_set(Labels& labels) {
  if (labels.empty()) {
    return 0;
  }
  drop_covered(labels);
  if (labels.size() > kMostLabels) {
    bound_labels(labels);
  }
  std::uint64_t hash = labels.size();
  for (const Label& label : labels) {
    hash = hash_on(hash, (std::uint64_t{label.what} << 32) | label.cleared);
    hash = hash_on(hash, (std::uint64_t{label.step} << 16) | (std::uint64_t{label.around} << 9) |
                             (label.is_flat ? 256U : 0U) | static_cast<std::uint64_t>(label.kind));
  }
  const auto next = static_cast<std::uint32_t>(sets_.size());
  const std::uint32_t found = set_index_.find_or_add(hash, next, [&](std::uint32_t known) {
    return std::ranges::equal(labels_of(known), labels, same_label);
  });
  if (found == next) {
    sets_.push_back(
        {static_cast<std::uint32_t>(labels_.size()), static_cast<std::uint32_t>(labels.size())});
    labels_.insert(labels_.end(), labels.begin(), labels.end());
    leaves_.push_back(TreeId::none());
  }
  return found;
}

// shorten makes of a part of an input any part of what it is in.
void Forest::shorten(Label& label, std::uint32_t length) const {
  const PathId whole = paths_.prefix(PathId(label.what), length);
  if (whole != PathId(label.what)) {
    label.is_flat = true;
    label.what = whole.index();
    label.widen();
  }
}

// drop_covered leaves out parts of inputs of which any part is there already.
void Forest::drop_covered(Labels& labels) const {
  labels.shorten(unite(labels));
  if (labels.size() == 1) {
    return;
  }
  Labels covers;  // in the order of their paths, as all labels are
  for (const Label& label : labels) {
    if (is_any_part(label)) {
      covers.push_back(label);
    }
  }
  if (covers.empty()) {
    return;
  }
  const auto is_covered_by = [](const Label& label, const Label& cover) {
    return cover.cleared == label.cleared && cover.via_unknown <= label.via_unknown &&
           (cover.around & label.around) == cover.around && cover.key() != label.key();
  };
  labels.erase_if([&](const Label& label) {
    if (label.kind != Label::Kind::Input) {
      return false;
    }
    for (PathId path(label.what); path.exists(); path = paths_.parent(path)) {
      const auto same = std::ranges::equal_range(covers, path.index(), {}, &Label::what);
      if (std::ranges::any_of(same, [&](const Label& one) { return is_covered_by(label, one); })) {
        return true;
      }
    }
    return false;
  });
}

// bound_labels says less exactly which parts of inputs a value is made of.
void Forest::bound_labels(Labels& labels) {
  ++limits_.labels;
  labels.erase_if([](const Label& label) {
    return label.kind == Label::Kind::Source && label.cleared == knowledge::kAllSinks;
  });
  for (std::uint32_t length = kMostSteps; length > 0 && labels.size() > kMostLabels; --length) {
    for (Label& label : labels) {
      if (label.kind == Label::Kind::Input) {
        shorten(label, length - 1);
      }
    }
    drop_covered(labels);
  }
  labels.shorten(std::min(labels.size(), kMostLabels));
}

// Each set is in order, so that all are after a walk through both.
std::uint32_t Forest::join_sets(std::uint32_t a, std::uint32_t b) {
  if (a == b || b == 0) {
    return a;
  }
  if (a == 0) {
    return b;
  }
  Labels both;
  const auto left = labels_of(a);
  const auto right = labels_of(b);
  auto at = right.begin();
  for (const Label& label : left) {
    for (; at != right.end() && comes_before(*at, label); ++at) {
      both.push_back(*at);
    }
    both.push_back(label);
    if (at != right.end() && at->key() == label.key()) {
      merge(both[both.size() - 1], *at++);
    }
  }
  both.append({at, right.end()});
  return add_set(both);
}

// project is what the labels of a value say of its part: a part of what came from outside, another
// part of an input.
std::uint32_t Forest::project(std::uint32_t set, Selector selector) {
  if (set == 0) {
    return 0;
  }
  const auto next = static_cast<std::uint32_t>(projected_.size());
  // Both are counted up together: mixed as they are, all pairs would have one hash.
  const std::uint64_t hash = hash_on(0, (std::uint64_t{set} << 32) | selector.code());
  const std::uint32_t known = projected_index_.find_or_add(hash, next, [&](std::uint32_t one) {
    return projected_[one].set == set && projected_[one].selector == selector;
  });
  if (known == next) {
    projected_.push_back({set, selector, projected(set, selector)});
  }
  return projected_[known].part;
}

std::uint32_t Forest::projected(std::uint32_t set, Selector selector) {
  Labels part;
  for (Label label : labels_of(set)) {
    if (label.kind == Label::Kind::Input && !label.is_flat) {
      label.what = paths_.step(PathId(label.what), selector).index();
    }
    if (label.kind != Label::Kind::Function) {
      label.around = 0;  // what is cut out of a text stands at the start
      part.push_back(label);
    }
  }
  return add_set(part);
}

TreeId Forest::leaf_of(std::uint32_t set) {
  TreeId known = leaves_[set];
  if (!known.exists()) {
    known = TreeId(static_cast<std::uint32_t>(rows_.size()));
    rows_.push_back({set, 0, 0, 0, 1});
    leaves_[set] = known;
  }
  return known;
}

// make is, with leaf_of, the one place where nodes come from, so that equal trees have one form.
TreeId Forest::make(std::uint32_t set, Parts& children) {
  if (!children.empty()) {
    join_elements(set, children);
    join_attributes(set, children);
    for (Child& child : children) {
      if (row(child.tree).depth >= kMostSteps) {
        ++limits_.depth;
        child.tree = trim(child.tree, kMostSteps - 1);
      }
    }
    bound_parts(children);
    normalize(set, children);
  }
  if (children.empty()) {
    return leaf_of(set);
  }
  std::uint64_t hash = hash_on(set, children.size());
  std::uint16_t depth = 0;
  for (const Child& child : children) {
    hash = hash_on(hash, (std::uint64_t{child.selector.code()} << 32) | child.tree.index());
    depth = std::max(depth, static_cast<std::uint16_t>(row(child.tree).depth + 1));
  }
  const auto next = static_cast<std::uint32_t>(rows_.size());
  const std::uint32_t found = row_index_.find_or_add(hash, next, [&](std::uint32_t known) {
    return rows_[known].set == set && std::ranges::equal(this->children(TreeId(known)), children);
  });
  if (found == next) {
    rows_.push_back({set, static_cast<std::uint32_t>(children_.size()),
                     static_cast<std::uint32_t>(children.size()), depth,
                     static_cast<std::uint16_t>(size_of(children))});
    children_.insert(children_.end(), children.begin(), children.end());
  }
  return TreeId(found);
}

std::size_t Forest::size_of(std::span<const Child> children) const {
  std::size_t size = 1;
  for (const Child& child : children) {
    size += row(child.tree).size;
  }
  return size;
}

// bound_parts joins what lies deepest when there is too much.
void Forest::bound_parts(Parts& children) {
  for (std::uint32_t depth = kMostSteps; depth > 0 && size_of(children) > kMostParts; --depth) {
    limits_.width += depth == kMostSteps ? 1 : 0;
    for (Child& child : children) {
      child.tree = trim(child.tree, depth - 1);
    }
  }
}

// normalize sorts the parts, and leaves out those of which the rest says the same.
void Forest::normalize(std::uint32_t set, Parts& children) {
  std::ranges::sort(children, {}, &Child::selector);
  const auto is_any = [](const Child& child) { return child.selector.is_any(); };
  const auto any = std::ranges::find_if(children, is_any);
  if (any != children.end() && any->tree == leaf_of(project(set, any->selector))) {
    children.erase_if(is_any);
  }
  const auto found = std::ranges::find_if(children, is_any);
  const TreeId element = found != children.end() ? found->tree : TreeId::none();
  children.erase_if([&](const Child& child) {
    if (child.selector.is_any()) {
      return false;
    }
    const bool has_default = element.exists() && child.selector.is_element();
    return child.tree == (has_default ? element : leaf_of(project(set, child.selector)));
  });
}

// default_part is a part that is no child.
TreeId Forest::default_part(std::uint32_t set, std::span<const Child> children, Selector selector) {
  if (selector.is_element()) {
    for (const Child& child : children) {
      if (child.selector.is_any()) {
        return child.tree;
      }
    }
  }
  return leaf_of(project(set, selector));
}

// join_elements makes one of all elements when there are too many to tell apart.
void Forest::join_elements(std::uint32_t set, Parts& children) {
  const auto is_element = [](const Child& child) { return child.selector.is_element(); };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(children, is_element));
  if (count <= kExactElements + 1) {
    return;
  }
  ++limits_.width;
  TreeId all = default_part(set, children, Selector::any());
  for (const Child& child : children) {
    all = is_element(child) ? join(all, child.tree) : all;
  }
  all = map(all, [](Label& label) {
    label.widen();
    return true;
  });
  children.erase_if(is_element);
  children.push_back({Selector::any(), all});
}

// join_attributes lets an object have the labels of all its attributes when it has too many.
void Forest::join_attributes(std::uint32_t& set, Parts& children) {
  const auto is_other = [](const Child& child) { return !child.selector.is_element(); };
  if (static_cast<std::size_t>(std::ranges::count_if(children, is_other)) <= kMostAttributes) {
    return;
  }
  ++limits_.width;
  // What is said to hold nothing holds what it did before, then: no other part's labels.
  children.erase_if([&](const Child& child) { return is_other(child) && child.tree == kEmpty; });
  if (static_cast<std::size_t>(std::ranges::count_if(children, is_other)) <= kMostAttributes) {
    return;
  }
  Labels all;
  for (const Child& child : children) {
    if (is_other(child)) {
      gather(child.tree, Depth::InAttribute, all);
    }
  }
  children.erase_if(is_other);
  set = join_sets(set, add_set(all));
}

TreeId Forest::read(TreeId tree, Selector selector) {
  if (tree == kEmpty) {
    return kEmpty;
  }
  if (selector.is_any()) {
    const Parts parts(children(tree));
    TreeId all = default_part(row(tree).set, parts, selector);
    for (const Child& part : parts) {
      all = part.selector.is_element() ? join(all, part.tree) : all;
    }
    return all;
  }
  for (const Child& child : children(tree)) {
    if (child.selector == selector) {
      return child.tree;
    }
  }
  return default_part(row(tree).set, children(tree), selector);
}

TreeId Forest::read(TreeId tree, std::span<const Selector> path) {
  for (const Selector selector : path) {
    tree = read(tree, selector);
  }
  return tree;
}

TreeId Forest::write(TreeId tree, std::span<const Selector> path, TreeId value, Update update) {
  if (path.empty()) {
    return update == Update::Replace ? value : join(tree, value);
  }
  const Selector first = path[0];
  const auto rest = path.subspan(1);
  const std::uint32_t set = row(tree).set;
  Parts parts(children(tree));
  if (!first.is_exact()) {
    update = Update::Add;
  }
  const bool is_there = std::ranges::find(parts, first, &Child::selector) != parts.end();
  const TreeId before = is_there ? kEmpty : default_part(set, parts, first);
  for (Child& part : parts) {
    const bool may_be_it = first.is_any() && part.selector.is_element();
    if (part.selector == first || may_be_it) {
      part.tree = write(part.tree, rest, value, update);
    }
  }
  if (!is_there) {
    parts.push_back({first, write(before, rest, value, update)});
  }
  return make(set, parts);
}

TreeId Forest::join(TreeId a, TreeId b) {
  if (a == b || b == kEmpty) {
    return a;
  }
  if (a == kEmpty) {
    return b;
  }
  const std::uint64_t hash = hash_on(a.index(), b.index());
  const Joined& known = joined_[hash % joined_.size()];
  if (known.a == a && known.b == b) {
    return known.both;
  }
  const TreeId both = join_new(a, b);
  joined_[hash % joined_.size()] = {a, b, both};
  return both;
}

TreeId Forest::join_new(TreeId a, TreeId b) {
  const std::uint32_t set = join_sets(row(a).set, row(b).set);
  const Parts left(children(a));
  const Parts right(children(b));
  Parts both;
  const auto part_of = [&](TreeId tree, const Parts& parts, Selector selector) {
    const auto at = std::ranges::find(parts, selector, &Child::selector);
    return at != parts.end() ? at->tree : default_part(row(tree).set, parts, selector);
  };
  for (const Child& child : left) {
    both.push_back({child.selector, join(child.tree, part_of(b, right, child.selector))});
  }
  for (const Child& child : right) {
    if (std::ranges::find(left, child.selector, &Child::selector) == left.end()) {
      both.push_back({child.selector, join(part_of(a, left, child.selector), child.tree)});
    }
  }
  return make(set, both);
}

// What an attribute holds a text of the object need not show.
void Forest::gather(TreeId tree, Depth depth, Labels& out) const {
  each_deep(tree, depth, [&](Label label, Depth where) {
    if (label.kind != Label::Kind::Function) {
      if (where == Depth::InAttribute) {
        label.widen();
      }
      out.push_back(label);
    }
  });
}

TreeId Forest::flatten(TreeId tree) {
  if (tree.index() >= flattened_.size()) {
    flattened_.resize(rows_.size(), TreeId::none());
  }
  if (const TreeId known = flattened_[tree.index()]; known.exists()) {
    return known;
  }
  Labels all;
  gather(tree, Depth::Open, all);
  for (Label& label : all) {
    label.is_flat |= label.kind == Label::Kind::Input;
  }
  return flattened_[tree.index()] = leaf_of(add_set(all));
}

TreeId Forest::trim(TreeId tree, std::uint32_t depth) {
  if (row(tree).depth == 0 && depth > 0) {
    return tree;
  }
  if (depth == 0) {
    const bool has_parts = !children(tree).empty();
    return map(flatten(tree), [&](Label& label) {
      if (has_parts) {
        label.widen();
      }
      return true;
    });
  }
  Parts parts(children(tree));
  for (Child& part : parts) {
    part.tree = trim(part.tree, depth - 1);
  }
  return make(row(tree).set, parts);
}

std::size_t Forest::label_count(TreeId tree) const {
  std::size_t count = 0;
  each(tree, [&](const Label&) { ++count; });
  return count;
}

// An object that is made of many parameters is still no mixture of them: its parts say which of
// them they are of, as long as the bound for that allows it.
TreeId Forest::narrow(TreeId tree, std::size_t most, std::size_t most_apart) {
  limits_.width += label_count(tree) > most ? 1U : 0U;
  const auto shortened = [this](TreeId one, std::uint32_t length) {
    return map(one, [&](Label& label) {
      if (label.kind == Label::Kind::Input) {
        shorten(label, length);
      }
      return true;
    });
  };
  TreeId apart = kEmpty;
  for (std::uint32_t depth = kMostSteps; depth > 0 && label_count(tree) > most; --depth) {
    if (depth == 2) {
      Parts parts(children(tree));
      for (Child& part : parts) {
        part.tree = children(part.tree).empty() ? part.tree : trim(part.tree, 0);
      }
      apart = shortened(make(row(tree).set, parts), 0);
    } else if (depth == 1 && label_count(apart) <= most_apart) {
      return apart;
    }
    tree = shortened(trim(tree, depth - 1), depth - 1);
  }
  return tree;
}

TreeId Forest::elements(TreeId tree) {
  if (tree == kEmpty) {
    return kEmpty;
  }
  Parts all;
  all.push_back({Selector::any(), read(tree, Selector::any())});
  return make(row(tree).set, all);
}

}  // namespace av::taint
