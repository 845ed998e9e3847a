#include "analysis/match/pattern_shape.h"

#include <algorithm>

namespace av::match {

using knowledge::Pattern;
using knowledge::PatternNode;
using knowledge::PatternOp;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

std::optional<NodeKind> kind_of(const PatternNode& pattern) {
  switch (pattern.op) {
    case PatternOp::Call:
      return NodeKind::Call;
    case PatternOp::Node:
      return pattern.kind();
    default:
      return std::nullopt;
  }
}

}  // namespace

bool has_operator(NodeKind kind) {
  return kind == NodeKind::BinOp || kind == NodeKind::UnaryOp || kind == NodeKind::BoolOp ||
         kind == NodeKind::CompareOp || kind == NodeKind::AugAssign;
}

Shape shape_of(const Pattern& pattern, const PatternNode& root) {
  Shape shape;
  const auto parts = pattern.children(root);
  if (root.op == PatternOp::Call) {
    shape.operand = kind_of(parts[0]);
  }
  if (root.op == PatternOp::Function && parts.size() > 2) {
    shape.is_decorated = parts[2].op != PatternOp::Parameter && parts[2].op != PatternOp::Rest;
    shape.has_default = std::ranges::any_of(parts, [&](const PatternNode& part) {
      return part.op == PatternOp::Parameter && !pattern.children(part).empty();
    });
  }
  if (root.op != PatternOp::Node) {
    return shape;
  }
  if (has_operator(root.kind())) {
    shape.operation = root.operation;
  }
  if (root.kind() == NodeKind::Compare && parts.size() > 1 && parts[1].op == PatternOp::Node) {
    shape.operation = parts[1].operation;
  }
  if (!parts.empty()) {
    shape.operand = kind_of(parts[0]);
  }
  return shape;
}

// Of a comparison either side is the first; one that lacks a side after an error is like any.
NodeShape::NodeShape(const syntax::Tree& tree, NodeId node) {
  const Children parts = tree.children(node);
  const NodeKind kind = tree.kind(node);
  const bool is_compared = kind == NodeKind::Compare;
  is_any_ = parts.empty() || (is_compared && parts.size() < 3);
  left_ = right_ = is_any_ ? kind : tree.kind(parts[0]);
  if (is_any_) {
    return;
  }
  if (is_compared) {
    right_ = tree.kind(parts[2]);
  }
  if (is_compared || has_operator(kind)) {
    operation_ = static_cast<std::uint8_t>(tree[is_compared ? parts[1] : node].op());
  }
  if (kind == NodeKind::FunctionDef) {
    look_at_function(tree, node);
  }
}

void NodeShape::look_at_function(const syntax::Tree& tree, NodeId node) {
  for (const NodeId part : tree.children(node)) {
    is_decorated_ = is_decorated_ || tree.is(part, NodeKind::Decorators);
    if (!tree.is(part, NodeKind::Parameters)) {
      continue;
    }
    for (const NodeId one : tree.children(part)) {
      has_default_ = has_default_ ||
                     (tree.is(one, NodeKind::Parameter) && tree[one].has(syntax::flag::kDefault));
    }
  }
}

}  // namespace av::match
