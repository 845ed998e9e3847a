#pragma once
// collector.h — the class behind collect(), shared by its source files; no part of the room's
// interface.

#include "analysis/calls/collect.h"
#include "analysis/calls/local_values.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace av::calls {

// Collector makes one FileFacts, function by function, instruction by instruction.
class Collector {
 public:
  Collector(const names::Bindings& bindings, const flow::File& file, names::ModuleId module);
  FileFacts run();

 private:
  using NodeId = syntax::NodeId;
  using NodeKind = syntax::NodeKind;
  using Instr = flow::Instr;
  using ValueId = flow::ValueId;

  // collect.cc: functions, variables, words
  void note_foreign_stores();
  void describe_functions();
  void describe(flow::FunctionId id);
  void describe_decorators(NodeId decorators, FunctionFact& fact);
  void describe_parameters(NodeId parameters, FunctionFact& fact);
  std::string function_name(flow::FunctionId id);
  void collect_function(flow::FunctionId id);
  void collect_members();
  VarId new_var();
  VarId var_of(ValueId value);
  void alias(ValueId value, VarId var);
  VarId cell_of(names::SymbolId symbol);
  VarId unbound(std::string_view name);
  VarId returned_by(flow::FunctionId id);
  VarId yielded_by(flow::FunctionId id);
  WordId word(std::string_view text);
  WordId constant(ValueId value);
  WordId constant_of_node(NodeId node);
  WordId start_of_format(ValueId id);
  [[nodiscard]] bool is_plain(ValueId value) const;

  // collect_names.cc: variables, imports, annotations
  void load(ValueId id);
  void store(ValueId id);
  VarId var_of_reached(const Reached& reached);
  VarId var_at_start(flow::PlaceId place);
  void fill_joins();
  void import_module(ValueId id);
  void import_name(ValueId id);
  void import_star(ValueId id);
  std::string module_text(NodeId import_from);
  void annotate_parameters();
  void annotate_members(NodeId class_def);
  void annotate(NodeId annotation, VarId var);
  VarId named_in_annotation(NodeId expr);
  VarId resolve_path(const std::string& path, NodeId where);

  // collect_rows.cc: everything else
  void instruction(ValueId id);
  void container_instruction(ValueId id);
  void effect_instruction(ValueId id);
  void operator_instruction(ValueId id);
  void constant_values(const flow::Block& block);
  void make_function(ValueId id);
  void make_class(ValueId id);
  void call(ValueId id);
  void get_item(ValueId id);
  void set_item(ValueId id);
  void slice(ValueId id, VarId object);
  void build(ValueId id);
  void build_dict(ValueId id);
  void collect_element(ValueId id);
  void unpack(ValueId id);
  void set_attr(ValueId id);
  void return_value(ValueId id);
  void caught(ValueId id);
  void operate(ValueId id, std::string_view method, ValueId object, ValueId other);
  void add_arguments(std::span<const ValueId> values, syntax::Children nodes, std::uint32_t skip);

  Row& add_row(RowKind kind, ValueId site, VarId a = VarId::none(), VarId b = VarId::none());
  void copy(VarId to, VarId from);
  void add_item(Item item);
  void end_items(Row& row);

  [[nodiscard]] const syntax::Tree& tree() const { return bindings_.outline().tree(); }
  [[nodiscard]] syntax::Children children(NodeId id) const { return tree().children(id); }
  [[nodiscard]] NodeKind kind(NodeId id) const { return tree().kind(id); }
  [[nodiscard]] const Instr& instr(ValueId id) const { return file_[id]; }
  [[nodiscard]] std::string_view spelled(NodeId id) const { return bindings_.spelling().of(id); }
  FunctionFact& here() { return facts_.functions[function_.index()]; }

  // Memory is what constant keys of containers made in this function hold, along straight code.
  struct Memory {
    std::map<std::pair<std::uint32_t, std::uint32_t>, VarId> items;  // by container, word
    std::unordered_set<std::uint32_t> containers;
    void forget() { items.clear(); }
    [[nodiscard]] bool knows(VarId var) const { return containers.contains(var.index()); }
    [[nodiscard]] VarId find(VarId container, WordId key) const;
    // set also forgets the key of all other containers when it is not known which one is meant.
    void set(VarId container, WordId key, VarId value);
  };

  const names::Bindings& bindings_;
  const flow::File& file_;
  FileFacts facts_;
  LocalValues locals_;
  std::unordered_map<std::string, WordId> words_;
  std::vector<VarId> vars_;      // by value
  std::vector<ValueId> makers_;  // by variable: the instruction whose value it is
  std::vector<VarId> cells_;     // by symbol
  std::vector<VarId> foreign_;   // by symbol: what other functions bind to it
  std::vector<VarId> joins_;     // by join
  std::unordered_map<std::string, VarId> unbound_;
  std::unordered_map<std::uint32_t, VarId> starts_;  // by place
  std::unordered_map<std::uint32_t, flow::FunctionId> function_of_scope_;
  std::vector<std::uint32_t> lambdas_;           // by function: how many it holds
  std::vector<std::vector<WordId>> self_names_;  // by function: of classes
  Memory memory_;
  flow::FunctionId function_;
};

}  // namespace av::calls
