// debug_name.cc — until 3.8 the parser itself refused to let anything be called __debug__.

#include "analysis/syntax/cpython/rejects.h"

#include <string_view>
#include <vector>

namespace av::syntax::cpython {
namespace {

constexpr std::string_view kDebug = "__debug__";

// name_after_decorators is the name of the function or class `id`.
NodeId name_after_decorators(const Tree& tree, NodeId id) {
  const Children parts = tree.children(id);
  return tree.is(parts[0], NodeKind::Decorators) ? parts[1] : parts[0];
}

// add_bound adds to `bound` the children of `id` that it gives a name or a value.
void add_bound(const Tree& tree, NodeId id, std::vector<NodeId>& bound) {
  const Children parts = tree.children(id);
  switch (tree.kind(id)) {
    case NodeKind::FunctionDef:
    case NodeKind::ClassDef:
      bound.push_back(name_after_decorators(tree, id));
      break;
    case NodeKind::Assign:
      for (std::uint32_t i = 0; i + 1 < parts.size(); ++i) {
        bound.push_back(parts[i]);
      }
      break;
    case NodeKind::Alias:
      bound.push_back(parts.back());
      break;
    case NodeKind::Handler:
    case NodeKind::WithItem:
      if (tree[id].has(flag::kAs) || (tree.is(id, NodeKind::WithItem) && parts.size() > 1)) {
        bound.push_back(parts[1]);
      }
      break;
    case NodeKind::Parameter:
    case NodeKind::Keyword:
    case NodeKind::NamedExpr:
    case NodeKind::AugAssign:
    case NodeKind::AnnAssign:
    case NodeKind::For:
    case NodeKind::ComprehensionFor:
      bound.push_back(parts[0]);
      break;
    default:
      break;
  }
}

// is_debug says whether `target` is called __debug__; what it is made of goes into `bound`.
bool is_debug(const Tree& tree, NodeId target, std::vector<NodeId>& bound) {
  switch (tree.kind(target)) {
    case NodeKind::Name:
    case NodeKind::Identifier:
    case NodeKind::DottedName:
      return tree.text_of(target) == kDebug;
    case NodeKind::Attribute:
      return tree.text_of(tree.children(target).back()) == kDebug;
    case NodeKind::Tuple:
    case NodeKind::List:
    case NodeKind::Starred:
      for (const NodeId part : tree.children(target)) {
        bound.push_back(part);
      }
      return false;
    default:
      return false;
  }
}

}  // namespace

std::optional<Rejection> find_debug_binding(const Tree& tree) {
  if (tree.text().find(kDebug) == std::string_view::npos) {
    return std::nullopt;
  }
  std::vector<NodeId> bound;
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    add_bound(tree, NodeId(i), bound);
    while (!bound.empty()) {
      const NodeId target = bound.back();
      bound.pop_back();
      if (is_debug(tree, target, bound)) {
        return Rejection{tree[target].start, "cannot assign to __debug__"};
      }
    }
  }
  return std::nullopt;
}

}  // namespace av::syntax::cpython
