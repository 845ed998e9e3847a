#pragma once
// bindings.h — every place of a file where a name is given a meaning.
//
// In: an outline.  Out: for each name of each scope its bindings in source order, with `global` and
// `nonlocal` followed; attributes that methods set on their first parameter, kept as members of the
// class; star imports; what each function returns.  Linear but for sorting.

#include "analysis/names/outline.h"
#include "analysis/names/spelling.h"
#include "analysis/names/symbol_table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::names {

// BindingKind says how a name gets its meaning.
enum class BindingKind : std::uint8_t {
  Import,      // import a.b: the name a means the module a
  ImportAs,    // import a.b as c: the name c means the module a.b
  ImportFrom,  // from m import x [as y]
  Value,       // name = value, also name: type = value, name := value
  Augment,     // name op= value
  Element,     // one of the elements of value: for name in value, a, b = value
  Enter,       // with value as name
  Parameter,
  Function,
  Class,
  Annotation,  // name: type, without a value
  Other,       // except … as name, a pattern's capture, a type parameter: nothing is known
  Delete,      // del name
};

// Binding is one place where a name is bound.
struct Binding {
  BindingKind kind;
  SymbolId symbol;
  syntax::NodeId name;     // the Name or Identifier bound
  syntax::NodeId node;     // Alias, Parameter, FunctionDef, ClassDef, AugAssign …
  syntax::NodeId value;    // as BindingKind says; a Parameter's default; none when there is none
  syntax::NodeId region;   // the node within which nothing can avoid this binding once past it
  std::uint32_t position;  // byte offset from which it is in force
};

// Bindings is all of one file.  `outline` must outlive it.
class Bindings {
 public:
  explicit Bindings(const Outline& outline);

  // find is the symbol that `name` would be in exactly this scope; none when it is not bound there.
  [[nodiscard]] SymbolId find(ScopeId scope, const HashedName& name) const;
  [[nodiscard]] SymbolId find(ScopeId scope, std::string_view name) const {
    return find(scope, HashedName(name));
  }
  // find_member is the symbol of an attribute of a class's instances: as methods set it on self,
  // or else as the class body binds it; none when neither does.
  [[nodiscard]] SymbolId find_member(ScopeId class_scope, std::string_view name) const;
  // resolve is the symbol that a use of `name` in `scope` means: the nearest by Python's rules,
  // which skip class scopes on the way out; none when the file binds it nowhere visible.
  [[nodiscard]] SymbolId resolve(ScopeId scope, std::string_view name) const;
  // of is a symbol's bindings, ascending by position.
  [[nodiscard]] std::span<const Binding> of(SymbolId symbol) const;
  // index_of counts all bindings of the file from 0.
  [[nodiscard]] std::size_t index_of(const Binding& binding) const {
    return static_cast<std::size_t>(&binding - bindings_.data());
  }
  [[nodiscard]] std::size_t count() const { return bindings_.size(); }
  [[nodiscard]] ScopeId scope_of(SymbolId symbol) const { return scopes_[symbol.index()]; }
  [[nodiscard]] std::string_view name_of(SymbolId symbol) const { return symbols_.name_of(symbol); }
  // symbol_count: ids are below it.  One that `global` or `nonlocal` redirects has no bindings.
  [[nodiscard]] std::uint32_t symbol_count() const { return symbols_.size(); }
  // is_mutated says whether the file changes the object behind a name in place (x[0] = …,
  // x.append(…)), so that its first value says nothing of its later content.
  [[nodiscard]] bool is_mutated(SymbolId symbol) const { return mutated_[symbol.index()]; }

  // class_of_self is the scope of the class whose method uses the Name `object` as its first
  // parameter; none when it is no such name.
  [[nodiscard]] ScopeId class_of_self(syntax::NodeId object) const;
  // first_parameter is the Identifier of a function's first parameter; none without one.
  [[nodiscard]] syntax::NodeId first_parameter(syntax::NodeId function) const;

  // imports is all Import and ImportFrom statements, in source order within each block.
  [[nodiscard]] std::span<const syntax::NodeId> imports() const { return imports_; }
  // star_imports is the ImportFrom statements that import *.
  [[nodiscard]] std::span<const syntax::NodeId> star_imports() const { return star_imports_; }
  // returns_of is the Return statements of a FunctionDef that have a value.
  [[nodiscard]] std::span<const syntax::NodeId> returns_of(syntax::NodeId function) const;

  [[nodiscard]] const Outline& outline() const { return *outline_; }
  [[nodiscard]] Spelling& spelling() const { return spelling_; }

 private:
  friend class BindingCollector;
  [[nodiscard]] SymbolId target_of(SymbolId symbol) const;

  const Outline* outline_;
  mutable Spelling spelling_;
  SymbolTable symbols_;
  std::vector<ScopeId> scopes_;       // by symbol: where it is looked up
  std::vector<std::uint32_t> first_;  // by symbol: its first binding; one more at the end
  std::vector<Binding> bindings_;     // by symbol, then position
  std::vector<bool> mutated_;         // by symbol
  std::vector<SymbolId> redirects_;   // by symbol: itself, or what `global`, `nonlocal` say it is
  std::vector<syntax::NodeId> imports_;
  std::vector<syntax::NodeId> star_imports_;
  std::unordered_map<std::uint32_t, std::vector<syntax::NodeId>> returns_;  // by function node
};

}  // namespace av::names
