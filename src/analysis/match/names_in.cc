#include "analysis/match/names_in.h"

namespace av::match {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

std::vector<std::string_view> names_in(CheckContext& check, NodeId expr) {
  constexpr std::size_t kMaxNodes = 100;
  std::vector<std::string_view> names;
  std::vector<NodeId> open = {expr};
  for (std::size_t i = 0; i < open.size() && i < kMaxNodes; ++i) {
    const NodeId at = open[i];
    switch (check.tree().kind(at)) {
      case NodeKind::Name:
      case NodeKind::Identifier:
        names.push_back(check.names().spelling(at));
        break;
      case NodeKind::Subscript:
        if (const auto key = check.value(check.tree().child(at, 1)).text()) {
          names.push_back(*key);
        }
        open.push_back(check.tree().child(at, 0));
        break;
      default:
        for (const NodeId child : check.tree().children(at)) {
          open.push_back(child);
        }
    }
  }
  return names;
}

std::string_view target_name(CheckContext& check, NodeId target) {
  const Children parts = check.tree().children(target);
  switch (check.tree().kind(target)) {
    case NodeKind::Name:
      return check.names().spelling(target);
    case NodeKind::Attribute:
      return parts.size() == 2 ? check.names().spelling(parts[1]) : std::string_view();
    case NodeKind::Subscript:
      return parts.size() == 2 ? check.value(parts[1]).text().value_or("") : std::string_view();
    default:
      return {};
  }
}

std::string_view definition_name(CheckContext& check, NodeId definition) {
  for (const NodeId part : check.tree().children(definition)) {
    if (check.tree().is(part, NodeKind::Identifier)) {
      return check.names().spelling(part);
    }
  }
  return {};
}

std::vector<std::string_view> names_around(CheckContext& check, NodeId node) {
  std::vector<std::string_view> names;
  for (NodeId at = check.outline().parent(node); at.exists(); at = check.outline().parent(at)) {
    if (check.tree().is(at, NodeKind::FunctionDef) || check.tree().is(at, NodeKind::ClassDef)) {
      names.push_back(definition_name(check, at));
    }
  }
  const std::string_view file = check.path().substr(check.path().find_last_of("/\\") + 1);
  names.push_back(file.substr(0, file.rfind('.')));
  return names;
}

std::string_view function_name(CheckContext& check, NodeId node) {
  const NodeId function = check.outline().function_of(node);
  return function.exists() ? definition_name(check, function) : std::string_view();
}

}  // namespace av::match
