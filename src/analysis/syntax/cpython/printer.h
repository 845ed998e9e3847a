#pragma once
// printer.h — the walk over the tree that writes CPython's dump of it (not for users of the room).
//
// Nothing recurses: what is still to be written lies on a stack of Steps.  A handler writes one
// node of CPython's tree by laying a Plan: the steps for its fields, in order.
// The handlers are grouped by file: expressions, calls, statements, parameters, imports, patterns,
// literals, fstrings, python27.

#include "analysis/syntax/cpython/positions.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/source.h"
#include "lexis/strings.h"
#include <antivenom/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace av::syntax::cpython {

// Context is what is done with the value an expression names.
enum class Context : std::uint8_t { Load, Store, Del, Param };

// Action is what a Step does behind its label.
enum class Action : std::uint8_t {
  Nothing,
  Expression,     // a: node; b: 1 when it stands in parentheses that the source does not show
  Positional,     // a: node, a positional argument
  Decorator,      // a: node
  Index,          // a: node, what stands between the brackets of a subscript
  Dimension,      // a: node, one part of a subscript with slices, before 3.9
  Statement,      // a: node
  IfFrom,         // a: If node; b: index of the child that holds this test
  WithFrom,       // a: With node; b: index of the item: Python 2.7
  TryExcept,      // a: Try node, without its `finally`: Python 2.7
  Pattern,        // a: node
  Identifier,     // a: node
  DottedName,     // a: node
  Arguments,      // a: Parameters node
  Argument,       // a: Parameter node; b: 1 when it is keyword-only
  OldArgument,    // a: Parameter node: Python 2.7
  OldName,        // a: Identifier node that is a Name to store to: Python 2.7
  Keyword,        // a: Keyword or DoubleStarred node
  Comprehension,  // a: ComprehensionFor node
  WithItem,       // a: WithItem node
  TupleItem,      // a: WithItems node, read as the one item it was before 3.9
  ItemsTuple,     // a: the same, the tuple in it
  Handler,        // a: Handler node
  Alias,          // a: Alias node
  Case,           // a: Case node
  TypeParameter,  // a: TypeParam node
  Field,          // a: Field node; b: index in string_runs_ of what it stands in
  FormatSpec,     // a: FormatSpec node; b: as for Field
  TextPiece,      // a: index in text_pieces_
  OldStep,        // a: offset of a slice's second colon: Python 2.7
  Kept,           // a: offset in kept_; b: length
  Place,          // a, b: offsets of start and end; writes the position and `)`
};

// Step is one thing still to be written.
struct Step {
  Action action = Action::Nothing;
  Context context = Context::Load;
  bool comma = false;  // ", " comes first
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t frame = Positions::kFile;
  const char* label = "";  // comes second; static storage
};

// Shape is how an interpreter's tree and ast.dump differ from the others', by version.
struct Shape {
  explicit Shape(Version as)
      : version(as),
        has_constant(as >= 308),
        has_ends(as >= 308),
        has_index(as < 309),
        omits_none(as >= 309),
        omits_empty(as >= 313),
        pads_bare_nodes(as < 307) {}
  Version version;
  bool has_constant;     // Constant instead of Num, Str, Bytes, NameConstant, Ellipsis
  bool has_ends;         // end positions
  bool has_index;        // Index and ExtSlice
  bool omits_none;       // absent optional fields are left out
  bool omits_empty;      // empty lists too
  bool pads_bare_nodes;  // "Pass( lineno=1"
};

// ConstantKind is the `kind` of a Constant.
enum class ConstantKind : std::uint8_t { None, U };

// NumberSign: Python 2 took a minus sign into the number behind it.
enum class NumberSign : std::uint8_t { Plus, Minus };

class Plan;

class Printer {
 public:
  Printer(const Tree& tree, const text::Source& source, Version as);

  // run prints the whole module.
  Result<std::string> run();

 private:
  friend class Plan;
  using StepHandler = void (Printer::*)(const Step&);
  static StepHandler handler_of(Action action);

