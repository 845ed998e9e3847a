#include "analysis/syntax/parser.h"

#include "analysis/syntax/parser_state.h"

#include <algorithm>

namespace av::syntax {

namespace {

// More problems than this in one file say nothing new.
constexpr std::size_t kMaxProblems = 200;

Tree tree_of(base::PaddedView source, Dialect dialect, SyntaxArena& arena) {
  Tree::Parts parts;
  parts.text = source.text();
  parts.nodes = arena.nodes.view();
  parts.comments = arena.tokens.comments.view();
  parts.problems = arena.problems.view();
  parts.features = arena.features.view();
  parts.dialect = dialect;
  return Tree(parts);
}

template <class Entry>
void merge_by_start(base::Buffer<Entry>& into, const base::Buffer<Entry>& more) {
  for (const Entry& entry : more.view()) {
    into.push(entry);
  }
  std::stable_sort(into.data(), into.data() + into.size(),
                   [](const Entry& a, const Entry& b) { return a.start < b.start; });
}

struct Reading {
  Tree tree;
  bool looks_like_python2;
};

Reading parse_as(base::PaddedView source, const ParseOptions& options, Dialect dialect,
                 SyntaxArena& arena) {
  lex(source, {dialect, options.limits_of}, arena.tokens);
  Parser parser(source, options, dialect, arena);
  parser.run();
  merge_by_start(arena.problems, arena.tokens.problems);
  merge_by_start(arena.features, arena.tokens.features);
  return {tree_of(source, dialect, arena), parser.looks_like_python2()};
}

// conflicts counts what speaks against reading the file as `dialect`.
std::size_t conflicts(const Tree& tree, Dialect dialect) {
  const auto foreign = [dialect](const FeatureUse& use) {
    const FeatureInfo& info = info_of(use.feature);
    return dialect == Dialect::Python3 ? info.until == 300 : info.since >= 300;
  };
  return tree.problems().size() + static_cast<std::size_t>(std::count_if(
                                      tree.features().begin(), tree.features().end(), foreign));
}

}  // namespace

// How a file's version is decided: docs/python-versions.md says it for users, with examples.
Tree parse(base::PaddedView source, const ParseOptions& options, SyntaxArena& arena) {
  if (options.reading != ParseOptions::Reading::FromText) {
    const bool python2 = options.reading == ParseOptions::Reading::Python2;
    return parse_as(source, options, python2 ? Dialect::Python2 : Dialect::Python3, arena).tree;
  }
  const Reading third = parse_as(source, options, Dialect::Python3, arena);
  const std::size_t against3 = conflicts(third.tree, Dialect::Python3);
  const bool only_problems = against3 == third.tree.problems().size();
  if (!third.looks_like_python2 && only_problems) {
    return third.tree;
  }
  const Tree second = parse_as(source, options, Dialect::Python2, arena).tree;
  const std::size_t against2 = conflicts(second, Dialect::Python2);
  if (against2 < against3 || (against2 == against3 && third.looks_like_python2)) {
    return second;
  }
  return parse_as(source, options, Dialect::Python3, arena).tree;
}

Parser::Parser(base::PaddedView source, const ParseOptions& options, Dialect dialect,
               SyntaxArena& arena)
    : text_(source.text()),
      kinds_(arena.tokens.kind.data()),
      starts_(arena.tokens.start.data()),
      ends_(arena.tokens.end.data()),
      dialect_(dialect),
      async_is_local_(dialect == Dialect::Python2 ||
                      (options.limits_of != 0 && options.limits_of < 307)),
      nodes_(arena.nodes),
      stack_(arena.stack),
      problems_(arena.problems),
      features_(arena.features) {
  nodes_.clear();
  stack_.clear();
  problems_.clear();
  features_.clear();
}

void Parser::run() {
  const Mark mark = this->mark();
  while (!at(TokenKind::EndOfFile)) {
    parse_statements();
    if (at(TokenKind::Dedent)) {
      advance();  // the lexer closed a block that the parser never opened
    }
  }
  reduce({NodeKind::Module}, mark, static_cast<std::uint32_t>(text_.size()));
  nodes_.push(top());
}

void Parser::problem(std::uint32_t start, std::uint32_t end, const char* message) {
  if (problems_.size() < kMaxProblems) {
    problems_.push({start, end, message});
  }
}

void Parser::problem_here(const char* message) {
  problem(start(), end(), message);
}

void Parser::problem_at(const Node& node, const char* message) {
  problem(node.start, node.end, message);
}

// too_deep says whether nesting has gone beyond the limit; if so, an Error node stands for what
// is nested deeper.
bool Parser::too_deep() {
  if (__builtin_expect(depth_ <= kMaxDepth, 1)) {
    return false;
  }
  const std::uint32_t first = i_;
  problem_here("nested too deeply");
  skip_bracketed();
  push_skipped(first);
  return true;
}

// push_skipped makes an Error node of the tokens from `first` to the present one.
void Parser::push_skipped(std::uint32_t first) {
  if (first == i_) {
    return empty_node(NodeKind::Error, last_end());
  }
  stack_.push({NodeKind::Error, 0, 0, starts_[first], last_end(), 0});
}

// skip_bracketed goes to the end of the bracket, line or file it stands in.
void Parser::skip_bracketed() {
  using enum TokenKind;
  for (std::uint32_t open = 0;; advance()) {
    switch (kind()) {
      case Newline:
      case Indent:
      case Dedent:
      case EndOfFile:
        return;
      case LParen:
      case LBracket:
      case LBrace:
      case FieldStart:
      case FStringStart:
        ++open;
        break;
      case RParen:
      case RBracket:
      case RBrace:
      case FieldEnd:
      case FStringEnd:
        if (open == 0) {
          return;
        }
        --open;
        break;
      default:
        break;
    }
  }
}

// skip_to_line_end puts what is left of the line into an Error node.
void Parser::skip_to_line_end() {
  const std::uint32_t first = i_;
  while (!at(TokenKind::Newline) && !at(TokenKind::EndOfFile) && !at(TokenKind::Indent) &&
         !at(TokenKind::Dedent)) {
    advance();
  }
  push_skipped(first);
}

// parse_block_body reads the statements of a block behind its Indent, and its Dedent.
void Parser::parse_block_body() {
  const Depth depth(*this);
  if (depth_ <= kMaxDepth) {
    parse_statements();
    accept(TokenKind::Dedent);
    return;
  }
  const std::uint32_t first = i_;
  problem_here("nested too deeply");
  for (int open = 1; open > 0 && !at(TokenKind::EndOfFile); advance()) {
    open += at(TokenKind::Indent) ? 1 : 0;
    open -= at(TokenKind::Dedent) ? 1 : 0;
  }
  push_skipped(first);
}

// parse_statements reads statements up to the end of the block.
void Parser::parse_statements() {
  for (;;) {
    switch (kind()) {
      case TokenKind::Dedent:
      case TokenKind::EndOfFile:
        return;
      case TokenKind::Newline:
        advance();
        break;
      case TokenKind::Indent:
        parse_unexpected_block();
        break;
      default:
        parse_statement();
        break;
    }
  }
}

// parse_block reads the colon and the body of a compound statement.
void Parser::parse_block() {
  const Mark mark = this->mark();
  expect(TokenKind::Colon, "a colon is missing");
  if (!at(TokenKind::Newline)) {
    return parse_suite_on_line();
  }
  advance();
  if (!at(TokenKind::Indent)) {
    problem_here("an indented block is missing");
    return empty_node(NodeKind::Block, last_end());
  }
  const std::uint32_t place = start();
  advance();
  parse_block_body();
  const std::uint32_t end = mark < this->mark() ? block_end() : place;
  reduce({NodeKind::Block, 0, place}, mark, end);
}

void Parser::parse_suite_on_line() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  if (at(TokenKind::EndOfFile) || at(TokenKind::Dedent) || at(TokenKind::Indent)) {
    problem_here("a block is missing");
    return empty_node(NodeKind::Block, last_end());
  }
  parse_simple_statements();
  reduce({NodeKind::Block, 0, place}, mark, block_end());
}

