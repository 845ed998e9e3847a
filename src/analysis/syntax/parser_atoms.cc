// parser_atoms.cc — names, literals, brackets.

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

// primary: an atom and everything called on, indexed in or taken from it, in a loop.
void Parser::parse_primary() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_atom();
  for (;;) {
    switch (kind()) {
      case TokenKind::Dot:
        parse_attribute(place, mark);
        break;
      case TokenKind::LParen:
        parse_call(place, mark);
        break;
      case TokenKind::LBracket:
        parse_subscript(place, mark);
        break;
      default:
        return;
    }
  }
}

void Parser::parse_atom() {
  switch (kind()) {
    case TokenKind::Name:
      return leaf(NodeKind::Name);
    case TokenKind::String:
    case TokenKind::FStringStart:
      return parse_strings();
    case TokenKind::Int:
      return leaf(NodeKind::Int);
    case TokenKind::LParen:
      return parse_parenthesized();
    case TokenKind::LBracket:
      return parse_list();
    case TokenKind::LBrace:
      return parse_brace();
    case TokenKind::KwNone:
      return leaf(NodeKind::None);
    case TokenKind::KwTrue:
      return leaf(NodeKind::True);
    case TokenKind::KwFalse:
      return leaf(NodeKind::False);
    default:
      return parse_atom_slow();
  }
}

void Parser::parse_atom_slow() {
  if (is_name(kind())) {
    return leaf(NodeKind::Name);
  }
  switch (kind()) {
    case TokenKind::Float:
      return leaf(NodeKind::Float);
    case TokenKind::Imaginary:
      return leaf(NodeKind::Imaginary);
    case TokenKind::Ellipsis:
      feature(Feature::EllipsisAnywhere, start());
      return leaf(NodeKind::Ellipsis);
    case TokenKind::Backquote:
      return parse_backquotes();
    case TokenKind::KwAsync:
    case TokenKind::KwAwait:
      note_async_as_name();
      return leaf(NodeKind::Name);
    case TokenKind::KwNonlocal:
      feature(Feature::KeywordAsName2, start());
      return leaf(NodeKind::Name);
    default:
      problem_here("an expression is missing");
      return empty_node(NodeKind::Error, last_end());
  }
}

// close reads a closing bracket.  Where it is missing, what is left of the bracketed text becomes
// no node, so that the statement can go on behind the bracket.
void Parser::close(TokenKind closing, const char* message) {
  if (accept(closing)) {
    return;
  }
  problem_here(message);
  skip_bracketed();
  accept(closing);
}

void Parser::parse_parenthesized() {
  const Mark mark = this->mark();
  const std::uint32_t open = start();
  advance();
  const std::uint8_t flags = flag::kParenthesized;
  if (accept(TokenKind::RParen)) {
    return reduce({NodeKind::Tuple, flags, open}, mark);
  }
  if (at(TokenKind::KwYield)) {
    parse_yield();
    close(TokenKind::RParen, "a closing parenthesis is missing");
    top().flags |= flags;
    return;
  }
  parse_star_named_expression();
  if (at_comprehension()) {
    parse_comprehension(mark);
    close(TokenKind::RParen, "a closing parenthesis is missing");
    return reduce({NodeKind::GeneratorExp, flags, open}, mark);
  }
  if (accept(TokenKind::Comma)) {
    parse_items_until(TokenKind::RParen);
    close(TokenKind::RParen, "a closing parenthesis is missing");
    return reduce({NodeKind::Tuple, flags, open}, mark);
  }
  if (top().kind == NodeKind::Starred) {
    feature(Feature::StarInParentheses, top().start);
  }
  close(TokenKind::RParen, "a closing parenthesis is missing");
  top().flags |= flags;
}

void Parser::parse_list() {
  const Mark mark = this->mark();
  const std::uint32_t open = start();
  advance();
  if (accept(TokenKind::RBracket)) {
    return reduce({NodeKind::List, 0, open}, mark);
  }
  parse_star_named_expression();
  if (at_comprehension()) {
    parse_comprehension(mark, Comprehension::List);
    close(TokenKind::RBracket, "a closing bracket is missing");
    return reduce({NodeKind::ListComp, 0, open}, mark);
  }
  if (accept(TokenKind::Comma)) {
    parse_items_until(TokenKind::RBracket);
  }
  close(TokenKind::RBracket, "a closing bracket is missing");
  reduce({NodeKind::List, 0, open}, mark);
}

// parse_items_until reads the rest of a tuple, list or set, behind a comma.
void Parser::parse_items_until(TokenKind closing) {
  while (!at(closing)) {
    if (closing == TokenKind::RBrace && peek() == TokenKind::ColonEqual) {
      feature(Feature::WalrusInSet, start());
    }
    const std::uint32_t before = i_;
    parse_star_named_expression();
    if (!accept(TokenKind::Comma) || i_ == before) {
      return;
    }
  }
}

