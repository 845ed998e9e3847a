// parser_calls.cc — what is written behind a value: attributes, calls, subscripts.

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

void Parser::parse_attribute(std::uint32_t place, Mark mark) {
  advance();
  if (at(TokenKind::KwNone)) {
    feature(Feature::KeywordAsName2, start());
    leaf(NodeKind::Identifier);
  } else {
    parse_identifier("a name is missing after the dot");
  }
  reduce({NodeKind::Attribute, 0, place}, mark);
}

void Parser::parse_call(std::uint32_t place, Mark mark) {
  const std::uint32_t open = start();
  advance();
  parse_arguments(Callee::Value);
  close(TokenKind::RParen, "a closing parenthesis is missing from a call");
  Node& last = top();
  if (this->mark() == mark + 2 && last.kind == NodeKind::GeneratorExp &&
      !last.has(flag::kParenthesized)) {
    last.start = open;  // a lone generator shares the call's parentheses
    last.end = last_end();
  }
  reduce({NodeKind::Call, 0, place}, mark);
}

void Parser::parse_arguments(Callee callee) {
  ArgumentList list;
  list.callee = callee;
  while (!at(TokenKind::RParen)) {
    const std::uint32_t before = i_;
    parse_argument(list);
    list.any = true;
    if (!accept(TokenKind::Comma) || i_ == before) {
      return;
    }
  }
}

void Parser::parse_argument(ArgumentList& list) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  if (at(TokenKind::Star) || at(TokenKind::DoubleStar)) {
    return parse_star_argument(list);
  }
  if (peek() == TokenKind::Equal && (is_name(kind()) || at_keyword_used_as_name())) {
    parse_identifier("a keyword's name is missing");
    return parse_keyword_value(list, place, mark);
  }
  parse_unnamed_argument(list, place, mark);
}

// parse_keyword_value reads = and the value of the keyword argument whose name is on the stack.
void Parser::parse_keyword_value(ArgumentList& list, std::uint32_t place, Mark mark) {
  if (list.double_star) {
    feature(Feature::GeneralUnpacking, place);
  }
  if (list.callee == Callee::Class) {
    feature(Feature::ClassKeyword, place);
  }
  list.keyword = true;
  advance();
  parse_expression();
  check_generator(list, place);
  reduce({NodeKind::Keyword, 0, place}, mark);
}

void Parser::parse_unnamed_argument(ArgumentList& list, std::uint32_t place, Mark mark) {
  parse_named_expression();
  if (at_comprehension()) {
    return parse_generator_argument(list, place, mark);
  }
  if (!at(TokenKind::Equal)) {
    list.positional = true;
    check_generator(list, place);
    return check_positional(list, place);
  }
  const NodeKind kind = top().kind;
  if (kind == NodeKind::Name || kind == NodeKind::True || kind == NodeKind::False) {
    feature(kind == NodeKind::Name ? Feature::ParenthesizedKeyword : Feature::KeywordAsName2,
            place);
    top().kind = NodeKind::Identifier;
    top().flags = 0;
    return parse_keyword_value(list, place, mark);
  }
  problem_here("only a plain name can stand before = in a call");
  advance();
  parse_expression();
  reduce({NodeKind::Error, 0, place}, mark);
}

void Parser::parse_star_argument(ArgumentList& list) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const bool twice = at(TokenKind::DoubleStar);
  if (list.double_star && !twice) {
    problem_here("*arguments cannot follow **arguments");
  }
  if (list.double_star || (list.star && !twice)) {
    feature(Feature::GeneralUnpacking, place);
  }
  if (list.callee == Callee::Class) {
    feature(Feature::ClassKeyword, place);
  }
  advance();
  parse_expression();
  reduce({twice ? NodeKind::DoubleStarred : NodeKind::Starred, 0, place}, mark);
  if (!twice && at_comprehension()) {  // f(*x for x in y), 3.15
    return parse_generator_argument(list, place, mark);
  }
  (twice ? list.double_star : list.star) = true;
}

