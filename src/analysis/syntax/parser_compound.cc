// parser_compound.cc — statements with blocks.

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

void Parser::parse_statement() {
  const std::uint32_t place = start();
  switch (kind()) {
    case TokenKind::KwIf:
      return parse_if();
    case TokenKind::KwFor:
      return parse_for(place, 0);
    case TokenKind::KwWhile:
      return parse_while();
    case TokenKind::KwDef:
      return parse_function(place, mark(), 0);
    case TokenKind::KwClass:
      return parse_class(place, mark());
    case TokenKind::KwTry:
      return parse_try();
    case TokenKind::KwWith:
      return parse_with(place, 0);
    case TokenKind::At:
      return parse_decorated();
    case TokenKind::KwAsync:
      return parse_async();
    case TokenKind::KwElse:
    case TokenKind::KwElif:
    case TokenKind::KwExcept:
    case TokenKind::KwFinally:
      return parse_stray_clause();
    case TokenKind::NameMatch:
      if (is_match_statement()) {
        return parse_match();
      }
      break;
    default:
      break;
  }
  parse_simple_statements();
}

// if and its elif clauses are one node, so that a chain of any length is flat.
void Parser::parse_if() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  parse_named_expression();
  parse_block();
  while (at(TokenKind::KwElif)) {
    const Mark clause = this->mark();
    const std::uint32_t clause_start = start();
    advance();
    parse_named_expression();
    parse_block();
    reduce({NodeKind::Elif, 0, clause_start}, clause, top().end);
  }
  parse_else_clause();
  reduce({NodeKind::If, 0, place}, mark, top().end);
}

void Parser::parse_else_clause() {
  if (!at(TokenKind::KwElse)) {
    return;
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  parse_block();
  reduce({NodeKind::Else, 0, place}, mark, top().end);
}

void Parser::parse_while() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  parse_named_expression();
  parse_block();
  parse_else_clause();
  reduce({NodeKind::While, 0, place}, mark, top().end);
}

void Parser::parse_for(std::uint32_t place, std::uint8_t flags) {
  const Mark mark = this->mark();
  advance();
  parse_target_list();
  if (expect(TokenKind::KwIn, "in is missing from a for statement")) {
    parse_expression_list(ListContext::ForIterable);
  } else {
    empty_node(NodeKind::Error, last_end());
  }
  parse_block();
  parse_else_clause();
  reduce({NodeKind::For, flags, place}, mark, top().end);
}

void Parser::parse_async() {
  const std::uint32_t place = start();
  const TokenKind next = peek();
  if (next != TokenKind::KwDef && next != TokenKind::KwFor && next != TokenKind::KwWith) {
    return parse_simple_statements();  // until Python 3.6: a variable called async
  }
  feature(Feature::AsyncSyntax, place);
  advance();
  if (next == TokenKind::KwDef) {
    parse_function(place, mark(), flag::kAsync);
  } else if (next == TokenKind::KwFor) {
    parse_for(place, flag::kAsync);
  } else {
    parse_with(place, flag::kAsync);
  }
}

void Parser::parse_try() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  bool star = false;
  advance();
  parse_block();
  const Mark handlers = this->mark();
  while (at(TokenKind::KwExcept)) {
    parse_handler(star);
  }
  const bool handled = handlers != this->mark();
  if (handled) {
    parse_else_clause();
  }
  if (at(TokenKind::KwFinally)) {
    const Mark clause = this->mark();
    const std::uint32_t clause_start = start();
    advance();
    parse_block();
    reduce({NodeKind::Finally, 0, clause_start}, clause, top().end);
  } else if (!handled) {
    problem_here("try needs an except or finally clause");
  }
  reduce({NodeKind::Try, star ? flag::kStar : std::uint8_t{0}, place}, mark, top().end);
}

// parse_handler reads an except clause.  `star` is whether earlier ones of the statement had a
// star, and is set for the later ones.
void Parser::parse_handler(bool& star) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  const bool first = stack_[mark - 1].kind != NodeKind::Handler;
  advance();
  const bool star_here = accept(TokenKind::Star);
  if (star_here) {
    feature(Feature::ExceptStar, place);
  }
  if (!first && star != star_here) {
    problem(place, last_end(), "except and except* cannot be mixed");
  }
  star |= star_here;
  if (!at(TokenKind::Colon)) {
    parse_handler_types();
    if (accept(TokenKind::KwAs)) {
      flags = flag::kAs;
      if (top().kind == NodeKind::Tuple && !top().has(flag::kParenthesized)) {
        problem_at(top(), "several exception types with a name need parentheses");
      }
      if (dialect_ == Dialect::Python2 && peek() != TokenKind::Colon) {
        parse_expression();  // any target
        check_target(top(), TargetUse::Assign);
      } else {
        parse_identifier("a name is missing after as");
      }
    } else if (dialect_ == Dialect::Python2 && at(TokenKind::Comma)) {
      feature(Feature::ExceptWithComma, place);
      flags = flag::kAs;
      advance();
      parse_expression();
      check_target(top(), TargetUse::Assign);
    }
  } else if (star_here) {
    problem_here("except* needs an exception type");
  }
  parse_block();
  reduce({NodeKind::Handler, flags, place}, mark, top().end);
}