// brace: a dict or a set, told apart by the first item.
void Parser::parse_brace() {
  const Mark mark = this->mark();
  const std::uint32_t open = start();
  advance();
  if (accept(TokenKind::RBrace)) {
    return reduce({NodeKind::Dict, 0, open}, mark);
  }
  if (at(TokenKind::DoubleStar)) {
    return parse_dict_items(open, mark);
  }
  if (peek() == TokenKind::ColonEqual) {
    feature(Feature::WalrusInSet, start());
  }
  const std::uint32_t first = start();
  parse_star_named_expression();
  if (!at(TokenKind::Colon)) {
    return parse_set_items(open, mark);
  }
  if (top().kind == NodeKind::NamedExpr && !top().has(flag::kParenthesized)) {
    problem_at(top(), ":= needs parentheses in a dict");
  } else if (top().kind == NodeKind::Starred) {
    problem_at(top(), "a starred value cannot be a key");
  }
  advance();
  parse_expression();
  reduce({NodeKind::DictItem, 0, first}, mark);
  if (at_comprehension()) {
    parse_comprehension(mark);
    close(TokenKind::RBrace, "a closing brace is missing");
    return reduce({NodeKind::DictComp, 0, open}, mark);
  }
  if (accept(TokenKind::Comma)) {
    return parse_dict_items(open, mark);
  }
  close(TokenKind::RBrace, "a closing brace is missing");
  reduce({NodeKind::Dict, 0, open}, mark);
}

void Parser::parse_dict_items(std::uint32_t open, Mark mark) {
  bool first_unpacked = at(TokenKind::DoubleStar) && mark == this->mark();
  while (!at(TokenKind::RBrace)) {
    const std::uint32_t before = i_;
    parse_dict_item();
    if (first_unpacked && at_comprehension()) {
      feature(Feature::UnpackInComprehension, open);
      parse_comprehension(mark);
      close(TokenKind::RBrace, "a closing brace is missing");
      return reduce({NodeKind::DictComp, 0, open}, mark);
    }
    first_unpacked = false;
    if (!accept(TokenKind::Comma) || i_ == before) {
      break;
    }
  }
  close(TokenKind::RBrace, "a closing brace is missing");
  reduce({NodeKind::Dict, 0, open}, mark);
}

void Parser::parse_dict_item() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  if (accept(TokenKind::DoubleStar)) {
    feature(Feature::GeneralUnpacking, place);
    parse_binary(kBitOr);
    return reduce({NodeKind::DoubleStarred, 0, place}, mark);
  }
  parse_expression();
  if (expect(TokenKind::Colon, "a colon is missing from a dict")) {
    parse_expression();
  } else {
    empty_node(NodeKind::Error, last_end());
  }
  reduce({NodeKind::DictItem, 0, place}, mark);
}

void Parser::parse_set_items(std::uint32_t open, Mark mark) {
  if (at_comprehension()) {
    parse_comprehension(mark);
    close(TokenKind::RBrace, "a closing brace is missing");
    return reduce({NodeKind::SetComp, 0, open}, mark);
  }
  if (accept(TokenKind::Comma)) {
    parse_items_until(TokenKind::RBrace);
  }
  close(TokenKind::RBrace, "a closing brace is missing");
  reduce({NodeKind::Set, 0, open}, mark);
}

// Python 2: `value` is repr(value).
void Parser::parse_backquotes() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  feature(Feature::Backquotes, place);
  advance();
  const Depth depth(*this);
  if (!too_deep()) {
    parse_expression_list(ListContext::Plain);
  }
  expect(TokenKind::Backquote, "a closing backquote is missing");
  reduce({NodeKind::Repr, 0, place}, mark);
}

// parse_comprehension reads the clauses behind an element, which is the node above `element`.
void Parser::parse_comprehension(Mark element, Comprehension sort) {
  const Node& first = stack_[element];
  if (first.kind == NodeKind::Starred) {
    feature(Feature::UnpackInComprehension, first.start);
  }
  while (at_comprehension()) {
    parse_comprehension_for(sort);
  }
}

void Parser::parse_comprehension_for(Comprehension sort) {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  if (accept(TokenKind::KwAsync)) {
    feature(Feature::AsyncComprehension, place);
    flags = flag::kAsync;
  }
  advance();
  parse_target_list();
  if (!expect(TokenKind::KwIn, "in is missing from a comprehension")) {
    empty_node(NodeKind::Error, last_end());
  } else if (sort == Comprehension::List && dialect_ == Dialect::Python2) {
    parse_old_list_iterable();
  } else {
    parse_binary(kOr);
  }
  while (accept(TokenKind::KwIf)) {
    parse_comprehension_part();
  }
  reduce({NodeKind::ComprehensionFor, flags, place}, mark);
}

// Python 2 takes [x for x in 1, 2, 3] as well.
void Parser::parse_old_list_iterable() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_comprehension_part();
  if (!at(TokenKind::Comma)) {
    return;
  }
  feature(Feature::OldListComp, place);
  while (accept(TokenKind::Comma) && at_expression_start()) {
    parse_comprehension_part();
  }
  if (this->mark() == mark + 1) {
    problem_here("a second value is missing after the comma");
  }
  reduce({NodeKind::Tuple, 0, place}, mark);
}