// parse_generator_argument reads the clauses of f(x for x in y), whose parentheses are the call's.
// Until 3.6 a comma could follow it, and in Python 2 *arguments and **arguments may stand beside
// it.
void Parser::parse_generator_argument(ArgumentList& list, std::uint32_t place, Mark mark) {
  if (top().kind == NodeKind::NamedExpr && !top().has(flag::kParenthesized)) {
    feature(Feature::WalrusInGenerator, place);
  }
  parse_comprehension(mark);
  const bool has_comma = at(TokenKind::Comma) && peek() == TokenKind::RParen;
  if (has_comma) {
    feature(Feature::GeneratorWithComma, place);
  }
  if (list.callee == Callee::Class) {
    feature(Feature::GeneratorAsBase, place);
  }
  const bool is_alone = !list.any && (has_comma || at(TokenKind::RParen));
  const bool has_company = list.positional || list.keyword || list.double_star || list.generator;
  list.generator = true;
  if (!is_alone && (has_company || dialect_ != Dialect::Python2)) {
    problem(place, last_end(), "a generator among other arguments needs parentheses");
  }
  reduce({NodeKind::GeneratorExp, 0, place}, mark);
}

// check_generator judges an argument behind a generator without parentheses.
void Parser::check_generator(const ArgumentList& list, std::uint32_t place) {
  if (list.generator) {
    problem(place, last_end(), "a generator among other arguments needs parentheses");
  }
}

void Parser::check_positional(const ArgumentList& list, std::uint32_t place) {
  if (list.double_star) {
    problem(place, last_end(), "a positional argument cannot follow **arguments");
  } else if (list.keyword) {
    problem(place, last_end(), "a positional argument cannot follow a keyword argument");
  } else if (list.star) {
    feature(Feature::GeneralUnpacking, place);
  }
}

void Parser::parse_subscript(std::uint32_t place, Mark mark) {
  advance();
  parse_index_list();
  close(TokenKind::RBracket, "a closing bracket is missing from a subscript");
  reduce({NodeKind::Subscript, 0, place}, mark);
}

void Parser::parse_index_list() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const bool star = at(TokenKind::Star);
  parse_index();
  if (!at(TokenKind::Comma)) {
    if (star) {  // a[*b] is a[(*b,)]
      reduce({NodeKind::Tuple, 0, place}, mark);
    }
    return;
  }
  while (accept(TokenKind::Comma)) {
    if (at(TokenKind::RBracket)) {
      break;
    }
    const std::uint32_t before = i_;
    parse_index();
    if (i_ == before) {
      break;
    }
  }
  reduce({NodeKind::Tuple, 0, place}, mark);
}

// index: a slice, a starred value, or an expression.
void Parser::parse_index() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  if (at(TokenKind::Star)) {
    return parse_starred_index();
  }
  std::uint8_t flags = 0;
  if (!at(TokenKind::Colon)) {
    if (!parse_lower_bound()) {
      return;
    }
    flags |= flag::kLower;
  }
  advance();
  const auto at_end = [this] {
    return at(TokenKind::Colon) || at(TokenKind::Comma) || at(TokenKind::RBracket);
  };
  if (!at_end()) {
    parse_expression();
    flags |= flag::kUpper;
  }
  if (accept(TokenKind::Colon) && !at_end()) {
    parse_expression();
    flags |= flag::kStep;
  }
  reduce({NodeKind::Slice, flags, place}, mark);
}

// starred index: *value, with any value.
void Parser::parse_starred_index() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::StarInSubscript, place);
  advance();
  parse_expression();
  reduce({NodeKind::Starred, 0, place}, mark);
}

// parse_lower_bound reads what a subscript starts with; true if a colon follows, of a slice.
bool Parser::parse_lower_bound() {
  const std::uint32_t place = start();
  const bool ends = peek() == TokenKind::Comma || peek() == TokenKind::RBracket;
  if (at(TokenKind::Ellipsis) && ends) {
    leaf(NodeKind::Ellipsis);
    return false;
  }
  if (at(TokenKind::Dot) && try_dotted_ellipsis()) {
    return false;
  }
  if (peek() == TokenKind::ColonEqual) {
    feature(Feature::WalrusInIndex, place);
  }
  parse_named_expression();
  if (at(TokenKind::Colon) && top().kind == NodeKind::NamedExpr &&
      !top().has(flag::kParenthesized)) {
    problem_at(top(), ":= needs parentheses in a slice");
  }
  return at(TokenKind::Colon);
}

// In Python 2 the ellipsis is three dots, wherever they are.
bool Parser::try_dotted_ellipsis() {
  if (dialect_ != Dialect::Python2 || peek() != TokenKind::Dot ||
      kinds_[i_ + 2] != TokenKind::Dot) {
    return false;
  }
  const std::uint32_t place = start();
  i_ += 2;
  leaf(NodeKind::Ellipsis);
  top().start = place;
  return true;
}

}  // namespace av::syntax
