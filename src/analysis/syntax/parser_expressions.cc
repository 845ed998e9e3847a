// parser_expressions.cc — operators, by precedence climbing.

#include "analysis/syntax/parser_state.h"

#include <array>

namespace av::syntax {

struct Parser::InfixTable {
  std::array<Infix, 256> entries{};

  constexpr void set(TokenKind token, Precedence precedence, Operator op) {
    entries[static_cast<std::size_t>(token)] = {precedence, op};
  }
  constexpr InfixTable() {
    using enum TokenKind;
    set(KwOr, kOr, Operator::Or);
    set(KwAnd, kAnd, Operator::And);
    for (const TokenKind token : {EqualEqual, NotEqual, LessGreater, Less, LessEqual, Greater,
                                  GreaterEqual, KwIs, KwIn, KwNot}) {
      set(token, kComparison, Operator::Eq);
    }
    set(VerticalBar, kBitOr, Operator::BitOr);
    set(Caret, kBitXor, Operator::BitXor);
    set(Ampersand, kBitAnd, Operator::BitAnd);
    set(LeftShift, kShift, Operator::LShift);
    set(RightShift, kShift, Operator::RShift);
    set(Plus, kSum, Operator::Add);
    set(Minus, kSum, Operator::Sub);
    set(Star, kProduct, Operator::Mult);
    set(Slash, kProduct, Operator::Div);
    set(DoubleSlash, kProduct, Operator::FloorDiv);
    set(Percent, kProduct, Operator::Mod);
    set(At, kProduct, Operator::MatMult);
  }
};

Parser::Infix Parser::infix() const {
  static constexpr InfixTable kTable;
  return kTable.entries[static_cast<std::size_t>(kind())];
}

bool Parser::at_expression_start() const {
  using enum TokenKind;
  switch (kind()) {
    case KwFalse:
    case KwNone:
    case KwTrue:
    case KwAsync:
    case KwAwait:
    case KwLambda:
    case KwNonlocal:
    case KwNot:
    case KwYield:
    case Int:
    case Float:
    case Imaginary:
    case String:
    case FStringStart:
    case LParen:
    case LBracket:
    case LBrace:
    case Ellipsis:
    case Backquote:
    case Plus:
    case Minus:
    case Tilde:
      return true;
    default:
      return is_name(kind());
  }
}

// expression: a conditional, a lambda, or what binds tighter.
void Parser::parse_expression() {
  if (__builtin_expect(at(TokenKind::KwLambda), 0)) {
    return parse_lambda();
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_binary(kOr);
  if (__builtin_expect(at(TokenKind::KwIf), 0)) {
    parse_conditional(place, mark);
  }
}

void Parser::parse_conditional(std::uint32_t place, Mark mark) {
  advance();
  const Depth depth(*this);
  if (!too_deep()) {
    parse_binary(kOr);
  }
  if (expect(TokenKind::KwElse, "else is missing from a conditional expression")) {
    if (!too_deep()) {
      parse_expression();
    }
  } else {
    empty_node(NodeKind::Error, last_end());
  }
  reduce({NodeKind::IfExp, 0, place}, mark);
}

// named expression: name := value, or an expression.
void Parser::parse_named_expression() {
  const std::uint32_t place = start();
  if (peek() != TokenKind::ColonEqual || !is_name(kind())) {
    parse_expression();
    if (__builtin_expect(at(TokenKind::ColonEqual), 0)) {
      parse_odd_walrus(place);
    }
    return;
  }
  const Mark mark = this->mark();
  feature(Feature::Walrus, place);
  leaf(NodeKind::Name);
  advance();
  parse_expression();
  reduce({NodeKind::NamedExpr, 0, place}, mark);
}

// parse_odd_walrus reads := and its value behind what is no plain name: in 3.8 it could be one in
// parentheses.
void Parser::parse_odd_walrus(std::uint32_t place) {
  NodeKind made = NodeKind::Error;
  if (top().kind == NodeKind::Name) {
    feature(Feature::ParenthesizedWalrusTarget, place);
    made = NodeKind::NamedExpr;
  } else {
    problem_here("only a plain name can stand before :=");
  }
  const Mark mark = this->mark() - 1;
  advance();
  parse_expression();
  reduce({made, 0, place}, mark);
}

void Parser::parse_star_named_expression() {
  if (__builtin_expect(at(TokenKind::Star), 0)) {
    return parse_starred();
  }
  parse_named_expression();
}

// starred: *value, with the value binding as tight as |.
void Parser::parse_starred() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::StarTarget, place);
  advance();
  parse_binary(kBitOr);
  reduce({NodeKind::Starred, 0, place}, mark);
}