// parse_unexpected_block reads a block that nothing announced; its statements are analysed all
// the same.
void Parser::parse_unexpected_block() {
  const Mark mark = this->mark();
  problem_here("unexpected indentation");
  const std::uint32_t place = start();
  advance();
  parse_block_body();
  reduce({NodeKind::Error, 0, place}, mark, mark < this->mark() ? top().end : place);
}

// parse_stray_clause reads an else, elif, except, finally or case-like clause that belongs to
// nothing, up to its block.
void Parser::parse_stray_clause() {
  const Mark mark = this->mark();
  const std::uint32_t place = start();
  problem_here("clause without the statement it belongs to");
  advance();
  if (!at(TokenKind::Colon)) {
    parse_expression_list(ListContext::Plain);
  }
  if (at(TokenKind::Colon)) {
    parse_block();
  } else {
    skip_to_line_end();
  }
  reduce({NodeKind::Error, 0, place}, mark, top().end);
}

bool Parser::at_keyword_used_as_name() const {
  using enum TokenKind;
  return at(KwAsync) || at(KwAwait) || at(KwTrue) || at(KwFalse) || at(KwNonlocal);
}

void Parser::note_async_as_name() {
  if (async_depth_ > 0) {
    problem_here("async and await are keywords in an asynchronous function");
  } else {
    feature(Feature::AsyncAsName, start());
  }
}

// parse_identifier reads a name that is no expression.
void Parser::parse_identifier(const char* message) {
  if (is_name(kind())) {
    return leaf(NodeKind::Identifier);
  }
  if (at(TokenKind::KwAsync) || at(TokenKind::KwAwait)) {
    note_async_as_name();
    return leaf(NodeKind::Identifier);
  }
  if (at(TokenKind::KwTrue) || at(TokenKind::KwFalse) || at(TokenKind::KwNonlocal)) {
    feature(Feature::KeywordAsName2, start());
    return leaf(NodeKind::Identifier);
  }
  problem_here(message);
  if (is_keyword(kind())) {
    return leaf(NodeKind::Identifier);
  }
  empty_node(NodeKind::Identifier, last_end());
}

// Python 2 takes None as the name of a module or a global variable.
void Parser::parse_identifier_or_none(const char* message) {
  if (dialect_ != Dialect::Python2 || !at(TokenKind::KwNone)) {
    return parse_identifier(message);
  }
  feature(Feature::KeywordAsName2, start());
  leaf(NodeKind::Identifier);
}

}  // namespace av::syntax
