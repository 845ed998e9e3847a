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

// A variable is followed to what it stands for, so that it may be of any kind.
bool may_be_of(const syntax::Tree& tree, NodeId node, NodeKind kind) {
  return tree.is(node, kind) || tree.is(node, NodeKind::Name) || tree.is(node, NodeKind::NamedExpr);
}

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

bool is_decorated(const syntax::Tree& tree, NodeId function) {
  for (const NodeId part : tree.children(function)) {
    if (tree.is(part, NodeKind::Decorators)) {
      return true;
    }
  }
  return false;
}

NodeId parameters_of(const syntax::Tree& tree, NodeId function) {
  for (const NodeId part : tree.children(function)) {
    if (tree.is(part, NodeKind::Parameters)) {
      return part;
    }
  }
  return NodeId::none();
}

bool has_default(const syntax::Tree& tree, NodeId function) {
  const NodeId parameters = parameters_of(tree, function);
  if (!parameters.exists()) {
    return false;
  }
  for (const NodeId one : tree.children(parameters)) {
    if (tree.is(one, NodeKind::Parameter) && tree[one].has(syntax::flag::kDefault)) {
      return true;
    }
  }
  return false;
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

bool has_shape(const syntax::Tree& tree, NodeId node, const Shape& shape) {
  const Children parts = tree.children(node);
  if ((shape.is_decorated && !is_decorated(tree, node)) ||
      (shape.has_default && !has_default(tree, node))) {
    return false;
  }
  if (!shape.operation && !shape.operand) {
    return true;
  }
  const bool is_compared = tree.is(node, NodeKind::Compare);
  if (is_compared && parts.size() < 3) {
    return true;
  }
  if (shape.operation) {
    const NodeId at = is_compared ? parts[1] : node;
    if (static_cast<std::uint8_t>(tree[at].op()) != *shape.operation) {
      return false;
    }
  }
  if (!shape.operand || parts.empty()) {
    return true;
  }
  return may_be_of(tree, parts[0], *shape.operand) ||
         (is_compared && may_be_of(tree, parts[2], *shape.operand));
}

}  // namespace av::match