  // walking
  [[nodiscard]] const Node& at(const Step& step) const { return tree_[NodeId(step.a)]; }
  [[nodiscard]] Children children(const Step& step) const { return tree_.children(NodeId(step.a)); }
  void module();
  void nothing(const Step& step);
  void kept(const Step& step);
  void place(const Step& step);
  void reject(std::uint32_t offset, std::string message);

  // names
  void identifier(const Step& step);
  void dotted_name(const Step& step);
  void append_identifier(std::string_view name);

  // where nodes start and end
  void find_old_starts();
  void move_old_target(NodeId loop);
  [[nodiscard]] std::uint32_t old_start_of(NodeId id) const;
  [[nodiscard]] bool is_bare_generator(NodeId id) const;
  [[nodiscard]] std::uint32_t old_operator_start(NodeId id) const;
  [[nodiscard]] std::uint32_t start_of(NodeId id) const;
  void close(Plan& plan, NodeId id) const;

  // expressions
  void expression(const Step& step);
  void name(const Step& step);
  void bool_op(const Step& step);
  void bin_op(const Step& step);
  void unary_op(const Step& step);
  void compare(const Step& step);
  void lambda(const Step& step);
  void if_exp(const Step& step);
  void dict(const Step& step);
  void sequence(const Step& step);
  void close_in_field(Plan& plan, const Step& step) const;
  void comprehension_expression(const Step& step);
  void dict_comp(const Step& step);
  void comprehension(const Step& step);
  void one_operand(const Step& step);
  void named_expr(const Step& step);
  void attribute(const Step& step);
  void starred(const Step& step);
  void call(const Step& step);
  void call_arguments(Plan& plan, const char* label, Children parts, std::uint32_t from);
  void positional(const Step& step);
  void keyword(const Step& step);
  void subscript(const Step& step);
  void index(const Step& step);
  void dimension(const Step& step);
  void slice(const Step& step);
  [[nodiscard]] bool is_extended_slice(NodeId id) const;

  // literals
  void number(const Step& step);
  std::optional<std::string> number_value(NodeId id, NumberSign sign);
  void constant(const Step& step, std::string_view value, ConstantKind kind);
  void constant_kind(Plan& plan, ConstantKind kind) const;
  void singleton(const Step& step);
  void string(const Step& step);
  [[nodiscard]] Children string_tokens(NodeId id) const;
  void plain_string(const Step& step, bool is_bytes);
  void append_string_value(NodeId token, std::string& value);
  void append_decoded(std::string_view body, const lexis::StringReading& reading,
                      std::uint32_t offset, std::string& value);

  // f-strings
  struct Piece;
  // StringRun is what the parts of an f-string need to know of it and of what it is joined with.
  struct StringRun {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::uint32_t first_end = 0;    // behind the first of the joined tokens
    std::uint32_t token_start = 0;  // of the token that holds the parts
    std::uint32_t token_end = 0;
    bool is_text_kind = false;  // the first token has the prefix u
    bool is_raw = false;
    bool is_spec = false;
  };
  // TextPiece is a text of a joined string that waits to be written; its repr is in kept_.
  struct TextPiece {
    std::uint32_t start;
    std::uint32_t end;
    std::uint32_t kept;
    std::uint32_t length;
    bool is_text_kind;
  };
  struct FieldEnds {
    std::uint32_t expression;
    std::uint32_t shown;
  };
  void joined_string(const Step& step);
  void add_pieces(Children parts, std::uint32_t run, std::vector<Piece>& pieces);
  [[nodiscard]] FieldEnds field_ends(NodeId id) const;
  Piece debug_text(NodeId id, const StringRun& in);
  static void merge_texts(std::vector<Piece>& pieces);
  void joined(const Step& step, const std::vector<Piece>& pieces, const StringRun& whole,
              const StringRun& inner);
  std::uint32_t keep_text_piece(const Piece& piece, const StringRun& whole);
  void text_piece(const Step& step);
  void field(const Step& step);
  std::vector<Piece> spec_pieces(NodeId id, StringRun in);
  void reject_debug_fields(const std::vector<Piece>& pieces);
  void split_as_tokens(std::vector<Piece>& pieces, std::uint32_t end);
  bool split_at_names(const Piece& piece, std::vector<Piece>& split);
  Piece text_between(std::uint32_t start, std::uint32_t end);
  void format_spec(const Step& step);

