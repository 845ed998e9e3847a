#pragma once
// lowering.h — the class behind lower(), shared by its source files; no part of the room's
// interface.

#include "analysis/flow/lower.h"

#include <unordered_map>
#include <vector>

namespace av::flow {

// Lowering makes one File.  It works through a queue of functions; within one, blocks are started
// in the order of their text and filled one after the other.
class Lowering {
 public:
  explicit Lowering(const names::Bindings& bindings);
  File run();

 private:
  using NodeId = syntax::NodeId;
  using NodeKind = syntax::NodeKind;

  // Exit is a way out of statements: what a `finally` has to go on with.
  enum class ExitKind : std::uint8_t { Break, Continue, Return };
  // Frame is a statement that a way out must pass: a loop, or something with a last word.
  struct Frame {
    enum class Kind : std::uint8_t { Loop, Finally };
    Kind kind;
    BlockId break_to;                  // Loop
    BlockId continue_to;               // Loop
    BlockId entry;                     // Finally: where its last word starts
    std::vector<ExitKind> exits = {};  // Finally: who passes through
  };

  // lowering.cc: functions, blocks, places
  void lower_function(FunctionId id);
  void lower_parameters(NodeId parameters);
  void lower_lambda_body(NodeId lambda);
  FunctionId add_function(NodeId node);
  BlockId new_block();
  void start(BlockId block);
  ValueId emit(Op op, NodeId node, std::uint32_t a = Instr::kNone, std::uint32_t b = Instr::kNone);
  ValueId emit_flagged(Op op, NodeId node, std::uint8_t flags, std::uint32_t a,
                       std::uint32_t b = Instr::kNone);
  ValueId emit_list(Op op, NodeId node, std::span<const ValueId> list,
                    std::uint32_t a = Instr::kNone);
  void end_with(std::span<const BlockId> successors);
  void jump(BlockId to);
  void branch(ValueId condition, BlockId if_true, BlockId if_false, NodeId node,
              std::uint8_t flags = 0);
  PlaceId place_of(NodeId name);
  PlaceId temporary();
  ValueId load_name(NodeId name);
  void store_name(NodeId name, ValueId value);
  PlaceId place_of_spelling(std::string_view spelling, NodeId where);
  void mark_captured();
  [[nodiscard]] Place::Kind kind_of(names::SymbolId symbol) const;

  // lowering_statements.cc: statements without blocks of their own, definitions
  void lower_block(NodeId block);
  void lower_statement(NodeId statement);
  void lower_simple(NodeId statement);
  void lower_assign(NodeId statement);
  void lower_augmented(NodeId statement);
  void lower_annotated(NodeId statement);
  void lower_delete(NodeId target);
  void lower_return(NodeId statement);
  void lower_raise(NodeId statement);
  void lower_assert(NodeId statement);
  void lower_import(NodeId statement);
  void lower_import_from(NodeId statement);
  void store_alias(NodeId alias, ValueId value);
  void lower_definition(NodeId statement);
  ValueId make_function(NodeId node);
  ValueId make_class(NodeId node);
  void lower_list_statement(Op op, NodeId statement);
  void store_target(NodeId target, ValueId value);
  void unpack_into(NodeId targets, ValueId value);
  void leave(ExitKind kind, ValueId value, NodeId node);
  void leave_from(std::size_t frame_count, ExitKind kind, NodeId node);

  // lowering_control.cc: statements with blocks
  void lower_if(NodeId statement);
  void lower_while(NodeId statement);
  void lower_for(NodeId statement);
  void lower_loop_body(NodeId body, BlockId again, BlockId behind);
  void lower_with(NodeId statement);
  void lower_try(NodeId statement);
  void lower_handlers(NodeId statement, BlockId behind);
  void lower_handler(NodeId handler, BlockId behind);
  std::vector<ExitKind> close_finally();
  void dispatch_exits(const std::vector<ExitKind>& exits, BlockId behind, NodeId node);
  void lower_match(NodeId statement);
  void lower_pattern(NodeId pattern, ValueId subject, BlockId otherwise);
  void lower_pattern_parts(NodeId pattern, ValueId subject, BlockId otherwise);
  void lower_alternatives(NodeId pattern, ValueId subject, BlockId otherwise);

  // lowering_expressions.cc
  ValueId lower_expression(NodeId expr);
  ValueId lower_spine_step(NodeId expr, ValueId inner);
  ValueId lower_leafward(NodeId expr);
  ValueId lower_call(NodeId call, ValueId callee);
  ValueId lower_chain(NodeId expr);
  ValueId lower_compare(NodeId expr);
  ValueId lower_conditional(NodeId expr);
  ValueId lower_named(NodeId expr);
  ValueId lower_dict(NodeId expr);
  ValueId lower_fstring(NodeId expr);
  void lower_fstring_parts(NodeId parts);
  ValueId lower_string_group(NodeId expr);
  ValueId lower_yield(NodeId expr);
  ValueId lower_list(Op op, NodeId expr);
  ValueId lower_optional(NodeId parent);
  ValueId lower_comprehension(NodeId expr);
  void collect_element(NodeId element, ValueId container);
  ValueId emit_scratch(Op op, NodeId node, std::size_t base);
  void lower_condition(NodeId condition, BlockId if_true, BlockId if_false);
  [[nodiscard]] int literal_truth(NodeId expr) const;

  [[nodiscard]] const syntax::Tree& tree() const { return bindings_.outline().tree(); }
  [[nodiscard]] syntax::Children children(NodeId id) const { return tree().children(id); }
  [[nodiscard]] NodeKind kind(NodeId id) const { return tree().kind(id); }

  const names::Bindings& bindings_;
  File file_;
  std::unordered_map<std::uint32_t, names::ScopeId> scope_made_by_;  // by node

  // The function being lowered.
  FunctionId function_;
  BlockId block_;
  BlockId handler_;
  std::vector<Frame> frames_;
  PlaceId return_place_;
  std::vector<PlaceId> place_of_symbol_;    // by symbol, for this function
  std::vector<FunctionId> place_function_;  // by symbol: the function that entry is of
  std::unordered_map<std::string_view, PlaceId> unbound_;
  std::vector<ValueId> scratch_;  // a stack: operands being gathered
  std::vector<NodeId> spine_;     // a stack: chains being followed
};

}  // namespace av::flow
