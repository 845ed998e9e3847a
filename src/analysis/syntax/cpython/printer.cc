#include "analysis/syntax/cpython/printer.h"

#include "analysis/syntax/cpython/future.h"
#include "analysis/syntax/cpython/operators.h"
#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"
#include "lexis/identifiers.h"
#include "lexis/repr.h"

#include <charconv>

namespace av::syntax::cpython {
namespace {

template <class Integer>
void append_integer(std::string& out, Integer value) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

ColumnUnit column_unit(const text::Source& source, Version as) {
  const bool kept = as < 300 && source.encoding == "latin-1";
  return kept ? ColumnUnit::Characters : ColumnUnit::Bytes;
}

}  // namespace

Printer::Printer(const Tree& tree, const text::Source& source, Version as)
    : tree_(tree),
      source_(source),
      text_(tree.text()),
      shape_(as),
      positions_(tree, as, column_unit(source, as)) {
  if (as < 309) {
    find_old_starts();
  }
  unicode_literals_ = as < 300 && imports_future(tree, "unicode_literals");
}

Result<std::string> Printer::run() {
  module();
  while (!steps_.empty() && !error_) {
    const Step step = steps_.back();
    steps_.pop_back();
    out_ += step.comma ? ", " : "";
    out_ += step.label;
    (this->*handler_of(step.action))(step);
  }
  if (error_) {
    return tl::unexpected<Error>(*std::move(error_));
  }
  return std::move(out_);
}

Printer::StepHandler Printer::handler_of(Action action) {
  switch (action) {
    case Action::Nothing:
      return &Printer::nothing;
    case Action::Expression:
      return &Printer::expression;
    case Action::Positional:
      return &Printer::positional;
    case Action::Decorator:
      return &Printer::decorator;
    case Action::Index:
      return &Printer::index;
    case Action::Dimension:
      return &Printer::dimension;
    case Action::Statement:
      return &Printer::statement;
    case Action::IfFrom:
      return &Printer::if_from;
    case Action::WithFrom:
      return &Printer::with_from;
    case Action::TryExcept:
      return &Printer::try_except;
    case Action::Pattern:
      return &Printer::pattern;
    case Action::Identifier:
      return &Printer::identifier;
    case Action::DottedName:
      return &Printer::dotted_name;
    case Action::Arguments:
      return &Printer::arguments;
    case Action::Argument:
      return &Printer::argument;
    case Action::OldArgument:
      return &Printer::old_argument;
    case Action::OldName:
      return &Printer::old_name;
    case Action::Keyword:
      return &Printer::keyword;
    case Action::Comprehension:
      return &Printer::comprehension;
    case Action::WithItem:
      return &Printer::with_item;
    case Action::TupleItem:
      return &Printer::tuple_item;
    case Action::ItemsTuple:
      return &Printer::items_tuple;
    case Action::Handler:
      return &Printer::handler;
    case Action::Alias:
      return &Printer::alias;
    case Action::Case:
      return &Printer::match_case;
    case Action::TypeParameter:
      return &Printer::type_parameter;
    case Action::Field:
      return &Printer::field;
    case Action::FormatSpec:
      return &Printer::format_spec;
    case Action::TextPiece:
      return &Printer::text_piece;
    case Action::OldStep:
      return &Printer::old_step;
    case Action::Kept:
      return &Printer::kept;
    case Action::Place:
      return &Printer::place;
  }
  return &Printer::nothing;
}

void Printer::module() {
  Plan plan(*this, Positions::kFile, "Module(");
  plan.list("body=", Action::Statement, tree_.children(tree_.root()));
  if (shape_.version >= 308) {
    plan.empty_list("type_ignores=");
  }
  plan.end();
}

void Printer::nothing(const Step& /*step*/) {}

void Printer::kept(const Step& step) {
  out_.append(kept_, step.a, step.b);
}

void Printer::place(const Step& step) {
  const Place start = positions_.start_of(step.a, step.frame);
  out_ += !step.comma && shape_.pads_bare_nodes ? " lineno=" : "lineno=";
  append_integer(out_, start.line);
  out_ += ", col_offset=";
  append_integer(out_, start.column);
  if (shape_.has_ends) {
    const Place end = positions_.end_of(step.b, step.frame);
    out_ += ", end_lineno=";
    append_integer(out_, end.line);
    out_ += ", end_col_offset=";
    append_integer(out_, end.column);
  }
  out_ += ')';
}

void Printer::reject(std::uint32_t offset, std::string message) {
  if (!error_) {
    const Place place = positions_.end_of(offset, Positions::kFile);
    error_ = Error{ErrorCode::InvalidArgument,
                   "line " + std::to_string(place.line) + ": " + std::move(message),
                   {}};
  }
}

void Printer::identifier(const Step& step) {
  append_identifier(tree_.text_of(NodeId(step.a)));
}

// append_identifier writes the repr of a name, which may be in any of its compatible spellings.
void Printer::append_identifier(std::string_view name) {
  if (lexis::is_ascii(name)) {
    out_ += '\'';
    out_ += name;
    out_ += '\'';
  } else {
    out_ += lexis::text_repr(lexis::normalized(name));
  }
}

// dotted_name leaves out what may stand between the names of an import.
void Printer::dotted_name(const Step& step) {
  const Node& node = at(step);
  std::string name;
  for (std::uint32_t i = skip_trivia(text_, node.start); i < node.end; i = skip_trivia(text_, i)) {
    name += text_[i++];
  }
  append_identifier(name);
}

void Printer::find_old_starts() {
  old_starts_.resize(tree_.nodes().size());
  for (std::uint32_t i = 0; i < old_starts_.size(); ++i) {
    old_starts_[i] = shape_.version < 308 ? old_start_of(NodeId(i)) : tree_[NodeId(i)].start;
    move_old_target(NodeId(i));
  }
}

// move_old_target: several targets of a loop were where the first of them is.
void Printer::move_old_target(NodeId loop) {
  if (!tree_.is(loop, NodeKind::For) && !tree_.is(loop, NodeKind::ComprehensionFor)) {
    return;
  }
  const NodeId target = tree_.child(loop, 0);
  if (tree_.is(target, NodeKind::Tuple) && !tree_[target].has(flag::kParenthesized)) {
    old_starts_[target.index()] = old_starts_[tree_.child(target, 0).index()];
  }
}

// old_start_of follows the rules of the parser until 3.7: a call, attribute or subscript is where
// its first operand is, parentheses left out; and a node made from the inside of brackets is where
// the inside starts.
std::uint32_t Printer::old_start_of(NodeId id) const {
  const Node& node = tree_[id];
  switch (node.kind) {
    case NodeKind::Call:
    case NodeKind::Attribute:
    case NodeKind::Subscript:
      return old_starts_[tree_.child(id, 0).index()];
    case NodeKind::Tuple:
      return node.has(flag::kParenthesized) && !tree_.children(id).empty()
                 ? skip_trivia(text_, node.start + 1)
                 : node.start;
    case NodeKind::ListComp:
      return skip_trivia(text_, node.start + 1);
    case NodeKind::GeneratorExp:
      return is_bare_generator(id) ? node.start : skip_trivia(text_, node.start + 1);
    case NodeKind::SetComp:
    case NodeKind::DictComp:
      return shape_.version < 300 ? skip_trivia(text_, node.start + 1) : node.start;
    case NodeKind::BinOp:
      return old_operator_start(id);
    default:
      return node.start;
  }
}

// is_bare_generator says whether a generator has no parentheses of its own.
bool Printer::is_bare_generator(NodeId id) const {
  const Node& element = tree_[tree_.child(id, 0)];
  const Node& first_for = tree_[tree_.child(id, 1)];
  return count_opening(text_, tree_[id].start, element.start) ==
         count_closing(text_, element.end, first_for.start);
}

// old_operator_start: all but the first of a chain of operators of one rank were where the operator
// is.
std::uint32_t Printer::old_operator_start(NodeId id) const {
  const Node& node = tree_[id];
  const Node& left = tree_[tree_.child(id, 0)];
  const bool chained = left.kind == NodeKind::BinOp && !left.has(flag::kParenthesized) &&
                       rank_of(left.op()) == rank_of(node.op());
  return chained ? skip_trivia(text_, left.end) : node.start;
}

// start_of is where the position of a node points.
std::uint32_t Printer::start_of(NodeId id) const {
  return old_starts_.empty() ? tree_[id].start : old_starts_[id.index()];
}

void Printer::close(Plan& plan, NodeId id) const {
  plan.place(start_of(id), tree_[id].end);
}

}  // namespace av::syntax::cpython
