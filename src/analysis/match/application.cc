#include "analysis/match/application.h"

#include "analysis/names/web_frameworks.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace av::match {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

bool imports_framework(const syntax::Tree& tree, NodeId statement) {
  for (const NodeId part : tree.children(statement)) {
    const NodeId name = tree.is(part, NodeKind::Alias) ? tree.child(part, 0) : part;
    if (tree.is(name, NodeKind::DottedName) && names::is_web_framework(tree.text_of(name))) {
      return true;
    }
  }
  return false;
}

bool asks_for_main(const syntax::Tree& tree, NodeId branch) {
  const std::string_view test = tree.text_of(tree.child(branch, 0));
  return test.find("__name__") != std::string_view::npos &&
         test.find("__main__") != std::string_view::npos;
}

// connects: connection = sqlite3.connect("shop.db"), engine = create_engine(ADDRESS)
bool connects(const names::FileNames& names, NodeId call) {
  const syntax::Tree& tree = names.tree();
  const std::string_view callee = tree.text_of(tree.child(call, 0));
  return (callee.ends_with(".connect") || callee.ends_with("create_engine")) &&
         !names.outline().function_of(call).exists();
}

// is_script: what is run line by line ends in a call of one of its functions: main()
bool is_script(const names::FileNames& names) {
  const syntax::Tree& tree = names.tree();
  std::vector<std::string_view> functions;
  for (const NodeId statement : tree.children(tree.root())) {
    if (tree.is(statement, NodeKind::FunctionDef)) {
      for (const NodeId part : tree.children(statement)) {
        if (tree.is(part, NodeKind::Identifier)) {
          functions.push_back(tree.text_of(part));
        }
      }
    } else if (tree.is(statement, NodeKind::ExprStmt) &&
               tree.is(tree.child(statement, 0), NodeKind::Call) &&
               std::ranges::find(functions, tree.text_of(tree.child(tree.child(statement, 0),
                                                                    0))) != functions.end()) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool serves_clients(const names::FileNames& names) {
  const syntax::Tree& tree = names.tree();
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeKind kind = tree.kind(NodeId(i));
    if ((kind == NodeKind::Import || kind == NodeKind::ImportFrom) &&
        imports_framework(tree, NodeId(i))) {
      return true;
    }
  }
  return false;
}

bool is_application(const names::FileNames& names) {
  const syntax::Tree& tree = names.tree();
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeId node(i);
    const NodeKind kind = tree.kind(node);
    if (((kind == NodeKind::Import || kind == NodeKind::ImportFrom) &&
         imports_framework(tree, node)) ||
        (kind == NodeKind::If && asks_for_main(tree, node)) ||
        (kind == NodeKind::Call && connects(names, node))) {
      return true;
    }
  }
  return is_script(names);
}

}  // namespace av::match
