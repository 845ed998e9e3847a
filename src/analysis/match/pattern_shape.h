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

// has_shape says whether a node of the kind that the root matches may have that shape.
bool has_shape(const syntax::Tree& tree, syntax::NodeId node, const Shape& shape);

// has_operator says whether nodes of a kind have an Operator.
bool has_operator(syntax::NodeKind kind);

}  // namespace av::match
