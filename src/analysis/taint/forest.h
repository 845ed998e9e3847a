#pragma once
// forest.h — what is known of values, as trees: labels of a value, and of its parts.
//
// A node's labels hold for the value and for every part that is not a child; a child says what
// holds instead.  Trees are immutable and equal ones have one id, so that to compare is to compare
// ids.  The empty tree says that nothing is known.
//
// Everything is bounded, and whatever exceeds a bound is joined, never dropped: depth by
// kMostSteps, elements by kExactElements, attributes by kMostAttributes, all parts together by
// kMostParts; too many parts of inputs become the whole inputs.  Only where that is not enough for
// kMostLabels labels of one value are the last left out; `limits` counts all of these.

#include "analysis/taint/hash_index.h"
#include "analysis/taint/label.h"
#include "base/short_list.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

struct TreeTag;
using TreeId = base::Id<TreeTag>;
// kEmpty is the tree of which nothing is known.
inline constexpr TreeId kEmpty = TreeId(0);

inline constexpr std::size_t kMostLabels = 16;
inline constexpr std::size_t kMostAttributes = 32;
inline constexpr std::size_t kMostParts = 64;

// Limits counts how often a bound was met.
struct Limits {
  std::uint64_t labels = 0;   // of one value: some were left out
  std::uint64_t width = 0;    // parts of one value, or labels of a summary: joined
  std::uint64_t depth = 0;    // parts of parts: joined
  std::uint64_t visits = 0;   // functions not followed to the end
  std::uint64_t rounds = 0;   // functions whose summary was not followed to the end
  std::uint64_t entries = 0;  // summaries that were cut

  Limits& operator+=(const Limits& more) {
    labels += more.labels;
    width += more.width;
    depth += more.depth;
    visits += more.visits;
    rounds += more.rounds;
    entries += more.entries;
    return *this;
  }
};

// Update is how a part is set.
enum class Update : std::uint8_t {
  Replace,  // it is the new value
  Add,      // it is the old or the new value
};

// Child is a part of a value.
struct Child {
  Selector selector;
  TreeId tree;
  friend bool operator==(const Child&, const Child&) = default;
};

// Forest owns trees until it is cleared.
class Forest {
 public:
  Forest(Paths& paths, Limits& limits) : paths_(paths), limits_(limits) { clear(); }

  void clear();

  // Labels need no memory while they are few.
  using Labels = base::ShortList<Label, 2 * kMostLabels>;

  // leaf is a value with these labels, which need not be sorted.
  TreeId leaf(std::span<const Label> labels);
  TreeId leaf(const Label& label) { return leaf(std::span(&label, 1)); }
  // node is a value with these labels and parts.
  TreeId node(std::span<const Label> labels, std::span<const Child> parts);
  // size is how many trees there are.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  [[nodiscard]] std::span<const Label> labels(TreeId tree) const;
  [[nodiscard]] std::span<const Child> children(TreeId tree) const;
  [[nodiscard]] bool is_empty(TreeId tree) const { return tree == kEmpty; }

  TreeId join(TreeId a, TreeId b);
  // read is a part of a value.
  TreeId read(TreeId tree, Selector selector);
  TreeId read(TreeId tree, std::span<const Selector> path);
  // write is a value with a part set.
  TreeId write(TreeId tree, std::span<const Selector> path, TreeId value, Update update);
  // flatten is a value with the labels of all its parts: what a text made of it may hold.
  TreeId flatten(TreeId tree);
  // trim joins what lies deeper than `depth`, which is not certain of any part then.
  TreeId trim(TreeId tree, std::uint32_t depth);
  // narrow says less exactly what a tree of more than `most` labels does, until it has fewer; or
  // `most_apart` at most, of whole inputs and in parts that have none; or has whole inputs, no
  // parts.
  TreeId narrow(TreeId tree, std::size_t most, std::size_t most_apart = 0);
  // elements is a sequence of the same elements in another order.
  TreeId elements(TreeId tree);
  // without_labels is the parts only.
  TreeId without_labels(TreeId tree) {
    Parts parts(children(tree));
    return make(0, parts);
  }

