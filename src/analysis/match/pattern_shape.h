#pragma once
// pattern_shape.h — what a node must look like to be worth trying a pattern at.
//
// A few bytes of a pattern that are compared with the tree alone, before anybody asks what names
// refer to.  Says no only where the pattern cannot match.

#include "analysis/knowledge/pattern.h"
#include "analysis/syntax/tree.h"

#include <cstdint>
#include <optional>

namespace av::match {

// Shape is what can be seen of a root without its names.
struct Shape {
  std::optional<std::uint8_t> operation = {};  // of the node, of a comparison's first operator
  std::optional<syntax::NodeKind> operand =
      {};  // the kind of the first child; either's when compared; of a call: what is called
  bool is_decorated = false;  // a function: has a decorator
  bool has_default = false;   // a function: has a parameter with a default
};

// shape_of is the shape of what `root` matches.
Shape shape_of(const knowledge::Pattern& pattern, const knowledge::PatternNode& root);

// NodeShape is what is to be seen of a node; looked at once for all patterns that are tried there.
class NodeShape {
 public:
  NodeShape(const syntax::Tree& tree, syntax::NodeId node);
  // may_have says whether the node, which is of a kind that a root matches, may have its shape.
  [[nodiscard]] bool may_have(const Shape& shape) const {
    return (!shape.is_decorated || is_decorated_) && (!shape.has_default || has_default_) &&
           (!shape.operation || is_any_ || *shape.operation == operation_) &&
           (!shape.operand || is_any_ || may_be(left_, *shape.operand) ||
            may_be(right_, *shape.operand));
  }

 private:
  // A variable is followed to what it stands for, so that it may be of any kind.
  static bool may_be(syntax::NodeKind is, syntax::NodeKind wanted) {
    return is == wanted || is == syntax::NodeKind::Name || is == syntax::NodeKind::NamedExpr;
  }
  void look_at_function(const syntax::Tree& tree, syntax::NodeId node);

  std::uint8_t operation_ = 0;
  syntax::NodeKind left_;   // the first child, or the node itself where it has none
  syntax::NodeKind right_;  // of a comparison; else the same
  bool is_any_ = false;     // nothing to compare
  bool is_decorated_ = false;
  bool has_default_ = false;
};

// is_gap: a ... of a pattern, where any number of things may stand.
inline bool is_gap(const knowledge::PatternNode& node) {
  return node.op == knowledge::PatternOp::Rest;
}

// has_operator says whether nodes of a kind have an Operator.
bool has_operator(syntax::NodeKind kind);

}  // namespace av::match
