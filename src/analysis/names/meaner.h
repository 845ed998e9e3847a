#pragma once
// meaner.h — finds the meanings of expressions, and remembers them.
//
// Follows names to their bindings, attributes through modules, classes and instances, and calls to
// what they return.  Depth and alternatives are capped; beyond that the answer is incomplete.

#include "analysis/names/bindings.h"
#include "analysis/names/meaning.h"
#include "analysis/names/path_pool.h"
#include "analysis/names/project_resolver.h"
#include "analysis/names/reaching.h"
#include "analysis/names/symbol_table.h"
#include "base/arena.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::names {

// Meaner answers for one file.  `bindings` must outlive it.  Not thread-safe: it remembers.
class Meaner {
 public:
  // ConstantTexts tells which constant text an expression is, for getattr(os, "sys" + "tem").
  class ConstantTexts {
   public:
    virtual std::optional<std::string_view> constant_text(syntax::NodeId expr) = 0;

   protected:
    ~ConstantTexts() = default;
  };

  // `project` follows imports into other files; without one they are paths.
  Meaner(const Bindings& bindings, ConstantTexts& texts, ProjectResolver* project = nullptr);

  // of is the meanings of an expression.  The reference holds until the Meaner goes.
  const Meanings& of(syntax::NodeId expr);
  // of_annotation is what an annotated variable holds: instances, as far as types are named.
  const Meanings& of_annotation(syntax::NodeId annotation);
  // reaching is the bindings that the Name `use` may see.  The reference holds until the next call.
  const Reaching& reaching(syntax::NodeId use);
  // of_reaching is the meanings of a name that has these bindings.
  Meanings of_reaching(const Reaching& reaching);
  // of_parameter is the meanings of a parameter, by its binding.
  Meanings of_parameter(const Binding& binding);
  // result is the meanings of what a call of `callee` returns.
  Meanings result(const Meaning& callee);
  // module_of is the path of the module that an ImportFrom names.
  std::string_view module_of(syntax::NodeId import_from);
  // written_module is the same as the file has it, without second names.
  [[nodiscard]] std::string written_module(syntax::NodeId import_from) const;

 private:
  // Slot is where an answer is kept: 1 + index into known_; 0 for not asked yet.
  using Slot = std::uint32_t;

  [[nodiscard]] const Meanings& at(Slot slot) const { return *known_[slot - 1]; }
  Slot slot_for(const Meanings& found);
  Slot slot_of(syntax::NodeId expr);
  Slot slot_of_name(syntax::NodeId name);
  Slot slot_of_unbound(std::string_view name);
  Slot slot_of_binding(const Binding& binding);
  Slot slot_of_attribute(syntax::NodeId expr);
  Slot slot_of_member(syntax::NodeId class_def, std::string_view name);
  Meanings find(syntax::NodeId expr);
  Meanings of_generic(syntax::NodeId annotation);
  Meanings of_unbound(std::string_view name);
  Meanings of_binding(const Binding& binding);
  Meanings of_import_from(const Binding& binding);
  Meanings of_value_binding(const Binding& binding);
  Meanings of_convention(const Binding& binding);
  bool has_import(std::string_view module);
  Meanings of_children(syntax::NodeId expr, std::uint32_t first, std::uint32_t step);
  Meanings of_attribute(const Meanings& object, std::string_view name);
  Meanings of_operation(syntax::NodeId expr);
  Meanings of_subscript(syntax::NodeId expr);
  Meanings of_call(syntax::NodeId expr);
  void add_helped_import(syntax::NodeId expr, Meanings& out);
  bool add_manager(const syntax::Children& call, std::string_view callee, Meanings& out);
  bool add_special_call(syntax::NodeId expr, std::string_view callee, Meanings& out);
  Meanings find_annotated(syntax::NodeId annotation);
  Meanings of_annotation_text(syntax::NodeId text);

  Meanings imported(std::string_view module);
  Meanings imported(std::string_view module, std::string_view name);
  Meanings attribute(const Meaning& object, std::string_view name);
  Meanings find_member(syntax::NodeId class_def, std::string_view name);
  Meanings inherited(syntax::NodeId class_def, std::string_view name);
  Meanings element(const Meanings& container);
  Meanings entered(const Meanings& manager);

  const Bindings& bindings_;
  const Outline& outline_;
  const syntax::Tree& tree_;
  ConstantTexts& texts_;
  ProjectResolver* project_;
  PathPool paths_;
  base::Arena arena_;
  std::vector<Slot> slots_;             // by node
  std::vector<Slot> binding_slots_;     // by number of the binding
  SymbolTable names_;                   // members of a class (its node is the scope), unbound names
  std::vector<Slot> name_slots_;        // by symbol of names_
  std::vector<const Meanings*> known_;  // in the arena; first the answers that say nothing
  std::unordered_map<std::uint32_t, Meanings> annotations_;  // by node
  syntax::NodeId last_use_;  // what reaching() was asked last, and its answer
  Reaching last_reaching_;
  syntax::NodeId last_import_;  // the same of module_of()
  std::string_view last_module_;
  std::vector<std::string> imported_;  // modules, when first asked for
  int depth_ = 0;
};

}  // namespace av::names
