#include "analysis/names/outline.h"

namespace av::names {

using syntax::Node;
using syntax::NodeId;
using syntax::NodeKind;

Outline::Outline(const syntax::Tree& tree)
    : tree_(&tree), parents_(tree.nodes().size()), scope_of_(tree.nodes().size()) {
  place(tree.root(), add_scope(ScopeKind::Module, tree.root()));
  for (std::uint32_t i = tree.root().index() + 1; i > 0; --i) {
    place_children(NodeId(i - 1));
  }
}

ScopeId Outline::add_scope(ScopeKind kind, NodeId node) {
  scopes_.push_back({kind, node, scope(node)});
  return ScopeId(scope_count() - 1);
}

// Parents come before children here, so that `id` itself is placed already.
void Outline::place_children(NodeId id) {
  const NodeKind kind = tree_->kind(id);
  if (kind == NodeKind::ChildCount) {
    return;
  }
  const ScopeId around = scope(id);
  for (const NodeId child : tree_->children(id)) {
    parents_[child.index()] = id;
    scope_of_[child.index()] = around;
  }
  switch (kind) {
    case NodeKind::FunctionDef:
      return place_definition(id, ScopeKind::Function);
    case NodeKind::Lambda:
      return place_definition(id, ScopeKind::Lambda);
    case NodeKind::ClassDef:
      return place_definition(id, ScopeKind::Class);
    case NodeKind::ListComp:
    case NodeKind::SetComp:
    case NodeKind::DictComp:
    case NodeKind::GeneratorExp:
      return place_comprehension(id);
    case NodeKind::ComprehensionFor:
      return place_comprehension_for(id);
    case NodeKind::Parameter:
      return place_parameter(id);
    default:
      return;
  }
}

void Outline::place_definition(NodeId id, ScopeKind kind) {
  const ScopeId inner = add_scope(kind, id);
  for (const NodeId child : tree_->children(id)) {
    const NodeKind part = tree_->kind(child);
    if (part == NodeKind::Block || part == NodeKind::Parameters || part == NodeKind::TypeParams) {
      place(child, inner);
    }
  }
  if (kind == ScopeKind::Lambda) {
    place(tree_->children(id).back(), inner);
  }
}

void Outline::place_comprehension(NodeId id) {
  const ScopeId inner = add_scope(ScopeKind::Comprehension, id);
  for (const NodeId child : tree_->children(id)) {
    place(child, inner);
  }
}

void Outline::place_comprehension_for(NodeId id) {
  const syntax::Children siblings = tree_->children(parent(id));
  const syntax::Children children = tree_->children(id);
  if (siblings.size() > 1 && siblings[1] == id && children.size() > 1) {
    place(children[1], scopes_[scope(id).index()].parent);
  }
}

// Annotation and default are evaluated where the function is defined.
void Outline::place_parameter(NodeId id) {
  const syntax::Children children = tree_->children(id);
  for (std::uint32_t i = 1; i < children.size(); ++i) {
    place(children[i], scopes_[scope(id).index()].parent);
  }
}

bool Outline::encloses(NodeId outer, NodeId inner) const {
  const Node& around = (*tree_)[outer];
  const Node& within = (*tree_)[inner];
  return around.start <= within.start && within.end <= around.end;
}

NodeId Outline::statement_of(NodeId id) const {
  while (id.exists() && !is_statement(tree_->kind(id))) {
    id = parent(id);
  }
  return id;
}

NodeId Outline::function_of(NodeId id) const {
  ScopeId at = scope(id);
  while (at.exists() && (*this)[at].kind != ScopeKind::Function) {
    const bool transparent =
        (*this)[at].kind == ScopeKind::Lambda || (*this)[at].kind == ScopeKind::Comprehension;
    at = transparent ? (*this)[at].parent : ScopeId::none();
  }
  return at.exists() ? (*this)[at].node : NodeId::none();
}

ScopeId Outline::without_comprehensions(ScopeId id) const {
  while ((*this)[id].kind == ScopeKind::Comprehension) {
    id = (*this)[id].parent;
  }
  return id;
}

bool is_statement(NodeKind kind) {
  return (kind >= NodeKind::ExprStmt && kind <= NodeKind::ImportFrom) || kind == NodeKind::Print ||
         kind == NodeKind::Exec || kind == NodeKind::FunctionDef || kind == NodeKind::ClassDef ||
         kind == NodeKind::If || kind == NodeKind::While || kind == NodeKind::For ||
         kind == NodeKind::With || kind == NodeKind::Try || kind == NodeKind::Match;
}

}  // namespace av::names