// parse_handler_types reads what an except clause catches.  `except A, B:` is two types since
// 3.14, and in Python 2 a type and a name.
void Parser::parse_handler_types() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_expression();
  if (!at(TokenKind::Comma) || dialect_ == Dialect::Python2) {
    return;
  }
  feature(Feature::ExceptWithoutParens, place);
  while (accept(TokenKind::Comma)) {
    if (!at_expression_start()) {
      break;
    }
    const char initial = char_at(start());
    parse_expression();
    looks_like_python2_ |= top().kind == NodeKind::Name && initial >= 'a' && initial <= 'z' &&
                           this->mark() == mark + 2;
  }
  reduce({NodeKind::Tuple, 0, place}, mark);
}

void Parser::parse_with(std::uint32_t place, std::uint8_t flags) {
  const Mark mark = this->mark();
  advance();
  parse_with_items();
  parse_block();
  reduce({NodeKind::With, flags, place}, mark, top().end);
}

void Parser::parse_with_items() {
  if (at(TokenKind::LParen) && try_parenthesized_with_items()) {
    return;
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  do {
    parse_with_item();
  } while (accept(TokenKind::Comma));
  reduce({NodeKind::WithItems, 0, place}, mark);
}

void Parser::parse_with_item() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_expression();
  if (accept(TokenKind::KwAs)) {
    if (at(TokenKind::Star)) {
      feature(Feature::StarInWithTarget, start());
    }
    parse_target();
    check_target(top(), TargetUse::Assign);
  }
  reduce({NodeKind::WithItem, 0, place}, mark);
}

// try_parenthesized_with_items reads `(a as b, c)` when the parenthesis encloses all items: its
// partner stands before the colon, and inside is a list of items and not a single expression that
// needs the parentheses (a generator, yield, :=, a starred or empty tuple).
bool Parser::try_parenthesized_with_items() {
  const std::uint32_t closing = find_closing(i_);
  if (kinds_[closing + 1] != TokenKind::Colon || closing == i_ + 1) {
    return false;
  }
  int depth = 0;
  for (std::uint32_t i = i_ + 1; i < closing; ++i) {
    switch (kinds_[i]) {
      case TokenKind::LParen:
      case TokenKind::LBracket:
      case TokenKind::LBrace:
      case TokenKind::FieldStart:
        ++depth;
        break;
      case TokenKind::RParen:
      case TokenKind::RBracket:
      case TokenKind::RBrace:
      case TokenKind::FieldEnd:
        --depth;
        break;
      case TokenKind::KwFor:
      case TokenKind::KwYield:
      case TokenKind::ColonEqual:
        if (depth == 0) {
          return false;
        }
        break;
      case TokenKind::Star:
        if (depth == 0 && (i == i_ + 1 || kinds_[i - 1] == TokenKind::Comma)) {
          return false;
        }
        break;
      default:
        break;
    }
  }
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = flag::kParenthesized;
  advance();
  bool parentheses_needed = false;
  while (!at(TokenKind::RParen)) {
    const std::uint32_t before = i_;
    parse_with_item();
    parentheses_needed |= top().small_count == 2;
    flags = static_cast<std::uint8_t>(flags & ~flag::kTrailingComma);
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
    flags |= flag::kTrailingComma;
  }
  close(TokenKind::RParen, "a closing parenthesis is missing from a with statement");
  if (parentheses_needed) {
    feature(Feature::ParenthesizedWith, place);
  }
  reduce({NodeKind::WithItems, flags, place}, mark);
  return true;
}

// find_closing is the token that closes the bracket at token `open`, or the line's end.
std::uint32_t Parser::find_closing(std::uint32_t open) const {
  int depth = 0;
  for (std::uint32_t i = open;; ++i) {
    switch (kinds_[i]) {
      case TokenKind::LParen:
      case TokenKind::LBracket:
      case TokenKind::LBrace:
      case TokenKind::FieldStart:
        ++depth;
        break;
      case TokenKind::RParen:
      case TokenKind::RBracket:
      case TokenKind::RBrace:
      case TokenKind::FieldEnd:
        if (--depth == 0) {
          return i;
        }
        break;
      case TokenKind::Newline:
      case TokenKind::EndOfFile:
        return i;
      default:
        break;
    }
  }
}

