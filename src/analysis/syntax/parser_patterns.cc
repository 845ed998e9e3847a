// parser_patterns.cc — the match statement (PEP 634).

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

// is_match_statement says whether `match` here is the statement: the line ends in a colon and an
// indented `case` follows.  Every other text that starts with `match` is an expression.  A line is
// looked at once, however many statements it holds.
bool Parser::is_match_statement() {
  using enum TokenKind;
  switch (peek()) {
    case Equal:
    case Dot:
    case RParen:
    case Comma:
    case Colon:
    case Newline:
    case Semicolon:
    case KwIn:
    case KwIs:
    case KwIf:
    case KwAnd:
    case KwOr:
    case EndOfFile:
      return false;
    default:
      break;
  }
  if (i_ >= match_line_start_ && i_ < match_line_end_) {
    return match_line_;
  }
  std::uint32_t end = i_;
  while (kinds_[end] != Newline && kinds_[end] != EndOfFile) {
    ++end;
  }
  match_line_start_ = i_;
  match_line_end_ = end;
  match_line_ = kinds_[end] == Newline && kinds_[end - 1] == Colon && kinds_[end + 1] == Indent &&
                kinds_[end + 2] == NameCase;
  return match_line_;
}

void Parser::parse_match() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::MatchStatement, place);
  advance();
  const Mark subject = this->mark();
  const std::uint32_t subject_start = start();
  parse_star_named_expression();
  if (at(TokenKind::Comma) || top().kind == NodeKind::Starred) {
    if (accept(TokenKind::Comma)) {
      parse_items_until(TokenKind::Colon);
    } else {
      problem_at(top(), "a starred value needs a tuple around it");
    }
    reduce({NodeKind::Tuple, 0, subject_start}, subject);
  }
  expect(TokenKind::Colon, "a colon is missing");
  accept(TokenKind::Newline);
  accept(TokenKind::Indent);
  const Depth depth(*this);
  if (!too_deep()) {
    while (at(TokenKind::NameCase)) {
      parse_case();
    }
  }
  if (!at(TokenKind::Dedent) && !at(TokenKind::EndOfFile)) {
    const std::uint32_t rest = start();
    const Mark others = this->mark();
    problem_here("only case blocks can stand here");
    parse_statements();
    reduce({NodeKind::Error, 0, rest}, others, others < this->mark() ? top().end : rest);
  }
  accept(TokenKind::Dedent);
  reduce({NodeKind::Match, 0, place}, mark, top().end);
}

void Parser::parse_case() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  advance();
  parse_open_pattern();
  if (accept(TokenKind::KwIf)) {
    flags = flag::kGuard;
    parse_named_expression();
  }
  parse_block();
  reduce({NodeKind::Case, flags, place}, mark, top().end);
}

// open pattern: a pattern, or a sequence without brackets.
void Parser::parse_open_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const bool star = at(TokenKind::Star);
  if (star) {
    parse_star_pattern();
  } else {
    parse_pattern();
  }
  if (!at(TokenKind::Comma)) {
    if (star) {
      problem_at(top(), "a starred pattern needs a sequence around it");
      reduce({NodeKind::MatchSequence, 0, place}, mark);
    }
    return;
  }
  advance();
  parse_sequence_items(TokenKind::Colon);
  reduce({NodeKind::MatchSequence, 0, place}, mark);
}

void Parser::parse_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const Depth depth(*this);
  if (too_deep()) {
    return;
  }
  parse_or_pattern();
  if (!accept(TokenKind::KwAs)) {
    return;
  }
  if (at_underscore()) {
    problem_here("_ cannot be bound in a pattern");
  }
  parse_identifier("a name is missing after as");
  reduce({NodeKind::MatchAs, flag::kAs, place}, mark);
}

void Parser::parse_or_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_closed_pattern();
  if (!at(TokenKind::VerticalBar)) {
    return;
  }
  while (accept(TokenKind::VerticalBar)) {
    parse_closed_pattern();
  }
  reduce({NodeKind::MatchOr, 0, place}, mark);
}

