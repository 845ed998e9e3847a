#pragma once
// parser_state.h — the parser's own class, shared by its source files; no part of the room's
// interface (see parser.h).
//
// How nodes are made: every parse_ function for an expression, pattern or statement leaves exactly
// one node on the stack.  reduce() moves the nodes above a mark into the tree's array, side by
// side, and puts their parent on the stack.  Nothing is allocated per node.
//
// Places: a parent starts at the first token of its text, so functions keep the start of what they
// began with; the node on the stack may start later, behind its own parentheses.

#include "analysis/syntax/parser.h"

#include <cstdint>
#include <span>

namespace av::syntax {

class Parser {
 public:
  Parser(base::PaddedView source, const ParseOptions& options, Dialect dialect, SyntaxArena& arena);
  void run();

  // looks_like_python2 says whether something was seen that Python 3 reads, and hardly anybody
  // writes in Python 3.
  [[nodiscard]] bool looks_like_python2() const { return looks_like_python2_; }

 private:
  // Mark is a height of the stack.
  using Mark = std::size_t;
  // Binding strengths of infix operators, weakest first; 0 is no operator.
  enum Precedence : std::uint8_t {
    kNone,
    kOr,
    kAnd,
    kNot,
    kComparison,
    kBitOr,
    kBitXor,
    kBitAnd,
    kShift,
    kSum,
    kProduct,
    kUnary,
    kPower
  };
  struct Infix {
    Precedence precedence = kNone;
    Operator op = Operator::Add;
  };
  struct InfixTable;
  // Depth counts nesting for as long as it lives.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };
  // ListContext says where an unparenthesised list of expressions stands.
  enum class ListContext : std::uint8_t { Plain, ReturnOrYield, ForIterable, Augmented };
  // ParameterList is what has been seen of one list of parameters.
  struct ParameterList {
    bool is_lambda = false;
    bool star = false;
    bool bare_star_waits = false;
    bool double_star = false;
    bool slash = false;
    bool default_seen = false;
    bool any = false;
  };
  // ArgumentList is what has been seen of one call's arguments.
  enum class Callee : std::uint8_t { Value, Class };
  struct ArgumentList {
    Callee callee = Callee::Value;
    bool any = false;
    bool positional = false;
    bool keyword = false;
    bool star = false;
    bool double_star = false;
    bool generator = false;
  };

  // --- tokens (parser_state.h) ---
  [[nodiscard]] TokenKind kind() const { return kinds_[i_]; }
  [[nodiscard]] bool at(TokenKind kind) const { return kinds_[i_] == kind; }
  // peek looks one token ahead; the table ends in three EndOfFile.
  [[nodiscard]] TokenKind peek() const { return kinds_[i_ + 1]; }
  [[nodiscard]] std::uint32_t start() const { return starts_[i_]; }
  [[nodiscard]] std::uint32_t end() const { return ends_[i_]; }
  [[nodiscard]] std::uint32_t last_end() const { return i_ == 0 ? 0 : ends_[i_ - 1]; }
  void advance() { ++i_; }
  bool accept(TokenKind kind) {
    if (at(kind)) {
      ++i_;
      return true;
    }
    return false;
  }
  bool expect(TokenKind kind, const char* message) {
    if (accept(kind)) {
      return true;
    }
    problem_here(message);
    return false;
  }
  [[nodiscard]] char char_at(std::uint32_t offset) const { return text_[offset]; }
  [[nodiscard]] bool at_underscore() const {
    return end() == start() + 1 && char_at(start()) == '_';
  }

  // --- nodes (parser_state.h) ---
  [[nodiscard]] Mark mark() const { return stack_.size(); }
  [[nodiscard]] Node& top() { return stack_.back(); }
  [[nodiscard]] std::string_view text_of_top() {
    return text_.substr(top().start, top().end - top().start);
  }
  void leaf(NodeKind kind, std::uint8_t flags = 0) {
    stack_.push({kind, flags, 0, start(), end(), 0});
    ++i_;
  }
  void empty_node(NodeKind kind, std::uint32_t place) {
    stack_.push({kind, 0, 0, place, place, 0});
  }
  struct Made {
    NodeKind kind;
    std::uint8_t flags = 0;
    std::uint32_t start = 0;
  };
  // reduce makes the nodes above `mark` children of a new node that ends with the last token read.
  void reduce(Made made, Mark mark) { reduce(made, mark, last_end()); }
  void reduce(Made made, Mark mark, std::uint32_t end) {
    const std::size_t count = stack_.size() - mark;
    const std::uint32_t first = adopt(mark, count);
    const bool few = count < Node::kCountElsewhere;
    // A node that stands for something missing lies right behind the token before it.
    if (count != 0 && nodes_[first].start < made.start) {
      made.start = nodes_[first].start;
    }
    stack_.pop(count);
    stack_.push({made.kind, made.flags,
                 few ? static_cast<std::uint16_t>(count) : Node::kCountElsewhere, made.start, end,
                 first});
  }
  std::uint32_t adopt(Mark mark, std::size_t count) {
    if (__builtin_expect(count >= Node::kCountElsewhere, 0)) {
      nodes_.push({NodeKind::ChildCount, 0, 0, 0, 0, static_cast<std::uint32_t>(count)});
    }
    const auto first = static_cast<std::uint32_t>(nodes_.size());
    const Node* from = stack_.data() + mark;
    Node* to = nodes_.extend(count);
    for (std::size_t i = 0; i < count; ++i) {
      to[i] = from[i];
    }
    return first;
  }

