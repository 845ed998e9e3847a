#include "analysis/syntax/lexer.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::syntax::Dialect;
using av::syntax::TokenKind;
using av::syntax::Tokens;

struct Lexed {
  av::base::PaddedText text;
  Tokens tokens;
  explicit Lexed(std::string_view source, av::syntax::LexOptions options = {}) : text(source) {
    lex(text.view(), options, tokens);
  }
  // kinds is every token but EndOfFile: layout as NL > < , others as written.
  [[nodiscard]] std::string kinds() const {
    std::string out;
    for (std::uint32_t i = 0; i + 1 < tokens.size(); ++i) {
      const std::uint32_t start = tokens.start[i];
      std::string word(text.text().substr(start, tokens.end[i] - start));
      switch (tokens.kind[i]) {
        case TokenKind::Newline:
          word = "NL";
          break;
        case TokenKind::Indent:
          word = ">";
          break;
        case TokenKind::Dedent:
          word = "<";
          break;
        default:
          break;
      }
      out += (out.empty() ? "" : " ") + word;
    }
    return out;
  }
  [[nodiscard]] std::string problem() const {
    return tokens.problems.empty() ? "" : tokens.problems[0].message;
  }
};

TEST_CASE("tokens and layout") {
  CHECK(Lexed("").kinds().empty());
  CHECK(Lexed("a=1").kinds() == "a = 1 NL");
  CHECK(Lexed("if a:\n  b\nc\n").kinds() == "if a : NL > b NL < c NL");
  CHECK(Lexed("if a:\n\tb\n\n  # note\n\tc\n").kinds() == "if a : NL > b NL c NL <");
  CHECK(Lexed("f(a,\n  b)\n").kinds() == "f ( a , b ) NL");
  CHECK(Lexed("a = \\\n  b\n").kinds() == "a = b NL");
  CHECK(Lexed("\fa\n \f b\n").kinds() == "a NL > b NL <");
}

TEST_CASE("a line continued within its indentation") {
  CHECK(Lexed("if a:\n  \\\n      b\n").kinds() == "if a : NL > b NL <");
  CHECK(Lexed("if a:\n\\\n  b\n  c\n").kinds() == "if a : NL > b NL c NL <");
  // Before 3.9 the line began at the backslash; 3.9 looked at no indentation.
  CHECK(Lexed("\\\n  b\n", {.limits_of = 308}).kinds() == "b NL");
  CHECK(Lexed(" \\\n  b\n", {.limits_of = 308}).kinds() == "> b NL <");
  CHECK(Lexed(" \\\n  b\n", {.limits_of = 309}).kinds() == "b NL");
  CHECK(Lexed("\\\n  b\n", {.limits_of = 310}).kinds() == "> b NL <");
}

TEST_CASE("every line end is one") {
  CHECK(Lexed("a\rb\r\nc\n").kinds() == "a NL b NL c NL");
  CHECK(Lexed("a = (\r\n1)\r").kinds() == "a = ( 1 ) NL");
  CHECK(Lexed("a = \\\r\n b").kinds() == "a = b NL");
}

TEST_CASE("operators are as long as they can be") {
  CHECK(Lexed("a**=b//=c<<=d>>=e").kinds() == "a **= b //= c <<= d >>= e NL");
  CHECK(Lexed("a->b...c:=d!=e<>f").kinds() == "a -> b ... c := d != e <> f NL");
  CHECK(Lexed("a..b").kinds() == "a . . b NL");
  CHECK(Lexed("x[a:=b]").kinds() == "x [ a := b ] NL");
}

TEST_CASE("keywords and soft keywords have kinds of their own") {
  const Lexed words("match case type lazy print exec nonlocal await whiles Whilf");
  const TokenKind expected[] = {TokenKind::NameMatch,  TokenKind::NameCase,  TokenKind::NameType,
                                TokenKind::NameLazy,   TokenKind::NamePrint, TokenKind::NameExec,
                                TokenKind::KwNonlocal, TokenKind::KwAwait,   TokenKind::Name,
                                TokenKind::Name};
  for (std::uint32_t i = 0; i < 10; ++i) {
    CHECK(words.tokens.kind[i] == expected[i]);
  }
}

TEST_CASE("every keyword is found by its spelling") {
  for (auto kind = static_cast<int>(TokenKind::KwFalse);
       kind <= static_cast<int>(TokenKind::KwYield); ++kind) {
    const auto keyword = static_cast<TokenKind>(kind);
    CHECK(Lexed(spelling_of(keyword)).tokens.kind[0] == keyword);
    CHECK(Lexed(std::string(spelling_of(keyword)) + "_").tokens.kind[0] == TokenKind::Name);
  }
}

TEST_CASE("words longer than a block, and words that are not ASCII") {
  const std::string name(50, 'n');
  CHECK(Lexed(name + "+1").kinds() == name + " + 1 NL");
  CHECK(Lexed("größe = 1").kinds() == "größe = 1 NL");
  CHECK(Lexed(name + "ü+1").kinds() == name + "ü + 1 NL");
  CHECK(Lexed("größe").tokens.features.size() == 1);
  const Lexed space("a\xC2\xA0= 1");
  CHECK(space.kinds() == "a = 1 NL");
  CHECK(space.problem() == "character that belongs in no name");
}