void Parser::parse_closed_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  switch (kind()) {
    case TokenKind::KwNone:
      return parse_value_of(NodeKind::None);
    case TokenKind::KwTrue:
      return parse_value_of(NodeKind::True);
    case TokenKind::KwFalse:
      return parse_value_of(NodeKind::False);
    case TokenKind::Int:
    case TokenKind::Float:
    case TokenKind::Imaginary:
    case TokenKind::Minus:
      return parse_number_pattern();
    case TokenKind::String:
    case TokenKind::FStringStart:
      parse_strings();  // an f-string too: that it is no pattern is said after parsing
      return reduce({NodeKind::MatchValue, 0, place}, mark);
    case TokenKind::LParen:
      return parse_group_pattern();
    case TokenKind::LBracket:
      advance();
      parse_sequence_items(TokenKind::RBracket);
      close(TokenKind::RBracket, "a closing bracket is missing from a pattern");
      return reduce({NodeKind::MatchSequence, 0, place}, mark);
    case TokenKind::LBrace:
      return parse_mapping_pattern();
    default:
      break;
  }
  if (at_underscore()) {  // the wildcard even before a dot or parenthesis, which then has no place
    stack_.push({NodeKind::MatchAs, 0, 0, start(), end(), 0});
    return advance();
  }
  if (is_name(kind())) {
    return parse_name_pattern();
  }
  problem_here("a pattern is missing");
  empty_node(NodeKind::Error, last_end());
}

void Parser::parse_value_of(NodeKind constant) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  leaf(constant);
  reduce({NodeKind::MatchSingleton, 0, place}, mark);
}

// number pattern: -1, 1.5, 1 + 2j
void Parser::parse_number_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const auto number = [this] {
    const NodeKind node = at(TokenKind::Int)         ? NodeKind::Int
                          : at(TokenKind::Float)     ? NodeKind::Float
                          : at(TokenKind::Imaginary) ? NodeKind::Imaginary
                                                     : NodeKind::Error;
    if (node == NodeKind::Error) {
      problem_here("a number is missing from a pattern");
      return empty_node(NodeKind::Error, last_end());
    }
    leaf(node);
  };
  const bool negative = accept(TokenKind::Minus);
  number();
  const bool real = top().kind != NodeKind::Imaginary;
  if (negative) {
    reduce({NodeKind::UnaryOp, static_cast<std::uint8_t>(Operator::USub), place}, mark);
  }
  if (at(TokenKind::Plus) || at(TokenKind::Minus)) {
    const Operator op = at(TokenKind::Plus) ? Operator::Add : Operator::Sub;
    advance();
    number();
    if (!real || top().kind != NodeKind::Imaginary) {
      problem_at(top(), "a complex number in a pattern is a real and an imaginary part");
    }
    reduce({NodeKind::BinOp, static_cast<std::uint8_t>(op), place}, mark);
  }
  reduce({NodeKind::MatchValue, 0, place}, mark);
}

// name pattern: a capture, a dotted value, or a class.
void Parser::parse_name_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const bool dotted = peek() == TokenKind::Dot;
  if (!dotted && peek() != TokenKind::LParen) {
    leaf(NodeKind::Identifier);
    return reduce({NodeKind::MatchAs, 0, place}, mark);
  }
  leaf(NodeKind::Name);
  while (at(TokenKind::Dot)) {
    parse_attribute(place, mark);
  }
  if (at(TokenKind::LParen)) {
    return parse_class_pattern(place, mark);
  }
  reduce({NodeKind::MatchValue, 0, place}, mark);
}