  // --- parser.cc: problems and recovery ---
  void problem(std::uint32_t start, std::uint32_t end, const char* message);
  void problem_here(const char* message);
  void problem_at(const Node& node, const char* message);
  void feature(Feature feature, std::uint32_t start) { features_.push({feature, start}); }
  bool too_deep();
  void push_skipped(std::uint32_t first);
  void skip_bracketed();
  void skip_to_line_end();
  void parse_statements();
  void parse_block();
  // block_end is where a block ends whose last statement is on top of the stack: a semicolon
  // behind that is part of the block, and of every statement around it.
  [[nodiscard]] std::uint32_t block_end() {
    return top().end < statements_end_ ? statements_end_ : top().end;
  }
  void parse_block_body();
  void parse_suite_on_line();
  void parse_unexpected_block();
  void parse_stray_clause();
  void parse_identifier(const char* message);
  void parse_identifier_or_none(const char* message);
  void note_async_as_name();
  [[nodiscard]] bool at_keyword_used_as_name() const;

  // --- parser_simple.cc: simple statements ---
  void parse_simple_statements();
  void parse_simple_statement();
  void parse_expression_statement();
  void parse_assignment(std::uint32_t start, Mark mark);
  void parse_annotated_assignment(std::uint32_t start, Mark mark);
  void parse_augmented_assignment(std::uint32_t start, Mark mark);
  void parse_assigned_value(ListContext context = ListContext::Plain);
  void parse_keyword_leaf(NodeKind kind);
  void parse_return();
  void parse_raise();
  void parse_delete();
  void parse_assert();
  void parse_names(NodeKind kind);
  void parse_import(std::uint32_t start, std::uint8_t flags);
  void parse_import_from(std::uint32_t start, std::uint8_t flags);
  [[nodiscard]] bool is_future_module(std::string_view module) const;
  void parse_import_level();
  void parse_imported_names();
  void parse_alias(NodeKind name_kind);
  void parse_dotted_name();
  void note_future_import(std::uint32_t token);
  void parse_type_alias();
  bool try_named_statement();
  [[nodiscard]] bool is_print_statement() const;
  [[nodiscard]] bool is_exec_statement() const;
  void parse_print();
  void parse_exec();

  // --- parser_compound.cc: compound statements ---
  void parse_statement();
  void parse_if();
  void parse_while();
  void parse_for(std::uint32_t start, std::uint8_t flags);
  void parse_else_clause();
  void parse_try();
  void parse_handler(bool& star);
  void parse_handler_types();
  void parse_with(std::uint32_t start, std::uint8_t flags);
  void parse_with_items();
  void parse_with_item();
  bool try_parenthesized_with_items();
  [[nodiscard]] std::uint32_t find_closing(std::uint32_t open) const;
  void parse_async();
  [[nodiscard]] bool is_old_decorator(const Node& decorator) const;
  void parse_decorated();
  void parse_function(std::uint32_t start, Mark mark, std::uint8_t flags);
  void parse_class(std::uint32_t start, Mark mark);
  void parse_type_params();
  void parse_type_param();
  void parse_parameters(ParameterList& list, TokenKind closing);
  void parse_parameter(ParameterList& list);
  void parse_parameter_star(ParameterList& list);
  void parse_parameter_rest(ParameterList& list, std::uint32_t start, std::uint8_t flags);
  void check_parameter_order(ParameterList& list, std::uint32_t start, std::uint8_t flags);

  // --- parser_patterns.cc: match ---
  [[nodiscard]] bool is_match_statement();
  void parse_match();
  void parse_case();
  void parse_open_pattern();
  void parse_pattern();
  void parse_or_pattern();
  void parse_closed_pattern();
  void parse_star_pattern();
  void parse_group_pattern();
  void parse_sequence_items(TokenKind closing);
  void parse_mapping_key();
  void parse_mapping_pattern();
  void parse_name_pattern();
  void parse_class_pattern(std::uint32_t start, Mark mark);
  void parse_number_pattern();
  void parse_value_of(NodeKind kind);

