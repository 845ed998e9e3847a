#include "analysis/match/nearby.h"

#include <algorithm>
#include <string_view>

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

// is_under_guard: under `if __name__ == "__main__":`, not in its else.
bool is_under_guard(CheckContext& check, NodeId node) {
  const syntax::Tree& tree = check.tree();
  NodeId below = node;
  for (NodeId at = check.outline().parent(node); at.exists();
       below = at, at = check.outline().parent(at)) {
    if (!tree.is(at, NodeKind::If) || !tree.is(below, NodeKind::Block)) {
      continue;
    }
    const std::string_view test = tree.text_of(tree.child(at, 0));
    if (test.find("__name__") != std::string_view::npos &&
        test.find("__main__") != std::string_view::npos &&
        test.find("!=") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool is_by_hand(CheckContext& check, NodeId node, int depth) {
  if (is_under_guard(check, node)) {
    return true;
  }
  const NodeId function = outermost_function(check, node);
  if (depth == 0 || !check.tree().is(function, NodeKind::FunctionDef)) {
    return false;
  }
  const std::vector<NodeId> calls = check.calls_of(function);
  return !calls.empty() && std::all_of(calls.begin(), calls.end(), [&](NodeId call) {
    return is_by_hand(check, call, depth - 1);
  });
}

}  // namespace

bool is_run_by_hand(CheckContext& check, NodeId node) {
  constexpr int kMostSteps = 2;  // main(), and what main calls
  return is_by_hand(check, node, kMostSteps);
}

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