void Parser::parse_class_pattern(std::uint32_t place, Mark mark) {
  bool keyword = false;
  bool positional = false;
  advance();
  while (!at(TokenKind::RParen)) {
    const std::uint32_t before = i_;
    const Mark item = this->mark();
    const std::uint32_t item_start = start();
    if (is_name(kind()) && peek() == TokenKind::Equal) {
      if (positional && !keyword && at_underscore()) {
        problem_here("_ behind positional patterns is one more of them");
      }
      keyword = true;
      leaf(NodeKind::Identifier);
      advance();
      parse_pattern();
      reduce({NodeKind::MatchKeyword, 0, item_start}, item);
    } else {
      if (keyword) {
        problem_here("a positional pattern cannot follow a keyword pattern");
      }
      positional = true;
      parse_pattern();
    }
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
  }
  close(TokenKind::RParen, "a closing parenthesis is missing from a pattern");
  reduce({NodeKind::MatchClass, 0, place}, mark);
}

void Parser::parse_star_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const std::uint8_t flags = at(TokenKind::Star) ? flag::kStar : flag::kDoubleStar;
  advance();
  if (at_underscore()) {
    if (flags == flag::kDoubleStar) {
      problem_here("** needs a name to bind the rest to");
    }
    advance();
  } else {
    parse_identifier("a name is missing after the star");
  }
  reduce({NodeKind::MatchStar, flags, place}, mark);
}

// group pattern: (p), or a sequence in parentheses.
void Parser::parse_group_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  advance();
  const bool empty = at(TokenKind::RParen);
  const bool star = at(TokenKind::Star);
  if (!empty) {
    if (star) {
      parse_star_pattern();
    } else {
      parse_pattern();
    }
  }
  const bool sequence = empty || at(TokenKind::Comma);
  if (accept(TokenKind::Comma)) {
    parse_sequence_items(TokenKind::RParen);
  } else if (star) {
    problem_at(top(), "a starred pattern needs a sequence around it");
  }
  close(TokenKind::RParen, "a closing parenthesis is missing from a pattern");
  if (sequence) {
    reduce({NodeKind::MatchSequence, flag::kParenthesized, place}, mark);
  }
}

void Parser::parse_sequence_items(TokenKind closing) {
  while (!at(closing) && !at(TokenKind::KwIf)) {
    const std::uint32_t before = i_;
    if (at(TokenKind::Star)) {
      parse_star_pattern();
    } else {
      parse_pattern();
    }
    if (!accept(TokenKind::Comma) || i_ == before) {
      return;
    }
  }
}

// parse_mapping_key reads a literal or a dotted name, and leaves the expression without the pattern
// that it would be elsewhere.
void Parser::parse_mapping_key() {
  const bool in_parentheses = at(TokenKind::LParen);
  if (is_name(kind())) {
    parse_name_pattern();
  } else {
    parse_closed_pattern();
  }
  const NodeKind kind = top().kind;
  const bool is_value = kind == NodeKind::MatchValue || kind == NodeKind::MatchSingleton;
  if (!is_value || in_parentheses) {
    return problem_at(top(), "a key in a pattern is a literal or a dotted name");
  }
  // The expression was the last node to be moved into the tree's array.
  const Node key = nodes_[top().first];
  nodes_.pop();
  top() = key;
}

void Parser::parse_mapping_pattern() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  bool rest = false;
  advance();
  while (!at(TokenKind::RBrace)) {
    const std::uint32_t before = i_;
    const Mark item = this->mark();
    const std::uint32_t item_start = start();
    if (rest) {
      problem_here("nothing can follow **rest in a pattern");
    }
    if (at(TokenKind::DoubleStar)) {
      rest = true;
      parse_star_pattern();
    } else {
      parse_mapping_key();
      if (expect(TokenKind::Colon, "a colon is missing from a mapping pattern")) {
        parse_pattern();
      } else {
        empty_node(NodeKind::Error, last_end());
      }
      reduce({NodeKind::MatchItem, 0, item_start}, item);
    }
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
  }
  close(TokenKind::RBrace, "a closing brace is missing from a pattern");
  reduce({NodeKind::MatchMapping, 0, place}, mark);
}

}  // namespace av::syntax