TEST_CASE("strings keep prefix and quotes") {
  CHECK(Lexed("x = rb'a\\'b' + '''c'd\n'''").kinds() == "x = rb'a\\'b' + '''c'd\n''' NL");
  CHECK(Lexed("''").kinds() == "'' NL");
  CHECK(Lexed("'a\\\nb'").kinds() == "'a\\\nb' NL");
  CHECK(Lexed("bur'x'").kinds() == "bur 'x' NL");
  CHECK(Lexed("'" + std::string(100, 'x') + "'").tokens.size() == 3);
}

TEST_CASE("a string that is never closed ends with its line") {
  const Lexed open("a = 'bc\nd = 1\n");
  CHECK(open.kinds() == "a = 'bc NL d = 1 NL");
  CHECK(open.problem() == "string that is never closed");
  CHECK(Lexed("'''abc\n").problem() == "triple-quoted string that is never closed");
  CHECK(Lexed("'").problem() == "string that is never closed");
  CHECK(Lexed("'\\").problem() == "string that is never closed");
  CHECK(Lexed("'''\\").problem() == "triple-quoted string that is never closed");
}

TEST_CASE("f-strings are lexed in turns") {
  CHECK(Lexed("f'a{b}c'").kinds() == "f' a { b } c ' NL");
  CHECK(Lexed("f'{{a}}'").kinds() == "f' {{a}} ' NL");
  CHECK(Lexed("f'{x!r:>{w}}'").kinds() == "f' { x ! r : > { w } } ' NL");
  CHECK(Lexed("f'{a['b']}'").kinds() == "f' { a [ 'b' ] } ' NL");
  CHECK(Lexed("f'{a!=b}'").kinds() == "f' { a != b } ' NL");
  CHECK(Lexed("f'{x:=5}'").kinds() == "f' { x : =5 } ' NL");
  CHECK(Lexed("f'{(x:=5)}'").kinds() == "f' { ( x := 5 ) } ' NL");
  CHECK(Lexed("f'\\N{DASH}{a}'").kinds() == "f' \\N{DASH} { a } ' NL");
  CHECK(Lexed("rf'\\N{a}'").kinds() == "rf' \\N { a } ' NL");
  CHECK(Lexed("f'{f'{f'{1}'}'}'").kinds() == "f' { f' { f' { 1 } ' } ' } ' NL");
  CHECK(Lexed("f'''{\n a # b\n}'''").kinds() == "f''' { a } ''' NL");
}

TEST_CASE("broken f-strings end, and say why") {
  CHECK(Lexed("f'a}b'").problem() == "single } in an f-string");
  CHECK(Lexed("f'abc\nx").kinds() == "f' abc  NL x NL");
  CHECK(Lexed("f'{a:b'\nx").problem() == "f-string field without its }");
  CHECK(Lexed("f'{(a}'\nx").kinds() == "f' { ( a } ' NL x NL");
  CHECK(Lexed("f'{").problem() == "bracket that is never closed");
}

TEST_CASE("a statement keyword first on a line closes what was left open") {
  const Lexed open("x = foo(a,\ndef f():\n  pass\n");
  CHECK(open.kinds() == "x = foo ( a , NL def f ( ) : NL > pass NL <");
  CHECK(open.problem() == "bracket that is never closed");
  CHECK(Lexed("x = (a\n  if b else c)\n").problem().empty());
  CHECK(Lexed("x = (yield\n  from_)\n").problem().empty());
}

TEST_CASE("brackets that do not match") {
  CHECK(Lexed("f(a]\n)").problem() == "closing bracket that matches no open one");
  CHECK(Lexed("a)\nb").kinds() == "a ) NL b NL");
  CHECK(Lexed("([{a)\nb").kinds() == "( [ { a ) NL b NL");
}

TEST_CASE("indentation that Python refuses") {
  CHECK(Lexed("if a:\n    b\n  c\n").problem() == "indentation that matches no outer block");
  const auto mixed = [](Dialect dialect) {
    return Lexed("if a:\n\tb\n        c\n", {dialect, 0}).tokens.features.size();
  };
  CHECK(mixed(Dialect::Python3) == 1);
  CHECK(mixed(Dialect::Python2) == 0);
}

TEST_CASE("limits of CPython count only when asked for") {
  const std::string deep = std::string(201, '(') + std::string(201, ')');
  CHECK(Lexed(deep).problem().empty());
  CHECK(Lexed(deep, {Dialect::Python3, 312}).problem() == "too many nested parentheses");
  CHECK(Lexed(deep.substr(1, 400), {Dialect::Python3, 312}).problem().empty());
}

TEST_CASE("NUL, lone backslash and other characters of no token") {
  CHECK(Lexed(std::string_view("a\0b", 3)).problem() == "NUL character");
  CHECK(Lexed("a $ b").problem() == "character that starts no token");
  CHECK(Lexed("a \\ b").problem() == "character after a backslash that is to continue the line");
  CHECK(Lexed("a \\\n").tokens.features[0].feature == av::syntax::Feature::ContinuationAtEnd);
  CHECK(Lexed("a\n  \\\n").tokens.features[0].feature == av::syntax::Feature::ContinuationAtEnd);
}

TEST_CASE("comments are listed, not lexed") {
  const Lexed lexed("# a\nx = 1  # b\n  # c");
  CHECK(lexed.kinds() == "x = 1 NL");
  REQUIRE(lexed.tokens.comments.size() == 3);
  CHECK(lexed.tokens.comments[1].start == 11);
  CHECK(lexed.tokens.comments[1].end == 14);
}

}  // namespace
