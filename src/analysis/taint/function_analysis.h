#pragma once
// function_analysis.h — one forward pass over one function: from its blocks to its Summary.
//
// In: a program, what is known of its other functions so far.  Out: a Summary, and which functions
// and module variables it was made from.  A parameter's value is a label of its own, so that one
// pass answers for every caller.  The World stays as it is: several threads may each look at a
// function, with a FunctionAnalysis of their own.
// Work is bounded by counts, a multiple of the function's instructions; beyond it the function is
// given up where it stands, which `limits` counts.  One thread; memory is used again.

#include "analysis/names/format_text.h"
#include "analysis/taint/instantiation.h"
#include "analysis/taint/passed.h"
#include "analysis/taint/program.h"
#include "analysis/taint/rank_queue.h"
#include "analysis/taint/reach.h"
#include "analysis/taint/sight.h"
#include "analysis/taint/state.h"
#include "analysis/taint/summary.h"
#include "analysis/taint/told_by_name.h"
#include "analysis/taint/world.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::taint {

// make_clear makes a label harmless for some kinds; false when it means nothing any more.  Of a
// source it stays known, within the function, that it was made harmless.
bool make_clear(Label& label, knowledge::SinkSet kinds);

struct Deferral;

// FunctionAnalysis analyses one function after the other.
class FunctionAnalysis final : private Places {
 public:
  explicit FunctionAnalysis(const World& world);

  // analyse looks at a function; `is_widening` keeps what is known of it already.
  Found analyse(FunctionId function, bool is_widening = false);
  // watch has what is seen from now on noted; nullptr: no longer.
  void watch(Sight* sight) { sight_ = sight; }

 private:
  using ValueId = flow::ValueId;
  using Instr = flow::Instr;
  using Value = KnownValue;
  using Passed = PassedArgument;
  using Bound = BoundParameter;
  // Raised is what exceptions tell, by their classes, ascending.
  using Raised = std::vector<std::pair<RaisedClass, TreeId>>;

  // Fill finds what a field of a template is filled with; none when nothing is known of it.
  using Fill = std::function<ValueId(const names::FormatPart&)>;

  // function_analysis.cc: blocks
  TreeId initial(std::uint32_t place) override;
  void prepare(FunctionId function);
  void prepare_blocks();
  void begin_states(std::size_t blocks);
  void note_loops();
  void note_far_uses();
  void work(std::uint64_t amount);
  void run();
  void run_block(std::uint32_t block);
  void leave_block(std::uint32_t block, State& state);
  void enter(std::uint32_t block, const State& state);
  void to_handler(std::uint32_t block, const State& state, const Instr* store);
  void enqueue(std::uint32_t block);
  void set_value(std::uint32_t instr, const Value& value);

  // transfer.cc: instructions
  Value evaluate(std::uint32_t index, const Instr& instr, State& state);
  Value evaluate_rest(std::uint32_t index, const Instr& instr, State& state);
  Value parameter(std::uint32_t index, const Instr& instr, State& state);
  Value load(std::uint32_t index, const Instr& instr, State& state);
  Value attribute(std::uint32_t index, const Instr& instr, State& state);
  void show(std::uint32_t index, TreeId returned);
  Value item(const Instr& instr);
  Value build(std::uint32_t index, const Instr& instr);
  Value build_dict(const Instr& instr);
  bool is_markup(ValueId value);
  Value binary(const Instr& instr);
  Value unpack(std::uint32_t index, const Instr& instr);
  TreeId unpacked(TreeId whole, Selector part);
  Value make_function(const Instr& instr, State& state);
  void store(std::uint32_t index, const Instr& instr, State& state);
  TreeId entry_input(std::uint32_t index, const knowledge::TaintEntry& entry);
  void reach_by_setting(std::uint32_t index, TreeId key, TreeId set);
  void reach_by_fields(const CallView& call, ClassId type);
  void reach_by_answer(std::uint32_t index, TreeId dict);
  TreeId written_values(TreeId dict);
  void set_part(std::uint32_t index, ValueId object, Selector part, TreeId tree, State& state);
  void collect(std::uint32_t index, const Instr& instr, State& state);
  void yielded(std::uint32_t index, TreeId tree, bool is_all);
  Value special(std::uint32_t index, const Special& what, const Value& plain, State& state);
  Value operation(std::uint32_t index, const Value& plain, State& state);
  TreeId stepped(TreeId tree, std::uint32_t instr);
  TreeId flattened(std::span<const ValueId> values);
  TreeId function_value(const Target& target, TreeId receiver);
  Access step_of(const Access& access, Selector selector);
  TreeId model_leaf(std::uint32_t instr, const knowledge::TaintModel& model,
                    const knowledge::TaintSource& source);
  TreeId source_leaf(std::uint32_t instr, knowledge::SourceKind kind);

