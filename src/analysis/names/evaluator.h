#pragma once
// evaluator.h — finds the values of expressions, and remembers them.
//
// Follows names to what they are bound to, joins and formats texts, indexes containers.  Text that
// is only partly known becomes a text with holes.  Depth, length and memory are capped; beyond that
// a value is unknown, the same for the same file.

#include "analysis/names/bindings.h"
#include "analysis/names/format_text.h"
#include "analysis/names/meaner.h"
#include "analysis/names/reaching.h"
#include "analysis/names/text_builder.h"
#include "analysis/names/value.h"
#include "base/arena.h"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::names {

// Evaluator answers for one file.  `bindings` must outlive it.  Not thread-safe: it remembers.
class Evaluator final : public Meaner::ConstantTexts {
 public:
  // `project` follows imports into other files, as it does for the Meaner.
  explicit Evaluator(const Bindings& bindings, ProjectResolver* project = nullptr);

  // set_meaner must be called once, before the first question.
  void set_meaner(Meaner& meaner) { meaner_ = &meaner; }

  // of is the value of an expression.  The reference holds until the Evaluator goes.
  const Value& of(syntax::NodeId expr);
  std::optional<std::string_view> constant_text(syntax::NodeId expr) override;
  // of_reaching is the value of a name that has these bindings, asked for at `node`.
  const Value& of_reaching(const Reaching& reached, syntax::NodeId node) {
    return *combined(reached, node);
  }
  // of_result is the value of what a call of a FunctionDef returns.
  const Value& of_result(syntax::NodeId function) { return *returned(function); }

 private:
  // Arguments is a call's, as written.
  struct Arguments {
    std::vector<syntax::NodeId> positional;  // up to the first *args
    std::vector<std::pair<std::string_view, syntax::NodeId>> keywords;
    bool is_open = false;  // *args or **kwargs may bring more
  };
  using Named = std::unordered_map<std::string_view, syntax::NodeId>;  // the keywords, to look up

  const Value* find(syntax::NodeId expr);
  const Value* number(syntax::NodeId expr);
  const Value* simple(ValueKind kind, syntax::NodeId node, std::int64_t integer);
  const Value* name(syntax::NodeId expr);
  const Value* from_star(syntax::NodeId name);
  const Value* standard_number(syntax::NodeId expr);
  const Value* attribute(syntax::NodeId expr);
  bool is_field(syntax::NodeId class_def, const Reaching& bound);
  bool makes_fields(syntax::NodeId class_def);
  const Value* default_or_unknown(const Value* value, syntax::NodeId node);
  const Value* class_member(syntax::NodeId class_def, syntax::NodeId attribute, int depth);
  const Value* imported(const Binding& binding);
  const Value* foreign(const Constant* constant, syntax::NodeId node);
  const Value* combined(const Reaching& reached, syntax::NodeId node);
  void add_binding(const Binding& binding, syntax::NodeId use, std::vector<Item>& out);
  const Value* parameter_or(const Reaching& reached, const Value* value);
  Item of_binding(const Binding& binding);
  const Value* augmented(const Binding& binding);
  const Value* augment_once(const Binding& binding);
  Item element(const Binding& binding);
  void add_alternative(const Item& item, std::vector<Item>& out) const;
  const Value* one_of(std::vector<Item> items, syntax::NodeId node);

  // evaluator_operations.cc
  const Value* choice(syntax::NodeId expr, std::uint32_t first, std::uint32_t step);
  const Value* unary(syntax::NodeId expr);
  const Value* binary(syntax::NodeId expr);
  const Value* integer(syntax::Operator op, const Item& left, const Item& right,
                       syntax::NodeId node);
  const Value* merged_dicts(const Item& left, const Item& right, syntax::NodeId node);
  const Value* sum(const std::vector<Item>& operands, syntax::NodeId node);
  const Value* product(syntax::NodeId expr);
  const Value* joined_lists(const std::vector<Item>& operands, syntax::NodeId node);
  const Value* sequence(syntax::NodeId expr, ValueKind kind);
  const Value* dict(syntax::NodeId expr);
  void add_entries(syntax::NodeId spread, std::vector<Entry>& entries, bool& is_open);
  const Value* container(ValueKind kind, syntax::NodeId node, const std::vector<Item>& items,
                         bool is_open);
  const Value* subscript(syntax::NodeId expr);
  Arguments arguments_of(syntax::NodeId call);
  syntax::NodeId method_of(syntax::NodeId call);
  const Value* call(syntax::NodeId expr);
  const Value* known_call(syntax::NodeId expr, std::string_view path);
  const Value* dict_call(syntax::NodeId expr);
  const Value* returned(syntax::NodeId function);

  // evaluator_text.cc
  const Value* literal(syntax::NodeId expr);
  const Value* constant(syntax::NodeId node, std::string_view text, bool is_bytes);
  const Value* f_string(syntax::NodeId expr);
  void add_field(syntax::NodeId field, TextBuilder& out);
  std::string_view spec_of(syntax::NodeId field);
  const Value* string_group(syntax::NodeId expr);
  const Value* percent(const Item& pattern, const Item& argument, syntax::NodeId node);
  Item percent_argument(const FormatPart& field, const Item& argument);
  const Value* text_method(syntax::NodeId expr, const Value& text, std::string_view method);
  const Value* brace_format(syntax::NodeId expr, const Value& pattern);
  Item brace_argument(const FormatPart& field, std::span<const syntax::NodeId> positional,
                      const Named& named, syntax::NodeId call);
  const Value* join(syntax::NodeId expr, const Value& separator);
  const Value* joined_path(syntax::NodeId expr);
  const Value* as_text(syntax::NodeId node, const Item& item, Piece::Form form);
  const Value* retyped(const Value& text, syntax::NodeId node, bool is_bytes);

  [[nodiscard]] Item item_of(syntax::NodeId expr) { return {&of(expr), expr}; }
  [[nodiscard]] bool is_python2() const { return tree_.dialect() == syntax::Dialect::Python2; }

  const Bindings& bindings_;
  const Outline& outline_;
  const syntax::Tree& tree_;
  ProjectResolver* project_;
  Meaner* meaner_ = nullptr;
  base::Arena arena_;
  std::size_t budget_bytes_;
  std::vector<const Value*> known_;  // by node; nullptr for not asked yet
  int depth_ = 0;
};

}  // namespace av::names