// is_old_decorator: before 3.9 a decorator was a dotted name, maybe called.
bool Parser::is_old_decorator(const Node& decorator) const {
  const auto is_bare = [](const Node& node, NodeKind kind) {
    return node.kind == kind && !node.has(flag::kParenthesized);
  };
  const Node* node = &decorator;
  if (is_bare(*node, NodeKind::Call)) {
    node = &nodes_[node->first];
  }
  while (is_bare(*node, NodeKind::Attribute)) {
    node = &nodes_[node->first];
  }
  return is_bare(*node, NodeKind::Name) ||
         (dialect_ == Dialect::Python2 &&
          (is_bare(*node, NodeKind::None) || is_bare(*node, NodeKind::True) ||
           is_bare(*node, NodeKind::False)));
}

void Parser::parse_decorated() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  while (at(TokenKind::At)) {
    advance();
    const std::uint32_t decorator = start();
    parse_named_expression();
    if (!is_old_decorator(top())) {
      feature(Feature::RelaxedDecorator, decorator);
    }
    if (!accept(TokenKind::Newline)) {
      problem_here("a decorator stands on a line of its own");
      skip_bracketed();
      accept(TokenKind::Newline);
    }
  }
  reduce({NodeKind::Decorators, 0, place}, mark, top().end);
  if (at(TokenKind::KwDef)) {
    parse_function(place, mark, 0);
  } else if (at(TokenKind::KwClass)) {
    parse_class(place, mark);
  } else if (at(TokenKind::KwAsync) && peek() == TokenKind::KwDef) {
    feature(Feature::AsyncSyntax, start());
    advance();
    parse_function(place, mark, flag::kAsync);
  } else {
    problem_here("a function or class is missing after the decorator");
    reduce({NodeKind::Error, 0, place}, mark, top().end);
  }
}

// parse_function reads from `def` on; decorators are above `mark` already.
void Parser::parse_function(std::uint32_t place, Mark mark, std::uint8_t flags) {
  const int async_levels = (flags & flag::kAsync) != 0 ? 1 : 0;
  async_depth_ += async_levels;
  advance();
  parse_identifier("a function's name is missing");
  if (at(TokenKind::LBracket)) {
    parse_type_params();
  }
  const Mark parameters = this->mark();
  const std::uint32_t open = start();
  if (expect(TokenKind::LParen, "a function's parameters are missing")) {
    ParameterList list;
    parse_parameters(list, TokenKind::RParen);
    close(TokenKind::RParen, "a closing parenthesis is missing from the parameters");
    reduce({NodeKind::Parameters, 0, open}, parameters);
  } else {
    empty_node(NodeKind::Parameters, last_end());
  }
  if (at(TokenKind::Arrow)) {
    feature(Feature::Annotation, start());
    advance();
    parse_expression();
    flags |= flag::kReturns;
  }
  parse_block();
  async_depth_ -= async_levels;
  reduce({NodeKind::FunctionDef, flags, place}, mark, top().end);
}

void Parser::parse_class(std::uint32_t place, Mark mark) {
  advance();
  parse_identifier("a class's name is missing");
  if (at(TokenKind::LBracket)) {
    parse_type_params();
  }
  if (at(TokenKind::LParen)) {
    const Mark arguments = this->mark();
    const std::uint32_t open = start();
    advance();
    parse_arguments(Callee::Class);
    close(TokenKind::RParen, "a closing parenthesis is missing from a class");
    reduce({NodeKind::Arguments, 0, open}, arguments);
  }
  parse_block();
  reduce({NodeKind::ClassDef, 0, place}, mark, top().end);
}

void Parser::parse_type_params() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::TypeParameters, place);
  advance();
  if (at(TokenKind::RBracket)) {
    problem_here("type parameters are missing");
  }
  while (!at(TokenKind::RBracket)) {
    const std::uint32_t before = i_;
    parse_type_param();
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
  }
  close(TokenKind::RBracket, "a closing bracket is missing from type parameters");
  reduce({NodeKind::TypeParams, 0, place}, mark);
}