  // transfer_exceptions.cc: which handler gets what a `raise` tells
  Value caught(std::uint32_t index);
  void raise_again(std::uint32_t caught, std::uint32_t index);
  void raise_here(std::uint32_t index, const Instr& instr);
  TreeId as_error(TreeId told);
  void raise(const RaisedClass& type, TreeId told);
  TreeId give(flow::BlockId handler, const RaisedClass& type, TreeId told);
  bool add_raised(Raised& all, RaisedClass type, TreeId told);
  [[nodiscard]] Catches catches_at(std::uint32_t caught, const RaisedClass& type) const;
  [[nodiscard]] bool is_for_clients(std::uint32_t caught) const;

  // transfer_calls.cc: calls
  [[nodiscard]] Access result_origin(const CallView& call);
  Value call(std::uint32_t index, const Instr& instr, State& state);
  [[nodiscard]] CallView view_of(std::uint32_t index, const Instr& instr) const;
  TreeId call_target(const CallView& call, const Target& target, State& state);
  TreeId call_functions(const ValueCall& call, State& state, bool& found);
  TreeId invoke(Invocation& call, State& state);
  void fill_defaults(Invocation& call);
  [[nodiscard]] bool is_constructor(FunctionId function) const;
  std::vector<Bound> bind(FunctionId callee, const Value* receiver,
                          std::span<const Passed> arguments);
  void bind_position(std::span<const Parameter> parameters, std::vector<Bound>& bound,
                     std::size_t at, const Bound& value);
  std::size_t bind_named(std::span<const Parameter> parameters, std::vector<Bound>& bound,
                         const Passed& argument, std::size_t first);
  void bind_stars(std::span<const Parameter> parameters, std::vector<Bound>& bound,
                  const Passed& argument, std::size_t next);
  TreeId construct(const CallView& call, const Target& target, State& state);
  TreeId make_fields(ClassId type, std::span<const Passed> arguments);
  void keep_in_base(const CallView& call, const Target& target, State& state);
  [[nodiscard]] knowledge::SinkSet replaced_kinds(const CallView& call);
  TreeId invoke_unsure(Invocation& call, State& state);
  TreeId unsure(TreeId tree);
  TreeId call_by_name(const CallView& call, State& state);
  TreeId library_call(const CallView& call, State& state);
  TreeId unknown_call(const CallView& call);
  [[nodiscard]] bool never_returns(std::uint32_t call) const;
  [[nodiscard]] Value receiver_of(const Instr& instr) const;

  // transfer_deferred.cc: calls that call a function, or keep it
  std::optional<TreeId> run_deferred(const CallView& call, State& state);
  std::vector<Passed> deferred_arguments(const Deferral& how, const CallView& call,
                                         const Passed* given);
  std::optional<TreeId> partial(const CallView& call);
  void hand_out(TreeId given, std::uint32_t index, const State& state);
  void use_function(FunctionId function);
  std::vector<Passed> with_kept(const Label& function, TreeId callee,
                                std::span<const Passed> arguments);
  std::optional<TreeId> named_attribute(const CallView& call, State& state);
  std::optional<TreeId> special_call(const CallView& call, State& state);
  [[nodiscard]] const Passed* find_keyword(std::string_view name, const CallView& call) const;

  // transfer_protocols.cc: methods that nobody calls by name
  TreeId call_protocol(std::uint32_t index, const Special& what, State& state);
  [[nodiscard]] std::vector<ValueId> protocol_operands(const Instr& instr, bool is_swapped) const;
  TreeId injected(std::uint32_t index, const Injection& injection, State& state);