  // statements
  void statement(const Step& step);
  void bare_statement(const Step& step);
  void expr_stmt(const Step& step);
  void assign(const Step& step);
  void type_comment(Plan& plan) const;
  void aug_assign(const Step& step);
  void ann_assign(const Step& step);
  void type_alias(const Step& step);
  void return_stmt(const Step& step);
  void raise(const Step& step);
  void delete_stmt(const Step& step);
  void assert_stmt(const Step& step);
  void names_stmt(const Step& step);
  void import(const Step& step);
  void import_from(const Step& step);
  void alias(const Step& step);
  [[nodiscard]] std::uint32_t statement_start(NodeId id) const;
  void function_def(const Step& step);
  void class_def(const Step& step);
  void decorator_list(Plan& plan, NodeId decorators);
  void decorator(const Step& step);
  [[nodiscard]] std::uint32_t compound_end(NodeId id) const;
  void if_stmt(const Step& step);
  void if_from(const Step& step);
  [[nodiscard]] std::uint32_t elif_start(NodeId clause) const;
  void loop(const Step& step);
  void with(const Step& step);
  void with_item(const Step& step);
  [[nodiscard]] bool is_items_tuple(NodeId items) const;
  void tuple_item(const Step& step);
  void items_tuple(const Step& step);
  void try_stmt(const Step& step);
  void handler(const Step& step);
  void match(const Step& step);
  void match_case(const Step& step);

  // parameters
  // ParameterList sorts parameters as CPython's `arguments` has them.
  struct ParameterList {
    std::vector<NodeId> positional_only;
    std::vector<NodeId> plain;
    std::vector<NodeId> keyword_only;
    NodeId star = NodeId::none();
    NodeId double_star = NodeId::none();
  };
  [[nodiscard]] ParameterList sorted_parameters(NodeId parameters) const;
  void arguments(const Step& step);
  void argument_list(Plan& plan, const char* label, const std::vector<NodeId>& parameters,
                     std::uint32_t b = 0);
  void default_items(Plan& plan, const std::vector<NodeId>& parameters);
  void argument(const Step& step);
  void type_parameters(Plan& plan, NodeId type_params);
  void type_parameter(const Step& step);

  // patterns
  void pattern(const Step& step);
  void match_value(const Step& step);
  void match_singleton(const Step& step);
  void match_parts(const Step& step);
  void match_mapping(const Step& step);
  void match_class(const Step& step);
  void match_star(const Step& step);
  void match_as(const Step& step);

  // Python 2.7
  void print(const Step& step);
  void exec(const Step& step);
  void repr(const Step& step);
  void old_arguments(const Step& step);
  void old_argument(const Step& step);
  void old_call_arguments(Plan& plan, Children parts);
  void with_from(const Step& step);
  void old_name(const Step& step);
  void old_try(const Step& step);
  void try_except(const Step& step);
  bool negative_number(const Step& step);
  static std::string old_integer(std::string_view token, std::string digits, NumberSign sign);
  void absent_step(Plan& plan, const Step& step, NodeId lower, NodeId upper);
  void old_step(const Step& step);
  void old_string(const Step& step);
  bool append_old_string(NodeId token, std::string& value);
  void append_recoded(std::string_view body, const lexis::StringReading& reading,
                      std::uint32_t offset, std::string& value);

  const Tree& tree_;
  const text::Source& source_;
  std::string_view text_;
  Shape shape_;
  Positions positions_;
  std::vector<std::uint32_t> old_starts_;  // by node, until 3.8: where its position points
  std::vector<Step> steps_;                // last first
  std::vector<StringRun> string_runs_;
  std::vector<TextPiece> text_pieces_;
  std::vector<text::Span> implied_parentheses_{1};  // of fields, before 3.12; 0: none
  lexis::DecodedString decoded_;
  bool unicode_literals_ = false;  // Python 2.7
  std::string kept_;               // values computed before their turn
  std::string out_;
  std::optional<Error> error_;
};

}  // namespace av::syntax::cpython