  // --- parser_expressions.cc: operators ---
  void parse_expression();
  void parse_named_expression();
  void parse_odd_walrus(std::uint32_t start);
  void parse_star_named_expression();
  void parse_expression_list(ListContext context);
  void parse_expression_list_or_yield(ListContext context);
  void parse_star_expression(ListContext context);
  void parse_starred();
  void parse_conditional(std::uint32_t start, Mark mark);
  void parse_binary(Precedence min);
  void parse_chain(std::uint32_t start, Infix infix);
  void parse_comparison(std::uint32_t start);
  bool parse_comparison_operator();
  void parse_unary(Precedence min);
  void parse_prefix(NodeKind kind, Operator op, Precedence operand);
  void parse_await();
  void parse_power();
  // LambdaBody: in the clauses of old comprehensions `if` is never part of a lambda.
  enum class LambdaBody : std::uint8_t { Any, WithoutConditional };
  void parse_lambda(LambdaBody body = LambdaBody::Any);
  void parse_yield();
  void parse_target_list();
  void parse_target();
  [[nodiscard]] bool at_expression_start() const;
  [[nodiscard]] Infix infix() const;

  // --- parser_calls.cc: attributes, calls, subscripts ---
  void parse_attribute(std::uint32_t start, Mark mark);
  void parse_call(std::uint32_t start, Mark mark);
  void parse_arguments(Callee callee);
  void parse_argument(ArgumentList& list);
  void parse_star_argument(ArgumentList& list);
  void parse_keyword_value(ArgumentList& list, std::uint32_t start, Mark mark);
  void parse_unnamed_argument(ArgumentList& list, std::uint32_t start, Mark mark);
  void parse_generator_argument(ArgumentList& list, std::uint32_t start, Mark mark);
  void check_generator(const ArgumentList& list, std::uint32_t start);
  void check_positional(const ArgumentList& list, std::uint32_t start);
  void parse_subscript(std::uint32_t start, Mark mark);
  void parse_index_list();
  void parse_index();
  void parse_starred_index();
  bool try_dotted_ellipsis();
  bool parse_lower_bound();

  // --- parser_atoms.cc: names, literals, brackets ---
  void parse_primary();
  void parse_atom();
  void parse_atom_slow();
  void parse_parenthesized();
  void parse_list();
  void parse_brace();
  void parse_dict_items(std::uint32_t start, Mark mark);
  void parse_dict_item();
  void parse_set_items(std::uint32_t start, Mark mark);
  void parse_items_until(TokenKind closing);
  void parse_backquotes();
  // Comprehension says whether it is Python 2's list comprehension, which takes more.
  enum class Comprehension : std::uint8_t { Any, List };
  void parse_comprehension(Mark element, Comprehension sort = Comprehension::Any);
  void parse_comprehension_for(Comprehension sort);
  void parse_old_list_iterable();
  void parse_comprehension_part();
  [[nodiscard]] bool at_comprehension() const {
    return at(TokenKind::KwFor) || (at(TokenKind::KwAsync) && peek() == TokenKind::KwFor);
  }
  void close(TokenKind closing, const char* message);
  void parse_strings();
  void parse_string();
  void parse_fstring();
  void parse_fstring_parts();
  void parse_field_expression();
  void parse_field();
  void parse_conversion(std::uint8_t& flags);
  void check_string_mix(Mark mark);

  // --- parser_targets.cc: what may be assigned to ---
  enum class TargetUse : std::uint8_t { Assign, Delete };
  void check_target(const Node& node, TargetUse use);
  void check_attribute_name(const Node& name);
  void check_inner_targets(const Node& node, TargetUse use);
  void check_tuple_parameter(const Node& node);
  [[nodiscard]] bool is_name_of_python2(NodeKind kind, TargetUse use) const;
  [[nodiscard]] std::span<const Node> children_of(const Node& node) const;
  void check_single_target(const Node& node);

  std::string_view text_;
  const TokenKind* kinds_;
  const std::uint32_t* starts_;
  const std::uint32_t* ends_;
  std::uint32_t i_ = 0;
  int depth_ = 0;
  std::uint32_t statements_end_ = 0;  // of the last line of simple statements, semicolon included
  Dialect dialect_;
  // Until 3.6 async and await were keywords only inside `async def`, and f-strings did not count.
  bool async_is_local_;
  int async_depth_ = 0;
  bool print_is_function_ = false;
  bool looks_like_python2_ = false;
  // The last logical line looked at by is_match_statement: [first token, Newline), and the answer.
  std::uint32_t match_line_start_ = 0;
  std::uint32_t match_line_end_ = 0;
  bool match_line_ = false;

  base::Buffer<Node>& nodes_;
  base::Buffer<Node>& stack_;
  base::Buffer<Problem>& problems_;
  base::Buffer<FeatureUse>& features_;
};

}  // namespace av::syntax