  // instantiate.cc: a callee's summary as its caller sees it
  // `output` is the input that the tree is the later state of, if it is one.
  TreeId instantiate(const FlatTree& flat, const Invocation& call, const State& state,
                     const Input* output = nullptr);
  TreeId instantiate_node(Instantiation& work);
  [[nodiscard]] bool stays(const Label& label, const Instantiation& work) const;
  TreeId instantiate_input(const Label& label, const Instantiation& work, Forest::Labels& own);
  CellChange instantiate_cell(CellId cell, const FlatTree& flat, const Invocation& call,
                              const State& state);
  TreeId input_tree(PathId path, const Invocation& call, const State& state);
  TreeId captured(std::uint32_t symbol, const Invocation& call, const State& state);
  Label passed_on(const Label& label, const Label& inner, const Invocation& call);
  void apply_changes(const Summary& summary, const Invocation& call, State& state);
  void apply_output(Input input, TreeId tree, const Invocation& call, State& state);
  void apply_captured(std::uint32_t symbol, TreeId tree, const Invocation& call, State& state);
  void apply_sinks(const Summary& summary, const Invocation& call, const State& state);
  TreeId cell_tree(CellId cell, std::uint32_t instr);
  TreeId attribute_tree(ClassId type, Selector part, std::uint32_t instr);
  TreeId written_tree(CellId cell);
  TreeId taken(TreeId shared);
  TreeId taken_from_around(Label label);
  [[nodiscard]] bool is_own_object(TreeId tree) const;
  [[nodiscard]] bool has_own_object() const;
  [[nodiscard]] bool is_own_attribute(TreeId tree, Selector part) const;
  [[nodiscard]] std::uint32_t place_of_symbol(std::uint32_t symbol);
  [[nodiscard]] std::uint32_t place_of_cell(CellId cell);

  // asked_parameters.cc: parameters that decide by their defaults what is done
  static bool rules_out(const Condition& condition, const Bound& bound);
  std::optional<Condition> handed_on(const Condition& condition, const Bound& bound);
  std::optional<std::uint32_t> unchanged_parameter(const Access& access);
  std::optional<std::uint32_t> parameter_loaded(ValueId value);
  std::optional<Condition> asked_of(ValueId condition, bool holds, int depth = 0);
  std::optional<Condition> asked_around(flow::BlockId block);
  void find_asked();

  // library.cc: calls of what models know
  [[nodiscard]] bool fills_nothing(const knowledge::TaintSink& sink, const CallView& call) const;
  TreeId call_model(const CallView& call, State& state);
  TreeId converted(const CallView& call);
  Value port_value(const knowledge::Port& port, const CallView& call);
  Value root_value(const knowledge::Port& port, const CallView& call);
  TreeId starred(const CallView& call);
  TreeId keywords(const CallView& call);
  [[nodiscard]] const Passed* find_argument(std::string_view name, const CallView& call) const;
  static const Passed* plain_argument(std::size_t place, const CallView& call);
  [[nodiscard]] Selector step_in_brackets(std::string_view text, const CallView& call,
                                          Selector unknown) const;
  [[nodiscard]] std::vector<Selector> steps_of(std::string_view text, const CallView& call,
                                               Selector unknown) const;
  TreeId moved(TreeId tree, const knowledge::TaintFlow& flow, CallCheck::Keeps keeps);
  TreeId put(const knowledge::Port& port, TreeId tree, const CallView& call, State& state);
  bool find_condition(const knowledge::TaintSink& sink, const CallView& call,
                      std::optional<Condition>& condition) const;
  [[nodiscard]] std::optional<std::uint32_t> find_parameter(TreeId tree) const;
  bool arrives(const Label& label, const Reach& reach);
  void reach_sink(const Reach& reach, TreeId tree);
  [[nodiscard]] Fate fate_of(const Label& label, const Reach& reach) const;

  // sight.cc: for whoever watches
  void note_sink(const Reach& reach, TreeId tree, bool is_off = false);
  void note_clearing(const Access& access, knowledge::SinkSet kinds);
  void note_values();

  // texts.cc: where in a text a value lands
  TreeId cleared(TreeId tree, knowledge::SinkSet kinds);
  TreeId escaped(TreeId tree, knowledge::SinkSet kinds);
  TreeId as_text(TreeId tree);
  CallView as_logged(CallView call);
  TreeId formatted(std::span<const ValueId> parts);
  TreeId field(const Instr& instr);  // of an f-string
  TreeId appended(const Instr& instr);
  TreeId percent(const Instr& instr);
  std::optional<TreeId> brace_format(const CallView& call);
  TreeId filled(std::span<const names::FormatPart> parts, const Fill& fill);
  [[nodiscard]] bool is_written_join(const CallView& call) const;
  TreeId joined(const CallView& call);
  [[nodiscard]] bool is_callers(TreeId tree) const;
  TreeId joined_to(TreeId folder, TreeId name);
  TreeId joined_path(const CallView& call);
  TreeId behind(TreeId tree, Around around);
  TreeId with_around(TreeId tree, CallCheck::Keeps keeps);
  [[nodiscard]] std::optional<std::string_view> constant_text(ValueId id) const;
  void scan(FrontScan& front, ValueId id, int depth = 0) const;

