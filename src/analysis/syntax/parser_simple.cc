// parser_simple.cc — statements of one line.

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

// simple statements: one or more, with semicolons between, up to the end of the line.
void Parser::parse_simple_statements() {
  for (;;) {
    parse_simple_statement();
    statements_end_ = last_end();
    if (at(TokenKind::Newline)) {
      return advance();
    }
    if (!accept(TokenKind::Semicolon)) {
      break;
    }
    statements_end_ = last_end();
    if (accept(TokenKind::Newline)) {
      return;
    }
  }
  if (at(TokenKind::EndOfFile) || at(TokenKind::Dedent) || at(TokenKind::Indent)) {
    return;
  }
  problem_here("the statement should end here");
  skip_to_line_end();
  accept(TokenKind::Newline);
}

void Parser::parse_simple_statement() {
  switch (kind()) {
    case TokenKind::KwReturn:
      return parse_return();
    case TokenKind::KwImport:
      return parse_import(start(), 0);
    case TokenKind::KwFrom:
      return parse_import_from(start(), 0);
    case TokenKind::KwPass:
      return leaf(NodeKind::Pass);
    case TokenKind::KwBreak:
      return leaf(NodeKind::Break);
    case TokenKind::KwContinue:
      return leaf(NodeKind::Continue);
    case TokenKind::KwRaise:
      return parse_raise();
    case TokenKind::KwDel:
      return parse_delete();
    case TokenKind::KwAssert:
      return parse_assert();
    case TokenKind::KwGlobal:
      return parse_names(NodeKind::Global);
    case TokenKind::KwNonlocal:
      return parse_names(NodeKind::Nonlocal);
    case TokenKind::Name:
      return parse_expression_statement();
    default:
      break;
  }
  if (is_name(kind()) && try_named_statement()) {
    return;
  }
  parse_expression_statement();
}

// try_named_statement reads a statement that starts with a word which is a keyword only there.
bool Parser::try_named_statement() {
  switch (kind()) {
    case TokenKind::NameType:
      if (is_name(peek()) &&
          (kinds_[i_ + 2] == TokenKind::Equal || kinds_[i_ + 2] == TokenKind::LBracket)) {
        parse_type_alias();
        return true;
      }
      return false;
    case TokenKind::NameLazy:
      if (peek() == TokenKind::KwImport || peek() == TokenKind::KwFrom) {
        const std::uint32_t place = start();
        feature(Feature::LazyImport, place);
        advance();
        if (at(TokenKind::KwImport)) {
          parse_import(place, flag::kLazy);
        } else {
          parse_import_from(place, flag::kLazy);
        }
        return true;
      }
      return false;
    case TokenKind::NamePrint:
      if (is_print_statement()) {
        parse_print();
        return true;
      }
      // Read as Python 3, `print >>file, x` shifts a function: nobody means that.
      looks_like_python2_ |=
          !print_is_function_ && (peek() == TokenKind::RightShift || peek() == TokenKind::Newline);
      return false;
    case TokenKind::NameExec:
      if (is_exec_statement()) {
        parse_exec();
        return true;
      }
      return false;
    default:
      return false;
  }
}

void Parser::parse_expression_statement() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const std::uint32_t before = i_;
  if (at(TokenKind::KwYield)) {
    parse_yield();
  } else {
    parse_expression_list(ListContext::Plain);
  }
  if (at(TokenKind::Equal)) {
    parse_assignment(place, mark);
  } else if (is_augmented(kind())) {
    parse_augmented_assignment(place, mark);
  } else if (at(TokenKind::Colon) && i_ != before && top().kind != NodeKind::Yield) {
    parse_annotated_assignment(place, mark);
  } else {
    reduce({i_ == before ? NodeKind::Error : NodeKind::ExprStmt, 0, place}, mark,
           i_ == before ? place : last_end());
  }
}

void Parser::parse_assignment(std::uint32_t place, Mark mark) {
  while (at(TokenKind::Equal)) {
    check_target(top(), TargetUse::Assign);
    advance();
    parse_assigned_value();
  }
  reduce({NodeKind::Assign, 0, place}, mark);
}

void Parser::parse_assigned_value(ListContext context) {
  parse_expression_list_or_yield(context);
}

void Parser::parse_augmented_assignment(std::uint32_t place, Mark mark) {
  static constexpr Operator kOperators[] = {
      Operator::Add,    Operator::Sub,     Operator::Mult,  Operator::Div,    Operator::FloorDiv,
      Operator::Mod,    Operator::MatMult, Operator::Pow,   Operator::BitAnd, Operator::BitOr,
      Operator::BitXor, Operator::LShift,  Operator::RShift};
  const auto index =
      static_cast<std::size_t>(kind()) - static_cast<std::size_t>(TokenKind::PlusEqual);
  const auto op = static_cast<std::uint8_t>(kOperators[index]);
  if (at(TokenKind::AtEqual)) {
    feature(Feature::MatMult, start());
  }
  check_single_target(top());
  advance();
  parse_assigned_value(ListContext::Augmented);
  reduce({NodeKind::AugAssign, op, place}, mark);
}

