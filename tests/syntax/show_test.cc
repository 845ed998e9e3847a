#include "analysis/syntax/show.h"

#include "analysis/syntax/lexer.h"
#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::test::Parsed;

std::string shown(std::string_view source) {
  const Parsed parsed(source);
  av::base::StringSink out;
  show_tree(parsed.tree, out);
  return out.text();
}

TEST_CASE("a tree is one line a node, indented, with places and the text of leaves") {
  CHECK(shown("x = (é)\n") ==
        "Module 1:1-2:1\n"
        "  Assign 1:1-1:8\n"
        "    Name 1:1-1:2 `x`\n"
        "    Name (parenthesized) 1:6-1:7 `é`\n"
        "feature 1:6-1:6 non-ASCII identifier (PEP 3131): since 3.0\n");
}

TEST_CASE("flags are words") {
  const std::string tree = shown("async def f(*a, b: c = d) -> e: f'{g!r:h}' + b'i'\n");
  CHECK(tree.find("FunctionDef (async, returns) ") != std::string::npos);
  CHECK(tree.find("Parameter (star) ") != std::string::npos);
  CHECK(tree.find("Parameter (annotated, default) ") != std::string::npos);
  CHECK(tree.find("BinOp (+) ") != std::string::npos);
  CHECK(tree.find("Field (!r) ") != std::string::npos);
  CHECK(tree.find("String (bytes) ") != std::string::npos);
  CHECK(shown("a is not b").find("CompareOp (is not) ") != std::string::npos);
  CHECK(shown("from .. import a").find("ImportLevel 1:6-1:8 `..`") != std::string::npos);
}

TEST_CASE("long text is cut between characters") {
  const std::string tree = shown("'" + std::string(58, 'a') + "éé'");
  CHECK(tree.find("`'" + std::string(58, 'a') + "...`") != std::string::npos);
}

TEST_CASE("problems and features follow") {
  const std::string tree = shown("a b\n(c := d)\n");
  CHECK(tree.find("\nproblem 1:3-") != std::string::npos);
  CHECK(tree.find("\nfeature 2:2-2:2 := (PEP 572): since 3.8\n") != std::string::npos);
}

TEST_CASE("tokens are one line each") {
  const av::base::PaddedText text("if a:\n  b\n");
  av::syntax::Tokens tokens;
  lex(text.view(), {}, tokens);
  av::base::StringSink out;
  show_tokens(tokens, text.text(), out);
  CHECK(out.text().starts_with("1:1-1:3 if\n1:4-1:5 name `a`\n1:5-1:6 :\n1:6-2:1 end of line"));
}

}  // namespace