  // told.cc: what the name of a function of the program says
  Told told_of(const CallView& call);
  [[nodiscard]] bool may_act(const CallView& call) const;
  std::string_view callee_name(const CallView& call);
  Value as_told(const CallView& call, const Value& made, State& state);
  void refine_told(const Asked& asked, const CallView& call, State& state);
  void clear_within(State& state, ValueId value, bool is_old, knowledge::SinkSet kinds);

  // guards.cc: what a condition says of values
  void refine_ordered(const Asked& asked, State& state);
  void refine_nothing(const Asked& asked, std::vector<Asked>& open);
  void refine_found(const Asked& asked, const CallView& call, State& state);
  void refine(State& state, ValueId condition, bool outcome);
  void refine_one(const Asked& asked, State& state, std::vector<Asked>& open);
  void refine_load(const Asked& asked, State& state, std::vector<Asked>& open);
  void refine_any(const Asked& asked, State& state);
  void refine_compare(const Asked& asked, State& state, std::vector<Asked>& open);
  void refine_equal(const Asked& asked, ValueId guarded, ValueId other, State& state);
  void refine_among(const Asked& asked, State& state);
  void refine_call(const Asked& asked, State& state, std::vector<Asked>& open);
  void refine_checked(const Asked& asked, const CallView& call, State& state);
  void refine_relative(const Asked& asked, const CallView& call, State& state);
  void refine_absent(const Asked& asked, State& state);
  void refine_validated(const Asked& asked, const CallView& call, State& state);
  void note_return(std::uint32_t index, const Instr& instr, const State& state);

  // guarded_values.cc: which variable a condition speaks of
  void clear(State& state, const Access& access, knowledge::SinkSet kinds);
  void clear_value(State& state, ValueId value, bool is_old, knowledge::SinkSet kinds);
  void put_behind(State& state, ValueId value, bool is_old, Around around);
  void clear_path(State& state, ValueId path, bool is_old);
  void clear_parts(State& state, ValueId path, int depth = 0);
  void clear_each(State& state, ValueId container, bool is_all);
  void clear_signed(State& state, ValueId mac);
  template <class Change>
  bool change(State& state, const Access& access, const Change& change);
  [[nodiscard]] bool is_settled(const Access& access, ValueId value);
  [[nodiscard]] const std::vector<std::uint32_t>& stores_of(std::uint32_t place);
  ValueId definition(ValueId id);
  ValueId without_signs(ValueId text);
  ValueId same_text(ValueId id);
  ValueId address_of_host(ValueId id);
  [[nodiscard]] CallCheck check_at(ValueId id) const;
  [[nodiscard]] ValueId argument_at(ValueId call, std::size_t place) const;
  [[nodiscard]] ValueId receiver_at(ValueId call) const;
  [[nodiscard]] std::string_view attribute_name(ValueId id) const;
  [[nodiscard]] bool is_cleared(TreeId tree) const;
  [[nodiscard]] bool is_resolved(TreeId tree) const;
  [[nodiscard]] bool is_own_state(TreeId tree) const;
  bool is_callers_folder(ValueId folder, ValueId path);
  bool is_trusted_folder(ValueId folder, ValueId path);
  bool is_users_list(ValueId list, ValueId one);
  ValueId cut_at_slashes(ValueId whole);
  bool starts_with_constant(const knowledge::Port& port, const CallView& call);

