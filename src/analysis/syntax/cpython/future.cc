#include "analysis/syntax/cpython/future.h"

#include "analysis/syntax/cpython/plan.h"

namespace av::syntax::cpython {
namespace {

// is_future: Python 2.7 took the features from any module with a dotted name, and from `.` itself.
bool is_future(const Tree& tree, NodeId level, NodeId module) {
  const bool is_python2 = tree.dialect() == Dialect::Python2;
  if (!module.exists() || level.exists()) {
    return is_python2 && !module.exists() && tree.text_of(level) == ".";
  }
  const std::string_view name = tree.text_of(module);
  return name == "__future__" || (is_python2 && name.find('.') != std::string_view::npos);
}

bool imports(const Tree& tree, NodeId import, std::string_view name) {
  ChildCursor parts(tree, import);
  const NodeId level = parts.take_if(NodeKind::ImportLevel);
  const NodeId module = parts.take_if(NodeKind::DottedName);
  if (!is_future(tree, level, module)) {
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