void Parser::parse_annotated_assignment(std::uint32_t place, Mark mark) {
  feature(Feature::VariableAnnotation, place);
  const Node target = top();
  check_single_target(target);
  advance();
  parse_expression();
  if (accept(TokenKind::Equal)) {
    const std::uint32_t value = start();
    parse_assigned_value();
    const bool bare_tuple = (top().kind == NodeKind::Tuple && !top().has(flag::kParenthesized)) ||
                            top().kind == NodeKind::Starred;
    const bool bare_yield = (top().kind == NodeKind::Yield || top().kind == NodeKind::YieldFrom) &&
                            !top().has(flag::kParenthesized);
    if (bare_tuple || bare_yield) {
      feature(Feature::TupleAnnotatedValue, value);
    }
  }
  const bool simple = target.kind == NodeKind::Name && !target.has(flag::kParenthesized);
  reduce({NodeKind::AnnAssign, simple ? flag::kSimple : std::uint8_t{0}, place}, mark);
}

void Parser::parse_return() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  if (!at(TokenKind::Newline) && !at(TokenKind::Semicolon) && !at(TokenKind::EndOfFile)) {
    parse_expression_list(ListContext::ReturnOrYield);
  }
  reduce({NodeKind::Return, 0, place}, mark);
}

void Parser::parse_raise() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  advance();
  if (!at(TokenKind::Newline) && !at(TokenKind::Semicolon) && !at(TokenKind::EndOfFile)) {
    parse_expression();
    if (accept(TokenKind::KwFrom)) {
      feature(Feature::RaiseFrom, place);
      flags = flag::kFrom;
      parse_expression();
    } else if (at(TokenKind::Comma)) {
      feature(Feature::RaiseWithComma, place);
      advance();
      parse_expression();
      if (accept(TokenKind::Comma)) {
        parse_expression();
      }
    }
  }
  reduce({NodeKind::Raise, flags, place}, mark);
}

void Parser::parse_delete() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  const auto at_target = [this] { return at_expression_start() || at(TokenKind::Star); };
  if (!at_target()) {
    problem_here("del needs something to delete");
  }
  while (at_target()) {
    parse_target();
    check_target(top(), TargetUse::Delete);
    if (!accept(TokenKind::Comma)) {
      break;
    }
  }
  reduce({NodeKind::Delete, 0, place}, mark);
}

void Parser::parse_assert() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  parse_expression();
  if (accept(TokenKind::Comma)) {
    parse_expression();
  }
  reduce({NodeKind::Assert, 0, place}, mark);
}

// global and nonlocal
void Parser::parse_names(NodeKind statement) {
  if (statement == NodeKind::Nonlocal) {
    if (!is_name(peek())) {  // Python 2: a variable called nonlocal
      return parse_expression_statement();
    }
    feature(Feature::NonlocalStatement, start());
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  do {
    advance();
    parse_identifier_or_none("a name is missing");
  } while (at(TokenKind::Comma));
  reduce({statement, 0, place}, mark);
}

void Parser::parse_import(std::uint32_t place, std::uint8_t flags) {
  const Mark mark = this->mark();
  do {
    advance();
    parse_alias(NodeKind::DottedName);
  } while (at(TokenKind::Comma));
  reduce({NodeKind::Import, flags, place}, mark);
}

void Parser::parse_import_from(std::uint32_t place, std::uint8_t flags) {
  const Mark mark = this->mark();
  advance();
  const bool relative = at(TokenKind::Dot) || at(TokenKind::Ellipsis);
  bool is_future =
      at(TokenKind::Dot) && dialect_ == Dialect::Python2 && peek() == TokenKind::KwImport;
  if (relative) {
    parse_import_level();
  }
  if (!relative || !at(TokenKind::KwImport)) {
    parse_dotted_name();
    const std::string_view module = text_of_top();
    if (!relative && module == "__future__" && (flags & flag::kLazy) != 0) {
      problem(place, last_end(), "an import from __future__ cannot be lazy");
    }
    is_future = !relative && is_future_module(module);
  }
  if (is_future) {
    note_future_import(i_);
  }
  if (expect(TokenKind::KwImport, "import is missing after from")) {
    parse_imported_names();
  }
  reduce({NodeKind::ImportFrom, flags, place}, mark);
}

// is_future_module: Python 2.7 took the features from any module with a dotted name, too, and from
// `.` itself.
bool Parser::is_future_module(std::string_view module) const {
  return module == "__future__" ||
         (dialect_ == Dialect::Python2 && module.find('.') != std::string_view::npos);
}

void Parser::parse_import_level() {
  const std::uint32_t place = start();
  std::uint32_t level = 0;
  while (at(TokenKind::Dot) || at(TokenKind::Ellipsis)) {
    level += at(TokenKind::Dot) ? 1U : 3U;
    advance();
  }
  stack_.push({NodeKind::ImportLevel, 0, 0, place, last_end(), level});
}

void Parser::parse_imported_names() {
  if (at(TokenKind::Star)) {
    const Mark mark = this->mark();
    const std::uint32_t place = start();
    leaf(NodeKind::StarMarker);
    return reduce({NodeKind::Alias, 0, place}, mark);
  }
  const bool parenthesized = accept(TokenKind::LParen);
  parse_alias(NodeKind::Identifier);
  while (accept(TokenKind::Comma)) {
    if (parenthesized && at(TokenKind::RParen)) {
      break;
    }
    if (!is_name(kind()) && !at_keyword_used_as_name() && !is_keyword(kind())) {
      problem_here("a name is missing after the comma");
      break;
    }
    parse_alias(NodeKind::Identifier);
  }
  if (parenthesized) {
    close(TokenKind::RParen, "a closing parenthesis is missing from an import");
  }
}

void Parser::parse_alias(NodeKind name_kind) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  if (name_kind == NodeKind::DottedName) {
    parse_dotted_name();
  } else {
    parse_identifier_or_none("a name to import is missing");
  }
  if (accept(TokenKind::KwAs)) {
    parse_identifier("a name is missing after as");
  } else if (dialect_ == Dialect::Python2 && text_of_top() == "None") {
    problem_at(top(), "None cannot be assigned to");
  }
  reduce({NodeKind::Alias, 0, place}, mark);
}

