#include "analysis/match/nearby.h"

namespace av::match {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

bool holds_statements(NodeKind kind) {
  switch (kind) {
    case NodeKind::Block:
    case NodeKind::Elif:
    case NodeKind::Else:
    case NodeKind::Handler:
    case NodeKind::Finally:
    case NodeKind::Case:
      return true;
    default:
      return names::is_statement(kind);
  }
}

NodeId outermost_function(CheckContext& check, NodeId node) {
  NodeId found;
  for (NodeId at = check.outline().function_of(node); at.exists();
       at = check.outline().function_of(at)) {
    found = at;
  }
  return found.exists() ? found : check.tree().root();
}

}  // namespace

std::vector<NodeId> statements_near(CheckContext& check, NodeId node) {
  const syntax::Tree& tree = check.tree();
  std::vector<NodeId> found;
  std::vector<NodeId> open = {outermost_function(check, node)};
  for (std::size_t i = 0; i < open.size() && found.size() < kMostNear; ++i) {
    for (const NodeId child : tree.children(open[i])) {
      if (!holds_statements(tree.kind(child)) || open.size() > 2 * kMostNear) {
        continue;
      }
      open.push_back(child);
      if (names::is_statement(tree.kind(child)) && found.size() < kMostNear) {
        found.push_back(child);
      }
    }
  }
  return found;
}

bool leaves(const syntax::Tree& tree, NodeId block) {
  if (tree.children(block).empty()) {
    return false;
  }
  const NodeKind last = tree.kind(tree.children(block).back());
  return last == NodeKind::Return || last == NodeKind::Raise || last == NodeKind::Continue ||
         last == NodeKind::Break;
}

}  // namespace av::match
