#pragma once
// outline.h — for every node of a tree, its parent and the scope it is evaluated in.
//
// Scopes are Python's: module, class, function, lambda, comprehension.  Decorators, defaults,
// annotations and base classes belong to the scope around the definition, the first iterable of a
// comprehension to the scope around it.  A type parameter counts to what it parametrises.
// Made in one backward pass; 8 bytes a node.
// Source: The Python Language Reference 4.2, 6.2.4, 8.7 to 8.10.

#include "analysis/syntax/tree.h"
#include "base/id.h"

#include <cstdint>
#include <vector>

namespace av::names {

struct ScopeTag;
using ScopeId = base::Id<ScopeTag>;

enum class ScopeKind : std::uint8_t { Module, Class, Function, Lambda, Comprehension };

// Scope is one scope; `node` is the Module, ClassDef, FunctionDef, Lambda or comprehension.
struct Scope {
  ScopeKind kind;
  syntax::NodeId node;
  ScopeId parent;  // none for the module
};

// Outline is parents and scopes.  `tree` must outlive it.
class Outline {
 public:
  explicit Outline(const syntax::Tree& tree);

  [[nodiscard]] const syntax::Tree& tree() const { return *tree_; }
  // parent is none for the root.
  [[nodiscard]] syntax::NodeId parent(syntax::NodeId id) const { return parents_[id.index()]; }
  [[nodiscard]] ScopeId scope(syntax::NodeId id) const { return scope_of_[id.index()]; }
  [[nodiscard]] const Scope& operator[](ScopeId id) const { return scopes_[id.index()]; }
  [[nodiscard]] ScopeId module_scope() const { return ScopeId(0); }
  [[nodiscard]] std::uint32_t scope_count() const {
    return static_cast<std::uint32_t>(scopes_.size());
  }

  // encloses says whether the span of `outer` holds that of `inner`.
  [[nodiscard]] bool encloses(syntax::NodeId outer, syntax::NodeId inner) const;
  // statement_of is the innermost statement around `id`, or `id` itself when it is one.
  [[nodiscard]] syntax::NodeId statement_of(syntax::NodeId id) const;
  // function_of is the innermost FunctionDef whose body runs `id`; none at module or class level.
  // Lambdas and comprehensions count to the function around them.
  [[nodiscard]] syntax::NodeId function_of(syntax::NodeId id) const;
  // function_scope is `scope`, or the one around it that is no comprehension.
  [[nodiscard]] ScopeId without_comprehensions(ScopeId scope) const;

 private:
  void place_children(syntax::NodeId id);
  void place_definition(syntax::NodeId id, ScopeKind kind);
  void place_comprehension(syntax::NodeId id);
  void place_comprehension_for(syntax::NodeId id);
  void place_parameter(syntax::NodeId id);
  void place(syntax::NodeId child, ScopeId scope) { scope_of_[child.index()] = scope; }
  ScopeId add_scope(ScopeKind kind, syntax::NodeId node);

  const syntax::Tree* tree_;
  std::vector<syntax::NodeId> parents_;
  std::vector<ScopeId> scope_of_;
  std::vector<Scope> scopes_;
};

// is_statement says whether a kind is one of Python's statements.
bool is_statement(syntax::NodeKind kind);

}  // namespace av::names