void Parser::parse_dotted_name() {
  parse_identifier_or_none("a module's name is missing");
  const std::uint32_t place = top().start;
  top().kind = NodeKind::DottedName;
  while (accept(TokenKind::Dot)) {
    parse_identifier_or_none("a name is missing after the dot");
    stack_.pop();
    top().end = last_end();
  }
  top().start = place;
}

// note_future_import looks through the names imported from __future__, from token `token` on.
void Parser::note_future_import(std::uint32_t token) {
  for (; kinds_[token] != TokenKind::Newline && kinds_[token] != TokenKind::EndOfFile; ++token) {
    const std::string_view name = text_.substr(starts_[token], ends_[token] - starts_[token]);
    print_is_function_ |= name == "print_function";
  }
}

void Parser::parse_type_alias() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::TypeStatement, place);
  advance();
  leaf(NodeKind::Name);
  if (at(TokenKind::LBracket)) {
    parse_type_params();
  }
  if (expect(TokenKind::Equal, "= is missing from a type statement")) {
    parse_expression();
  } else {
    empty_node(NodeKind::Error, last_end());
  }
  reduce({NodeKind::TypeAlias, 0, place}, mark);
}

// is_print_statement: in Python 2 `print` always starts a statement.  In Python 3 text it does
// where two values side by side would be no expression.
bool Parser::is_print_statement() const {
  using enum TokenKind;
  if (print_is_function_) {
    return false;
  }
  if (dialect_ == Dialect::Python2) {
    return true;
  }
  switch (peek()) {
    case String:
    case Int:
    case Float:
    case Imaginary:
    case FStringStart:
    case KwNone:
    case KwTrue:
    case KwFalse:
    case KwLambda:
    case Backquote:
    case LBrace:
      return true;
    case KwNot:
      return kinds_[i_ + 2] != KwIn;
    default:
      return is_name(peek());
  }
}

bool Parser::is_exec_statement() const {
  if (dialect_ == Dialect::Python2) {
    return peek() != TokenKind::Equal && peek() != TokenKind::Dot;
  }
  return is_name(peek()) || peek() == TokenKind::String;
}

void Parser::parse_print() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  feature(Feature::PrintStatement, place);
  advance();
  if (accept(TokenKind::RightShift)) {
    flags |= flag::kChevron;
    parse_expression();
    if (!accept(TokenKind::Comma)) {
      return reduce({NodeKind::Print, flags, place}, mark);
    }
    if (!at_expression_start()) {
      problem_here("a value to print is missing");
    }
  }
  while (at_expression_start()) {
    flags = static_cast<std::uint8_t>(flags & ~flag::kTrailingComma);
    parse_expression();
    if (!accept(TokenKind::Comma)) {
      break;
    }
    flags |= flag::kTrailingComma;
  }
  reduce({NodeKind::Print, flags, place}, mark);
}

void Parser::parse_exec() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::ExecStatement, place);
  advance();
  parse_binary(kBitOr);
  if (accept(TokenKind::KwIn)) {
    parse_expression();
    if (accept(TokenKind::Comma)) {
      parse_expression();
    }
  }
  reduce({NodeKind::Exec, 0, place}, mark);
}

}  // namespace av::syntax