  // summarize.cc
  Summary summarize();
  void add_known();
  [[nodiscard]] std::vector<std::uint32_t> restored_steps(const Summary& known);
  TreeId restored(const FlatTree& flat, std::span<const std::uint32_t> steps);
  TreeId restored_node(const Restoring& work);
  void add_output(Input input, TreeId tree, Summary& summary);
  FlatTree flat(TreeId tree, Summary& summary);
  [[nodiscard]] bool is_told_by_name(const Label& label) const;
  [[nodiscard]] bool does_no_harm(const Label& label) const;
  void flat_node(TreeId tree, Selector selector, FlatTree& out, Summary& summary);
  std::uint32_t kept_step(std::uint32_t step, Summary& summary);
  void summarize_outputs(Summary& summary);
  void write_attributes(ClassId type, TreeId tree);
  void write_cell(CellId cell, TreeId tree, unsigned hands = 0);
  void write_imported(const ModuleVariable& what, TreeId tree, unsigned hands);
  void share(CellId cell, TreeId tree);
  void summarize_validations(Summary& summary);

  [[nodiscard]] const Instr& instr_at(std::uint32_t i) const { return unit_->flow.instrs[i]; }
  [[nodiscard]] const Value& value(ValueId id) const;
  [[nodiscard]] TreeId tree(ValueId id) const { return value(id).tree; }
  [[nodiscard]] std::uint32_t local(flow::PlaceId place) const {
    return place.index() - function_->first_place;
  }
  // object_of is the place that stands for what a parameter is, whatever the variable becomes.
  [[nodiscard]] std::uint32_t object_of(std::uint32_t parameter) const {
    return function_->place_count + parameter;
  }

  const World& world_;
  Families families_;
  Paths paths_;      // on those of the world
  Origins origins_;  // the same
  Limits limits_;
  std::vector<std::pair<FunctionId, std::uint32_t>> unknown_calls_;
  std::vector<SinkPlace> cleared_sinks_;
  Forest forest_;
  Trace trace_;
  Uses uses_;               // with doubles, until the summary is made
  Sight* sight_ = nullptr;  // of whoever watches

  // The function being analysed.
  FunctionId id_;
  const Unit* unit_ = nullptr;
  UnitId unit_id_;
  const flow::Function* function_ = nullptr;
  Paths accesses_;
  StateContext context_;
  std::uint32_t first_instr_ = 0;
  std::uint32_t at_ = 0;                 // the instruction looked at
  std::vector<Value> values_;            // by instruction
  std::vector<State> entries_;           // by block; some more of before
  State state_;                          // of the block that is looked at
  int alternatives_ = 0;                 // within each other that are looked at
  State refined_;                        // as a branch leaves it
  std::vector<State> exits_;             // of blocks that return
  std::vector<bool> is_seen_again_;      // by block: may be
  std::vector<std::uint32_t> visits_;    // by block
  std::vector<std::uint32_t> order_;     // by block: its rank in the text
  std::vector<std::uint32_t> by_order_;  // the inverse
  std::vector<std::pair<std::uint32_t, std::uint32_t>> far_uses_;  // instruction, block
  RankQueue queue_;
  std::uint64_t work_left_ = 0;
  std::vector<TreeId> initial_;  // by place, then by parameter: none: not known yet
  std::unordered_map<std::uint32_t, TreeId> read_cells_;
  std::unordered_map<std::uint64_t, TreeId> attributes_;  // by class and selector: read of cells
  std::vector<TreeId> object_start_;                      // by parameter: as it arrives
  TreeId returned_ = kEmpty;
  Raised raised_;                                      // out of the function
  std::unordered_map<std::uint32_t, Raised> caught_;   // by Caught
  flow::BlockId block_;                                // that is looked at
  std::unordered_map<std::uint32_t, TreeId> written_;  // by cell, in order of first use below
  std::vector<CellId> written_order_;
  bool is_widening_ = false;
  std::vector<std::pair<Input, TreeId>> known_outputs_;  // by an earlier round
  std::vector<SinkEntry> sinks_;
  std::vector<FlowEntry> flows_;
  std::vector<std::uint32_t> kept_steps_;       // by step of the trace
  std::map<std::uint32_t, ReturnFacts> facts_;  // by instruction
  // By block, what has to hold to get there; made when a sink asks first.
  std::vector<std::optional<Condition>> asked_;
  // By place, where it is stored; made when a guard asks first.
  std::vector<std::vector<std::uint32_t>> stores_;
  // By cell and by symbol, the place that it is here; made when a callee's summary asks first.
  std::vector<std::pair<CellId, std::uint32_t>> places_of_cells_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places_of_symbols_;
  bool has_places_of_cells_ = false, has_places_of_symbols_ = false;
};

}  // namespace av::taint
