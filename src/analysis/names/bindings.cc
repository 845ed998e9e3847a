#include "analysis/names/bindings.h"

#include "analysis/names/binding_collector.h"

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

Bindings::Bindings(const Outline& outline) : outline_(&outline), spelling_(outline.tree()) {
  collect_bindings(*this);
}

SymbolId Bindings::target_of(SymbolId symbol) const {
  // A chain of nonlocals is as long as functions nest; a cycle cannot arise, each goes outwards.
  while (symbol.exists() && redirects_[symbol.index()] != symbol) {
    symbol = redirects_[symbol.index()];
  }
  return symbol;
}

SymbolId Bindings::find(ScopeId scope, const HashedName& name) const {
  return target_of(symbols_.find(scope, name, Space::Names));
}

SymbolId Bindings::find_member(ScopeId class_scope, std::string_view name) const {
  const HashedName hashed(name);
  const SymbolId set = symbols_.find(class_scope, hashed, Space::Members);
  return set.exists() ? set : find(class_scope, hashed);
}

SymbolId Bindings::resolve(ScopeId scope, std::string_view name) const {
  const HashedName hashed(name);
  for (ScopeId at = scope; at.exists(); at = (*outline_)[at].parent) {
    if ((*outline_)[at].kind == ScopeKind::Class && at != scope) {
      continue;
    }
    const SymbolId symbol = find(at, hashed);
    if (symbol.exists()) {
      return symbol;
    }
  }
  return SymbolId::none();
}

std::span<const Binding> Bindings::of(SymbolId symbol) const {
  const std::uint32_t first = first_[symbol.index()];
  return std::span(bindings_).subspan(first, first_[symbol.index() + 1] - first);
}

ScopeId Bindings::class_of_self(NodeId object) const {
  const syntax::Tree& tree = outline_->tree();
  if (!object.exists() || !tree.is(object, NodeKind::Name)) {
    return ScopeId::none();
  }
  const NodeId function = outline_->function_of(object);
  if (!function.exists()) {
    return ScopeId::none();
  }
  const ScopeId around = outline_->scope(function);
  const NodeId first = first_parameter(function);
  const bool is_self = (*outline_)[around].kind == ScopeKind::Class && first.exists() &&
                       spelling_.of(first) == spelling_.of(object);
  return is_self ? around : ScopeId::none();
}

NodeId Bindings::first_parameter(NodeId function) const {
  const syntax::Tree& tree = outline_->tree();
  for (const NodeId part : tree.children(function)) {
    if (!tree.is(part, NodeKind::Parameters)) {
      continue;
    }
    const Children parameters = tree.children(part);
    const bool named = !parameters.empty() && tree.is(parameters[0], NodeKind::Parameter) &&
                       !tree.children(parameters[0]).empty();
    return named ? tree.child(parameters[0], 0) : NodeId::none();
  }
  return NodeId::none();
}

std::span<const NodeId> Bindings::returns_of(NodeId function) const {
  const auto found = returns_.find(function.index());
  return found == returns_.end() ? std::span<const NodeId>() : std::span(found->second);
}

}  // namespace av::names