void Parser::parse_star_expression(ListContext context) {
  if (__builtin_expect(at(TokenKind::Star), 0)) {
    if (context != ListContext::Plain) {
      feature(context == ListContext::ForIterable ? Feature::StarInForIterable
              : context == ListContext::Augmented ? Feature::StarInAugmented
                                                  : Feature::StarInReturn,
              start());
    }
    return parse_starred();
  }
  parse_expression();
}

// expression list: one expression, or a tuple without parentheses.
void Parser::parse_expression_list(ListContext context) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_star_expression(context);
  if (__builtin_expect(!at(TokenKind::Comma), 1)) {
    return;
  }
  while (accept(TokenKind::Comma)) {
    if (!at_expression_start() && !at(TokenKind::Star)) {
      break;
    }
    parse_star_expression(context);
  }
  reduce({NodeKind::Tuple, 0, place}, mark);
}

void Parser::parse_expression_list_or_yield(ListContext context) {
  if (at(TokenKind::KwYield)) {
    return parse_yield();
  }
  parse_expression_list(context);
}

void Parser::parse_binary(Precedence min) {
  const std::uint32_t place = start();
  parse_unary(min);
  for (;;) {
    const Infix found = infix();
    if (found.precedence < min || found.precedence == kNone) {
      return;
    }
    if (found.precedence >= kBitOr) {
      if (found.op == Operator::MatMult) {
        feature(Feature::MatMult, start());
      }
      const Mark mark = this->mark() - 1;
      advance();
      parse_binary(static_cast<Precedence>(found.precedence + 1));
      reduce({NodeKind::BinOp, static_cast<std::uint8_t>(found.op), place}, mark);
    } else if (found.precedence == kComparison) {
      if (at(TokenKind::KwNot) && peek() != TokenKind::KwIn) {
        return;
      }
      parse_comparison(place);
    } else {
      parse_chain(place, found);
    }
  }
}

// parse_chain reads the rest of a or b or c, which is one node.
void Parser::parse_chain(std::uint32_t place, Infix chain) {
  const Mark mark = this->mark() - 1;
  while (infix().precedence == chain.precedence) {
    advance();
    parse_binary(static_cast<Precedence>(chain.precedence + 1));
  }
  reduce({NodeKind::BoolOp, static_cast<std::uint8_t>(chain.op), place}, mark);
}

void Parser::parse_comparison(std::uint32_t place) {
  const Mark mark = this->mark() - 1;
  while (parse_comparison_operator()) {
    parse_binary(kBitOr);
  }
  reduce({NodeKind::Compare, 0, place}, mark);
}

// parse_comparison_operator leaves a CompareOp on the stack, if one is there.
bool Parser::parse_comparison_operator() {
  Operator op = Operator::Eq;
  bool two_words = false;
  switch (kind()) {
    case TokenKind::EqualEqual:
      op = Operator::Eq;
      break;
    case TokenKind::NotEqual:
      op = Operator::NotEq;
      break;
    case TokenKind::Less:
      op = Operator::Lt;
      break;
    case TokenKind::LessEqual:
      op = Operator::LtE;
      break;
    case TokenKind::Greater:
      op = Operator::Gt;
      break;
    case TokenKind::GreaterEqual:
      op = Operator::GtE;
      break;
    case TokenKind::KwIn:
      op = Operator::In;
      break;
    case TokenKind::LessGreater:
      op = Operator::NotEq;
      feature(Feature::LessGreater, start());
      break;
    case TokenKind::KwIs:
      two_words = peek() == TokenKind::KwNot;
      op = two_words ? Operator::IsNot : Operator::Is;
      break;
    case TokenKind::KwNot:
      if (peek() != TokenKind::KwIn) {
        return false;
      }
      two_words = true;
      op = Operator::NotIn;
      break;
    default:
      return false;
  }
  leaf(NodeKind::CompareOp, static_cast<std::uint8_t>(op));
  if (two_words) {
    top().end = end();
    advance();
  }
  return true;
}

