#pragma once
// pattern_glance.h — whether a node looks like what a pattern wants.
//
// The whole pattern is laid beside the tree alone, before anybody asks what names refer to or what
// values are.  Says no only where the pattern cannot match.

#include "analysis/knowledge/pattern.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <span>

namespace av::match {

// PatternGlance looks at nodes of one file for one pattern.
class PatternGlance {
 public:
  PatternGlance(names::FileNames& names, const knowledge::Pattern& pattern)
      : names_(names), tree_(names.tree()), pattern_(pattern) {}

  // may_match says whether `wanted`, a node of the pattern, may match `node`.
  [[nodiscard]] bool may_match(const knowledge::PatternNode& wanted, syntax::NodeId node) const;

 private:
  using Node = knowledge::PatternNode;
  using Nodes = std::span<const Node>;

  [[nodiscard]] bool may_be_member(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_dict(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_node(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_compared(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_assigned(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_function(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_class(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool may_be_block(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool has_child(const Node& wanted, syntax::NodeId node) const;
  [[nodiscard]] bool has_entry(const Node& wanted, syntax::NodeId dict) const;
  [[nodiscard]] bool is_spelled(const Node& wanted, syntax::NodeId name) const;

  names::FileNames& names_;
  const syntax::Tree& tree_;
  const knowledge::Pattern& pattern_;
};

}  // namespace av::match
