#include "analysis/syntax/cpython/future.h"

#include "analysis/syntax/cpython/plan.h"

namespace av::syntax::cpython {
namespace {

bool imports(const Tree& tree, NodeId import, std::string_view name) {
  ChildCursor parts(tree, import);
  parts.take_if(NodeKind::ImportLevel);
  const NodeId module = parts.take_if(NodeKind::DottedName);
  if (!module.exists() || tree.text_of(module) != "__future__") {
    return false;
  }
  for (const NodeId alias : parts.rest()) {
    if (tree.text_of(tree.child(alias, 0)) == name) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool imports_future(const Tree& tree, std::string_view name) {
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    if (tree.is(NodeId(i), NodeKind::ImportFrom) && imports(tree, NodeId(i), name)) {
      return true;
    }
  }
  return false;
}

}  // namespace av::syntax::cpython
