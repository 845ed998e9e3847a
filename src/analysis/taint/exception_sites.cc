#include "analysis/taint/exception_sites.h"

#include <cctype>

namespace av::taint {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Classes are written with a capital letter, functions that make exceptions are not.
bool is_called_as_class(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::size_t first = dot == std::string_view::npos ? 0 : dot + 1;
  return first < path.size() && std::isupper(static_cast<unsigned char>(path[first])) != 0;
}

}  // namespace

std::uint32_t ExceptionSites::add(ExceptionSite site) {
  site.count = static_cast<std::uint32_t>(unit_.exceptions.size()) - site.first;
  unit_.exception_sites.push_back(site);
  return static_cast<std::uint32_t>(unit_.exception_sites.size() - 1);
}

std::uint32_t ExceptionSites::add_handler(NodeId handler, std::uint32_t caught) {
  caught_.emplace(handler.index(), caught);
  ExceptionSite site;
  site.first = static_cast<std::uint32_t>(unit_.exceptions.size());
  const syntax::Children parts = tree_.children(handler);
  if (parts.size() > 1) {
    add_type(parts[0]);
  }
  return add(site);
}

void ExceptionSites::add_type(NodeId type) {
  if (!tree_.is(type, NodeKind::Tuple)) {
    unit_.exceptions.push_back(named(type));
    return;
  }
  for (const NodeId one : tree_.children(type)) {
    unit_.exceptions.push_back(named(one));
  }
  if (tree_.children(type).empty()) {
    unit_.exceptions.emplace_back();
  }
}

ExceptionRow ExceptionSites::named(NodeId type) {
  ExceptionRow row;
  if (const auto target = callees_.find_class(type)) {
    row.type = *target;
    row.is_class = true;
  } else if (const std::string_view path = callees_.path_of(type);
             is_called_as_class(path) || path.ends_with(".error")) {
    row.path = unit_.names->intern(path);
  }
  return row;
}

std::uint32_t ExceptionSites::add_raise(NodeId statement) {
  ExceptionSite site;
  site.first = static_cast<std::uint32_t>(unit_.exceptions.size());
  if (tree_.is(statement, NodeKind::Assert)) {
    ExceptionRow row;
    row.path = unit_.names->intern("builtins.AssertionError");
    unit_.exceptions.push_back(row);
    return add(site);
  }
  if (!tree_.is(statement, NodeKind::Raise)) {
    return Unit::kNone;
  }
  const syntax::Children parts = tree_.children(statement);
  const NodeId handler = parts.empty() ? handler_around(statement) : handler_of(parts[0]);
  site.caught = caught_by(handler);
  if (site.caught == Unit::kNone && !parts.empty()) {
    unit_.exceptions.push_back(raised(parts[0]));
  }
  return add(site);
}

// raise Class, raise Class(…), raise object
ExceptionRow ExceptionSites::raised(NodeId value) {
  if (tree_.is(value, NodeKind::Call)) {
    const NodeId callee = tree_.child(value, 0);
    return tree_.is(callee, NodeKind::Name) || tree_.is(callee, NodeKind::Attribute)
               ? named(callee)
               : ExceptionRow();
  }
  ExceptionRow row = named(value);
  const auto all = names_.meanings(value).all();
  row.is_bound = all.empty() || all[0].kind == names::Meaning::Kind::Instance;
  return row;
}

// A bare `raise` goes on with what the innermost handler got.
NodeId ExceptionSites::handler_around(NodeId statement) const {
  NodeId at = statement;
  while (at.exists() && !tree_.is(at, NodeKind::Handler) && !tree_.is(at, NodeKind::FunctionDef) &&
         !tree_.is(at, NodeKind::ClassDef)) {
    at = names_.outline().parent(at);
  }
  return at.exists() && tree_.is(at, NodeKind::Handler) ? at : NodeId::none();
}

// except Class as e: … raise e
NodeId ExceptionSites::handler_of(NodeId value) {
  if (!tree_.is(value, NodeKind::Name)) {
    return NodeId::none();
  }
  const names::Binding* binding = names_.reaching(value).only();
  const names::Outline& outline = names_.outline();
  const bool is_caught = binding != nullptr && binding->node.exists() &&
                         tree_.is(binding->node, NodeKind::Handler) &&
                         outline.function_of(binding->node) == outline.function_of(value);
  return is_caught ? binding->node : NodeId::none();
}

std::uint32_t ExceptionSites::caught_by(NodeId handler) const {
  const auto found = handler.exists() ? caught_.find(handler.index()) : caught_.end();
  return found == caught_.end() ? Unit::kNone : found->second;
}

}  // namespace av::taint