// unary: a prefix operator with its operand, or a power.  `min` is how tight the operator before
// binds: after an arithmetic one, `not` needs parentheses.
void Parser::parse_unary(Precedence min) {
  const Depth depth(*this);
  if (too_deep()) {
    return;
  }
  switch (kind()) {
    case TokenKind::KwNot:
      if (min > kNot) {
        problem_here("not needs parentheses here");
      }
      return parse_prefix(NodeKind::UnaryOp, Operator::Not, kNot);
    case TokenKind::Minus:
      return parse_prefix(NodeKind::UnaryOp, Operator::USub, kUnary);
    case TokenKind::Plus:
      return parse_prefix(NodeKind::UnaryOp, Operator::UAdd, kUnary);
    case TokenKind::Tilde:
      return parse_prefix(NodeKind::UnaryOp, Operator::Invert, kUnary);
    default:
      return parse_power();
  }
}

void Parser::parse_prefix(NodeKind node, Operator op, Precedence operand) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  if (operand == kNot) {
    parse_binary(kNot);
  } else {
    parse_unary(kUnary);
  }
  reduce({node, static_cast<std::uint8_t>(op), place}, mark);
}

void Parser::parse_power() {
  const std::uint32_t place = start();
  if (__builtin_expect(at(TokenKind::KwAwait), 0)) {
    parse_await();
  } else {
    parse_primary();
  }
  if (__builtin_expect(at(TokenKind::DoubleStar), 0)) {
    const Mark mark = this->mark() - 1;
    advance();
    parse_unary(kPower);
    reduce({NodeKind::BinOp, static_cast<std::uint8_t>(Operator::Pow), place}, mark);
  }
}

// await value; or, until Python 3.6, a variable called await.
void Parser::parse_await() {
  const std::uint32_t place = start();
  const Mark mark = this->mark();
  advance();
  const bool has_operand = at_expression_start() && !at(TokenKind::Plus) && !at(TokenKind::Minus) &&
                           !at(TokenKind::KwNot) && !at(TokenKind::KwLambda) &&
                           !at(TokenKind::KwYield) && !at(TokenKind::Tilde) &&
                           !at(TokenKind::KwAsync);
  --i_;
  if (!has_operand || (async_is_local_ && async_depth_ == 0)) {
    return parse_primary();
  }
  feature(Feature::AsyncSyntax, place);
  advance();
  if (at(TokenKind::KwAwait)) {
    problem_here("await needs parentheses here");
  }
  parse_primary();
  reduce({NodeKind::Await, 0, place}, mark);
}

void Parser::parse_lambda(LambdaBody body) {
  const Depth depth(*this);
  if (too_deep()) {
    return;
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  const std::uint32_t list_start = last_end();
  ParameterList list;
  list.is_lambda = true;
  const Mark parameters = this->mark();
  const std::uint32_t first = start();
  parse_parameters(list, TokenKind::Colon);
  const bool any = this->mark() != parameters;
  reduce({NodeKind::Parameters, 0, any ? first : list_start}, parameters);
  // In an f-string field the colon starts the format spec: a lambda needs parentheses there.
  expect(TokenKind::Colon, "a colon is missing from a lambda");
  if (body == LambdaBody::Any) {
    parse_expression();
  } else {
    parse_comprehension_part();
  }
  reduce({NodeKind::Lambda, 0, place}, mark);
}

void Parser::parse_yield() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  if (accept(TokenKind::KwFrom)) {
    feature(Feature::YieldFromExpr, place);
    parse_expression();
    return reduce({NodeKind::YieldFrom, 0, place}, mark);
  }
  if (at_expression_start() || at(TokenKind::Star)) {
    parse_expression_list(ListContext::ReturnOrYield);
  }
  reduce({NodeKind::Yield, 0, place}, mark);
}

// target list: what stands between `for` and `in`.
void Parser::parse_target_list() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_target();
  if (at(TokenKind::Comma)) {
    while (accept(TokenKind::Comma)) {
      if (!at_expression_start() && !at(TokenKind::Star)) {
        break;
      }
      parse_target();
    }
    reduce({NodeKind::Tuple, 0, place}, mark);
  }
  check_target(top(), TargetUse::Assign);
}

void Parser::parse_target() {
  if (at(TokenKind::Star)) {
    return parse_starred();
  }
  parse_binary(kBitOr);
}

}  // namespace av::syntax