void Parser::parse_type_param() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  if (accept(TokenKind::Star)) {
    flags |= flag::kStar;
  } else if (accept(TokenKind::DoubleStar)) {
    flags |= flag::kDoubleStar;
  }
  parse_identifier("a type parameter's name is missing");
  if (at(TokenKind::Colon)) {
    if (flags != 0) {
      problem_here("a starred type parameter has no bound");
    }
    advance();
    parse_expression();
    flags |= flag::kAnnotated;
  }
  if (at(TokenKind::Equal)) {
    feature(Feature::TypeParameterDefault, start());
    advance();
    if (at(TokenKind::Star) && (flags & flag::kStar) != 0) {
      parse_starred();
    } else {
      parse_expression();
    }
    flags |= flag::kDefault;
  }
  reduce({NodeKind::TypeParam, flags, place}, mark);
}

void Parser::parse_parameters(ParameterList& list, TokenKind closing) {
  while (!at(closing)) {
    const std::uint32_t before = i_;
    if (list.double_star) {
      problem_here("nothing can follow the **parameter");
    }
    if (at(TokenKind::Star) || at(TokenKind::DoubleStar)) {
      parse_parameter_star(list);
    } else if (at(TokenKind::Slash)) {
      feature(Feature::PositionalOnly, start());
      if (!list.any || list.slash || list.star || list.bare_star_waits) {
        problem_here("/ does not belong here among the parameters");
      }
      list.slash = true;
      leaf(NodeKind::SlashMarker);
    } else {
      parse_parameter(list);
    }
    list.any = true;
    const bool starred = list.star || list.double_star;
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
    if (at(closing) && starred) {
      feature(Feature::TrailingCommaAfterStar, start());
    }
  }
  if (list.bare_star_waits) {
    problem_here("a named parameter must follow the bare *");
  }
}

void Parser::parse_parameter(ParameterList& list) {
  const std::uint32_t place = start();
  const Mark mark = this->mark();
  if (at(TokenKind::LParen)) {
    feature(Feature::TupleParameter, place);
    parse_parenthesized();
    check_tuple_parameter(top());
    if (top().kind != NodeKind::Tuple && at(TokenKind::Equal)) {
      problem_here("a parameter in parentheses has no default");
    }
  } else {
    if (!is_name(kind()) && !is_keyword(kind())) {
      problem_here("a parameter's name is missing");
      return empty_node(NodeKind::Error, last_end());
    }
    parse_identifier("a keyword cannot name a parameter");
  }
  if (list.star) {
    feature(Feature::KeywordOnly, place);
  }
  list.bare_star_waits = false;
  const std::size_t before = mark;
  parse_parameter_rest(list, place, 0);
  check_parameter_order(list, place, stack_[before].flags);
}

void Parser::parse_parameter_star(ParameterList& list) {
  const std::uint32_t place = start();
  const bool twice = at(TokenKind::DoubleStar);
  if (!twice && list.star) {
    problem_here("* can stand only once among the parameters");
  }
  if (twice && list.bare_star_waits) {
    problem_here("a named parameter must follow the bare *");
    list.bare_star_waits = false;
  }
  if (!twice &&
      (peek() == TokenKind::Comma || peek() == TokenKind::RParen || peek() == TokenKind::Colon)) {
    feature(Feature::KeywordOnly, place);
    list.star = list.bare_star_waits = true;
    return leaf(NodeKind::StarMarker);
  }
  (twice ? list.double_star : list.star) = true;
  advance();
  parse_identifier("a parameter's name is missing after the star");
  parse_parameter_rest(list, place, twice ? flag::kDoubleStar : flag::kStar);
}

// parse_parameter_rest reads annotation and default of the parameter whose name is on the stack.
void Parser::parse_parameter_rest(ParameterList& list, std::uint32_t place, std::uint8_t flags) {
  const Mark mark = this->mark() - 1;
  if (!list.is_lambda && at(TokenKind::Colon)) {
    feature(Feature::Annotation, place);
    advance();
    if (at(TokenKind::Star) && (flags & flag::kStar) != 0) {
      feature(Feature::StarAnnotation, start());
      parse_starred();
    } else {
      parse_expression();
    }
    flags |= flag::kAnnotated;
  }
  if (at(TokenKind::Equal)) {
    if ((flags & (flag::kStar | flag::kDoubleStar)) != 0) {
      problem_here("a starred parameter has no default");
    }
    advance();
    parse_expression();
    flags |= flag::kDefault;
  }
  reduce({NodeKind::Parameter, flags, place}, mark);
}

void Parser::check_parameter_order(ParameterList& list, std::uint32_t place, std::uint8_t flags) {
  if (list.star) {
    return;
  }
  if ((flags & flag::kDefault) != 0) {
    list.default_seen = true;
  } else if (list.default_seen) {
    problem(place, last_end(), "a parameter without default follows one with a default");
  }
}

}  // namespace av::syntax