// parse_comprehension_part reads a condition: anything but a conditional expression.  A lambda
// stands here without parentheses until Python 3.8.
void Parser::parse_comprehension_part() {
  if (at(TokenKind::KwLambda)) {
    feature(Feature::LambdaCondition, start());
    return parse_lambda(LambdaBody::WithoutConditional);
  }
  parse_binary(kOr);
}

// strings: one string token, or several side by side, which Python joins.
void Parser::parse_strings() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  parse_string();
  if (__builtin_expect(!at(TokenKind::String) && !at(TokenKind::FStringStart), 1)) {
    return;
  }
  while (at(TokenKind::String) || at(TokenKind::FStringStart)) {
    parse_string();
  }
  check_string_mix(mark);
  reduce({NodeKind::StringGroup, 0, place}, mark);
}

void Parser::parse_string() {
  if (at(TokenKind::FStringStart)) {
    return parse_fstring();
  }
  const char* text = text_.data() + start();
  const auto is_b = [](char c) { return c == 'b' || c == 'B'; };
  const bool bytes = is_b(text[0]) || (is_b(text[1]) && text[0] != '"' && text[0] != '\'');
  leaf(NodeKind::String, bytes ? flag::kBytes : std::uint8_t{0});
}

// check_string_mix judges the strings above `mark`: bytes go with bytes, templates with templates.
void Parser::check_string_mix(Mark mark) {
  const auto sort_of = [](const Node& node) {
    return node.kind == NodeKind::String ? node.flags & flag::kBytes : node.flags & flag::kTemplate;
  };
  for (Mark i = mark + 1; i < this->mark(); ++i) {
    const int before = sort_of(stack_[i - 1]);
    const int here = sort_of(stack_[i]);
    if (before == here) {
      continue;
    }
    if (((before | here) & flag::kTemplate) != 0) {
      return problem_at(stack_[i], "a t-string cannot be joined with another kind of string");
    }
    return feature(Feature::MixedBytesAndText, stack_[i].start);
  }
}

void Parser::parse_fstring() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const char* text = text_.data() + place;
  const auto is_t = [](char c) { return c == 't' || c == 'T'; };
  const bool is_template = is_t(text[0]) || (is_t(text[1]) && text[0] != '"' && text[0] != '\'');
  advance();
  const Depth depth(*this);
  if (!too_deep()) {
    parse_fstring_parts();
  }
  expect(TokenKind::FStringEnd, "the end of an f-string is missing");
  reduce({NodeKind::FString, is_template ? flag::kTemplate : std::uint8_t{0}, place}, mark);
}

void Parser::parse_fstring_parts() {
  for (;;) {
    if (at(TokenKind::FStringText)) {
      leaf(NodeKind::FStringText);
    } else if (at(TokenKind::FieldStart)) {
      parse_field();
    } else {
      return;
    }
  }
}

// Before 3.12 a field was read as if in parentheses, and so could be a generator.
void Parser::parse_field_expression() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  const int async_depth = async_depth_;
  async_depth_ = async_is_local_ ? 0 : async_depth;
  parse_expression_list_or_yield(ListContext::Plain);
  async_depth_ = async_depth;
  if (!at_comprehension()) {
    return;
  }
  feature(Feature::BareGenerator, place);
  if (top().kind == NodeKind::Tuple && !top().has(flag::kParenthesized)) {
    problem_at(top(), "a generator has one element");
  }
  parse_comprehension(mark);
  reduce({NodeKind::GeneratorExp, 0, place}, mark);
}

// field: {expression = !conversion : spec}
void Parser::parse_field() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  std::uint8_t flags = 0;
  advance();
  const Depth depth(*this);
  if (!too_deep()) {
    parse_field_expression();
  }
  if (at(TokenKind::Equal)) {
    feature(Feature::FStringDebug, start());
    flags |= flag::kDebug;
    advance();
  }
  parse_conversion(flags);
  if (at(TokenKind::FieldColon)) {
    advance();
    const Mark spec = this->mark();
    const std::uint32_t spec_start = last_end();
    if (!too_deep()) {
      parse_fstring_parts();
    }
    reduce({NodeKind::FormatSpec, 0, spec_start}, spec);
  }
  close(TokenKind::FieldEnd, "the closing brace of an f-string field is missing");
  reduce({NodeKind::Field, flags, place}, mark);
}

void Parser::parse_conversion(std::uint8_t& flags) {
  if (!at(TokenKind::FieldConversion)) {
    return;
  }
  const std::uint32_t bang = end();
  advance();
  const std::string_view name = text_.substr(start(), end() - start());
  const std::size_t known = name.size() == 1 ? std::string_view("sra").find(name) : 3;
  if (!is_name(kind()) || known > 2 || start() != bang) {
    problem_here("an f-string conversion is one of !s, !r and !a");
  } else {
    flags |= static_cast<std::uint8_t>(known + 1);
  }
  if (is_name(kind()) || is_keyword(kind())) {
    advance();
  }
}

}  // namespace av::syntax