  // without_parts is the labels only.
  TreeId without_parts(TreeId tree) { return leaf_of(row(tree).set); }

  // map changes every label of a tree; `change` gets a Label&, says whether it stays, and does not
  // use the forest.
  template <class Change>
  TreeId map(TreeId tree, const Change& change) {
    if (tree == kEmpty) {
      return kEmpty;
    }
    Labels changed;
    for (Label label : labels(tree)) {  // NOLINT(misc-const-correctness): some changes write to it
      if (change(label)) {
        changed.push_back(label);
      }
    }
    const std::uint32_t set = add_set(changed);
    Parts parts(children(tree));
    for (Child& part : parts) {  // as deep as trees are, kMostSteps at most
      part.tree = map(part.tree, change);
    }
    return make(set, parts);
  }

  // Depth says whether a label is one of a value and its elements, or of some attribute inside.
  enum class Depth : std::uint8_t { Open, InAttribute };

  // each_deep calls `visit` with every label of a tree, and where it is.
  template <class Visit>
  void each_deep(TreeId tree, Depth depth, const Visit& visit) const {
    for (const Label& label : labels(tree)) {
      visit(label, depth);
    }
    for (const Child& part : children(tree)) {
      each_deep(part.tree, part.selector.is_attribute() ? Depth::InAttribute : depth, visit);
    }
  }

  // each calls `visit` with every label of a tree.
  template <class Visit>
  void each(TreeId tree, const Visit& visit) const {
    for (const Label& label : labels(tree)) {
      visit(label);
    }
    for (const Child& part : children(tree)) {
      each(part.tree, visit);
    }
  }

 private:
  using Parts = base::ShortList<Child, kMostAttributes>;
  struct Row {
    std::uint32_t set;
    std::uint32_t first_child;
    std::uint32_t child_count;
    std::uint16_t depth;
    std::uint16_t size;  // nodes, itself included
  };
  struct SetRow {
    std::uint32_t first;
    std::uint32_t count;
  };
  struct Projected {
    std::uint32_t set;
    Selector selector;
    std::uint32_t part;
  };
  struct Joined {
    TreeId a;
    TreeId b;
    TreeId both;
  };

  std::uint32_t add_set(Labels& labels);
  void bound_labels(Labels& labels);
  void drop_covered(Labels& labels) const;
  void shorten(Label& label, std::uint32_t length) const;
  std::uint32_t join_sets(std::uint32_t a, std::uint32_t b);
  std::uint32_t project(std::uint32_t set, Selector selector);
  std::uint32_t projected(std::uint32_t set, Selector selector);
  TreeId make(std::uint32_t set, Parts& children);
  TreeId leaf_of(std::uint32_t set);
  [[nodiscard]] std::size_t size_of(std::span<const Child> children) const;
  void bound_parts(Parts& children);
  void normalize(std::uint32_t set, Parts& children);
  void join_elements(std::uint32_t set, Parts& children);
  void join_attributes(std::uint32_t& set, Parts& children);
  TreeId default_part(std::uint32_t set, std::span<const Child> children, Selector selector);
  TreeId join_new(TreeId a, TreeId b);
  void gather(TreeId tree, Depth depth, Labels& out) const;
  [[nodiscard]] std::size_t label_count(TreeId tree) const;
  [[nodiscard]] std::span<const Label> labels_of(std::uint32_t set) const {
    return std::span(labels_).subspan(sets_[set].first, sets_[set].count);
  }
  [[nodiscard]] const Row& row(TreeId tree) const { return rows_[tree.index()]; }

  Paths& paths_;
  Limits& limits_;
  std::vector<Label> labels_;
  std::vector<SetRow> sets_;
  std::vector<Child> children_;
  std::vector<Row> rows_;
  HashIndex set_index_;
  HashIndex row_index_;
  std::vector<TreeId> leaves_;     // by set; none: not made yet
  std::vector<TreeId> flattened_;  // by tree; none: not asked for yet
  std::vector<Projected> projected_;
  HashIndex projected_index_;
  std::array<Joined, 256> joined_;  // a cache
};

}  // namespace av::taint
