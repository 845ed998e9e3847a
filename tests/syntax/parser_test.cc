#include "analysis/syntax/parser.h"

#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::syntax::Dialect;
using av::syntax::Feature;
using av::syntax::ParseOptions;
using av::test::find_broken_nesting;
using av::test::Parsed;

// tree_of is the sketch of text that is good Python, checked to be so.
std::string tree_of(std::string_view source) {
  const Parsed parsed(source);
  CHECK_MESSAGE(parsed.first_problem().empty(), source);
  CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), source);
  return parsed.statements();
}

// expression_of is the sketch of one expression statement.
std::string expression_of(std::string_view source) {
  const std::string statement = tree_of(source);
  constexpr std::string_view kAround = "(ExprStmt ";
  REQUIRE(statement.starts_with(kAround));
  return statement.substr(kAround.size(), statement.size() - kAround.size() - 1);
}

bool needs(std::string_view source, Feature feature) {
  return Parsed(source).uses(feature);
}

TEST_CASE("operators bind as the language reference says") {
  CHECK(expression_of("a + b * c") == "(BinOp a (BinOp/02 b c))");
  CHECK(expression_of("a - b - c") == "(BinOp/01 (BinOp/01 a b) c)");
  CHECK(expression_of("-a ** -b") == "(UnaryOp/10 (BinOp/07 a (UnaryOp/10 b)))");
  CHECK(expression_of("a ** b ** c") == "(BinOp/07 a (BinOp/07 b c))");
  CHECK(expression_of("not a == b") == "(UnaryOp/0e (Compare a CompareOp'=='/13 b))");
  CHECK(expression_of("a or b or c and d") == "(BoolOp/12 a b (BoolOp/11 c d))");
  CHECK(expression_of("(a or b) or c") == "(BoolOp/12 (BoolOp/92 a b) c)");
  CHECK(expression_of("a < b is not c not in d") ==
        "(Compare a CompareOp'<'/15 b CompareOp'is not'/1a c CompareOp'not in'/1c d)");
  CHECK(expression_of("a | b ^ c & d << e") ==
        "(BinOp/09 a (BinOp/0a b (BinOp/08 c (BinOp/0b d e))))");
  CHECK(expression_of("await_ @ b") == "(BinOp/06 await_ b)");
}

TEST_CASE("what follows a value") {
  CHECK(expression_of("a.b(c)[d].e") == "(Attribute (Subscript (Call (Attribute a b) c) d) e)");
  CHECK(expression_of("f(a, *b, c=d, **e)") ==
        "(Call f a (Starred b) (Keyword c d) (DoubleStarred e))");
  CHECK(expression_of("f(x for x in y)") == "(Call f (GeneratorExp x (ComprehensionFor x y)))");
  CHECK(expression_of("f(a := b)") == "(Call f (NamedExpr a b))");
  CHECK(expression_of("a[1:2, ::3, ...]") ==
        "(Subscript a (Tuple (Slice/03 1 2) (Slice/04 3) Ellipsis'...'))");
  CHECK(expression_of("a[*b]") == "(Subscript a (Tuple (Starred b)))");
  CHECK(expression_of("a[b:]") == "(Subscript a (Slice/01 b))");
  CHECK(expression_of("a[:]") == "(Subscript a Slice':')");
}

TEST_CASE("displays and comprehensions") {
  CHECK(expression_of("()") == "Tuple'()'/80");
  CHECK(expression_of("(a)") == "a/80");
  CHECK(expression_of("(a,)") == "(Tuple/80 a)");
  CHECK(expression_of("a, *b") == "(Tuple a (Starred b))");
  CHECK(expression_of("[a, b,]") == "(List a b)");
  CHECK(expression_of("{}") == "Dict'{}'");
  CHECK(expression_of("{a: b, **c}") == "(Dict (DictItem a b) (DoubleStarred c))");
  CHECK(expression_of("{a, b}") == "(Set a b)");
  CHECK(expression_of("[x async for x in y if a if b for z in x]") ==
        "(ListComp x (ComprehensionFor/01 x y a b) (ComprehensionFor z x))");
  CHECK(expression_of("{a: b for a, b in c}") ==
        "(DictComp (DictItem a b) (ComprehensionFor (Tuple a b) c))");
  CHECK(expression_of("(yield)") == "Yield'yield'/80");
  CHECK(expression_of("a if b else c if d else e") == "(IfExp a b (IfExp c d e))");
  CHECK(expression_of("lambda a, /, b=1, *, c, **d: a") ==
        "(Lambda (Parameters (Parameter a) SlashMarker'/' (Parameter/08 b 1) StarMarker'*' "
        "(Parameter c) (Parameter/02 d)) a)");
  CHECK(expression_of("lambda: 0") == "(Lambda Parameters'' 0)");
}

TEST_CASE("strings") {
  CHECK(expression_of("b'a' B\"c\"") == "(StringGroup String'b'a''/01 String'B\"c\"'/01)");
  CHECK(expression_of("f'a{b!r:>{c}}{d=}'") ==
        "(FString FStringText'a' (Field/02 b (FormatSpec FStringText'>' (Field c))) (Field/10 d))");
  CHECK(expression_of("t'{a}'") == "(FString/02 (Field a))");
  CHECK(expression_of("f'{a:}'") == "(FString (Field a FormatSpec''))");
}

TEST_CASE("simple statements") {
  CHECK(tree_of("a = b, c = d") == "(Assign a (Tuple b c) d)");
  CHECK(tree_of("a += yield b") == "(AugAssign a (Yield b))");
  CHECK(tree_of("a: b = c; (d): e") == "(AnnAssign/01 a b c) (AnnAssign d/80 e)");
  CHECK(tree_of("type X[T: int = str, *U, **V] = Y") ==
        "(TypeAlias X (TypeParams (TypeParam/0c T int str) (TypeParam/01 U) (TypeParam/02 V)) Y)");
  CHECK(tree_of("type = type(x)") == "(Assign type (Call type x))");
  CHECK(tree_of("import a.b as c, d") ==
        "(Import (Alias DottedName'a.b' c) (Alias DottedName'd'))");
  CHECK(tree_of("from ...a import (b as c, d,)") ==
        "(ImportFrom ImportLevel'...' DottedName'a' (Alias b c) (Alias d))");
  CHECK(tree_of("from . import *") == "(ImportFrom ImportLevel'.' (Alias StarMarker'*'))");
  CHECK(tree_of("lazy import a") == "(Import/01 (Alias DottedName'a'))");
  CHECK(tree_of("raise A from b") == "(Raise/01 A b)");
  CHECK(tree_of("del a, (b.c, [d])") == "(Delete a (Tuple/80 (Attribute b c) (List d)))");
  CHECK(tree_of("global a, b; pass") == "(Global a b) Pass'pass'");
  CHECK(tree_of("assert a, b") == "(Assert a b)");
  CHECK(tree_of("return *a, b") == "(Return (Tuple (Starred a) b))");
}

TEST_CASE("compound statements") {
  CHECK(tree_of("if a: b\nelif c: d\nelse: e") ==
        "(If a (Block (ExprStmt b)) (Elif c (Block (ExprStmt d))) (Else (Block (ExprStmt e))))");
  CHECK(tree_of("for a, in b:\n  c\nelse:\n  d") ==
        "(For (Tuple a) b (Block (ExprStmt c)) (Else (Block (ExprStmt d))))");
  CHECK(tree_of("async def f(a: b = c, *d: *e) -> g: pass") ==
        "(FunctionDef/03 f (Parameters (Parameter/0c a b c) (Parameter/05 d (Starred e))) g "
        "(Block Pass'pass'))");
  CHECK(tree_of("@a.b(c)\n@d\nclass E(F, g=h): pass") ==
        "(ClassDef (Decorators (Call (Attribute a b) c) d) E (Arguments F (Keyword g h)) "
        "(Block Pass'pass'))");
  CHECK(tree_of("try: a\nexcept* B as c: d\nfinally: e") ==
        "(Try/01 (Block (ExprStmt a)) (Handler/01 B c (Block (ExprStmt d))) "
        "(Finally (Block (ExprStmt e))))");
  CHECK(tree_of("while a: break") == "(While a (Block Break'break'))");
}

TEST_CASE("with statements, and when parentheses hold items") {
  CHECK(tree_of("with a as b, c: d") ==
        "(With (WithItems (WithItem a b) (WithItem c)) (Block (ExprStmt d)))");
  CHECK(tree_of("with (a as b, c,): d") ==
        "(With (WithItems/82 (WithItem a b) (WithItem c)) (Block (ExprStmt d)))");
  CHECK(tree_of("with (a, b) as c: d") ==
        "(With (WithItems (WithItem (Tuple/80 a b) c)) (Block (ExprStmt d)))");
  CHECK(tree_of("with (yield a): d") ==
        "(With (WithItems (WithItem (Yield/80 a))) (Block (ExprStmt d)))");
  CHECK(tree_of("with (a for b in c): d") ==
        "(With (WithItems (WithItem (GeneratorExp/80 a (ComprehensionFor b c)))) "
        "(Block (ExprStmt d)))");
  CHECK(tree_of("with (a).b: d") ==
        "(With (WithItems (WithItem (Attribute a/80 b))) (Block (ExprStmt d)))");
}

TEST_CASE("match is a statement only where it can be") {
  CHECK(tree_of("match a, *b:\n case c: d") ==
        "(Match (Tuple a (Starred b)) (Case (MatchAs c) (Block (ExprStmt d))))");
  for (const char* expression : {"match(x)", "match[x]", "match -x", "match.x", "match * a, b"}) {
    CHECK_MESSAGE(tree_of(expression).starts_with("(ExprStmt"), expression);
  }
  CHECK(tree_of("match: int = case") == "(AnnAssign/01 match int case)");
  CHECK(tree_of("match = {case: type for _ in print}").starts_with("(Assign match (DictComp"));
}

TEST_CASE("patterns") {
  const auto pattern_of = [](const std::string& pattern) {
    const std::string tree = tree_of("match x:\n case " + pattern + ": y");
    constexpr std::string_view kBefore = "(Match x (Case ";
    constexpr std::string_view kAfter = " (Block (ExprStmt y))))";
    REQUIRE(tree.starts_with(kBefore));
    return tree.substr(kBefore.size(), tree.size() - kBefore.size() - kAfter.size());
  };
  CHECK(pattern_of("_") == "MatchAs'_'");
  CHECK(pattern_of("a.b | None | -1 | 2+3j | 'x' 'y'") ==
        "(MatchOr (MatchValue (Attribute a b)) (MatchSingleton None'None') "
        "(MatchValue (UnaryOp/10 1)) (MatchValue (BinOp 2 Imaginary'3j')) "
        "(MatchValue (StringGroup String''x'' String''y'')))");
  CHECK(pattern_of("[a, *_, *b]") ==
        "(MatchSequence (MatchAs a) MatchStar'*_'/01 (MatchStar/01 b))");
  CHECK(pattern_of("(a)") == "(MatchAs a)");
  CHECK(pattern_of("(a,)") == "(MatchSequence/80 (MatchAs a))");
  CHECK(pattern_of("a, b") == "(MatchSequence (MatchAs a) (MatchAs b))");
  CHECK(pattern_of("{'k': v, **r}") ==
        "(MatchMapping (MatchItem String''k'' (MatchAs v)) (MatchStar/02 r))");
  CHECK(pattern_of("A.B(c, d=e) as f") ==
        "(MatchAs/01 (MatchClass (Attribute A B) (MatchAs c) (MatchKeyword d (MatchAs e))) f)");
}

TEST_CASE("spans run from the first token to the last, parentheses of the outside included") {
  const Parsed parsed("x = (a) + (b)\n");
  const auto& tree = parsed.tree;
  const auto sum = tree.child(tree.child(tree.root(), 0), 1);
  CHECK(tree.text_of(sum) == "(a) + (b)");
  CHECK(tree.text_of(tree.child(sum, 0)) == "a");
}

TEST_CASE("numbers are told apart by what they are") {
  CHECK(expression_of("f(1, 0x1F, 1_0)") == "(Call f 1 0x1F 1_0)");
  CHECK(expression_of("f(1., .5, 1e3)") == "(Call f Float'1.' Float'.5' Float'1e3')");
  CHECK(expression_of("f(1j, .5j)") == "(Call f Imaginary'1j' Imaginary'.5j')");
}

TEST_CASE("a semicolon at its end is part of a block and of what holds it") {
  const Parsed on_line("if a: b;\n");
  CHECK(on_line.tree.text_of(on_line.tree.child(on_line.tree.root(), 0)) == "if a: b;");
  const Parsed nested("class A:\n  def f():\n    b; c ;  # d\n\ne\n");
  const av::syntax::NodeId outer = nested.tree.child(nested.tree.root(), 0);
  CHECK(nested.tree.text_of(outer) == "class A:\n  def f():\n    b; c ;");
  const Parsed earlier("if a:\n  b;\n  c\n");
  CHECK(earlier.tree.text_of(earlier.tree.child(earlier.tree.root(), 0)) == "if a:\n  b;\n  c");
}

TEST_CASE("constructs record the version they need") {
  CHECK(needs("(a := 1)", Feature::Walrus));
  CHECK(needs("a[b := 1]", Feature::WalrusInIndex));
  CHECK(needs("{a := 1}", Feature::WalrusInSet));
  CHECK(needs("@a[0]\ndef f(): pass", Feature::RelaxedDecorator));
  CHECK(needs("@(a)\ndef f(): pass", Feature::RelaxedDecorator));
  CHECK_FALSE(needs("@a.b(c)\ndef f(): pass", Feature::RelaxedDecorator));
  CHECK(needs("a.None", Feature::KeywordAsName2));
  CHECK(needs("(*a)", Feature::StarInParentheses));
  CHECK(needs("f'{a for a in b}'", Feature::BareGenerator));
  CHECK_FALSE(needs("f'{(a for a in b)}'", Feature::BareGenerator));
  CHECK_FALSE(needs("(*a, b)", Feature::StarInParentheses));
  CHECK(needs("def f(a, /): pass", Feature::PositionalOnly));
  CHECK(needs("with (a as b): pass", Feature::ParenthesizedWith));
  CHECK_FALSE(needs("with (a): pass", Feature::ParenthesizedWith));
  CHECK(needs("for a in *b, c: pass", Feature::StarInForIterable));
  CHECK(needs("f'{a['b']}'", Feature::FStringPep701));
  CHECK_FALSE(needs("f'{a[\"b\"]}'", Feature::FStringPep701));
  CHECK(needs("def f[T = int](): pass", Feature::TypeParameterDefault));
  CHECK(needs("[*a for a in b]", Feature::UnpackInComprehension));
  CHECK(needs("try: a\nexcept A, B: c", Feature::ExceptWithoutParens));
}

TEST_CASE("the version is read from the text where 2 and 3 differ") {
  const auto dialect_of = [](std::string_view source) { return Parsed(source).tree.dialect(); };
  CHECK(dialect_of("print (a), b\n") == Dialect::Python3);
  CHECK(dialect_of("print (a), b\nprint 'c'\n") == Dialect::Python2);
  CHECK(dialect_of("try: a\nexcept A, e: b\n") == Dialect::Python2);
  CHECK(dialect_of("try: a\nexcept A, B: b\n") == Dialect::Python3);
  CHECK(dialect_of("x = f''\ntry: a\nexcept A, e: b\n") == Dialect::Python3);
  CHECK(dialect_of("exec code in space\n") == Dialect::Python2);
  CHECK(dialect_of("x = `a`\n") == Dialect::Python2);
  CHECK(dialect_of("os.chmod(p, 0755)\n") == Dialect::Python2);
  CHECK(dialect_of("print >>f, 'x'\n") == Dialect::Python2);
  CHECK(dialect_of("from __future__ import print_function\nprint(a)\nx = 1L\n") ==
        Dialect::Python2);
}

TEST_CASE("Python 2 statements") {
  CHECK(tree_of("print >>f, a,") == "(Print/03 f a)");
  CHECK(tree_of("print (a), b\nprint `c`") == "(Print a/80 b) (Print (Repr c))");
  CHECK(tree_of("exec a in b, c") == "(Exec a b c)");
  CHECK(tree_of("raise A, b, c") == "(Raise A b c)");
  CHECK(tree_of("try: print 'a'\nexcept A, (b, c): d") ==
        "(Try (Block (Print String''a'')) (Handler/01 A (Tuple/80 b c) (Block (ExprStmt d))))");
  CHECK(tree_of("print 'x'\n[x for x in lambda: a, 1 if b]") ==
        "(Print String''x'') (ExprStmt (ListComp x (ComprehensionFor x "
        "(Tuple (Lambda Parameters'' a) 1) b)))");
  CHECK(tree_of("def f(a, (b, c)): print 'x'") ==
        "(FunctionDef f (Parameters (Parameter a) (Parameter (Tuple/80 b c))) "
        "(Block (Print String''x'')))");
}

TEST_CASE("what Python 2 and 3 read differently keeps its shape") {
  const ParseOptions python2 = {.reading = ParseOptions::Reading::Python2};
  const auto second = [&python2](std::string_view source) {
    const Parsed parsed(source, python2);
    CHECK_MESSAGE(parsed.first_problem().empty(), source);
    CHECK_MESSAGE(find_broken_nesting(parsed.tree).empty(), source);
    return parsed.statements();
  };
  CHECK(second("await(a)") == "(ExprStmt (Call await a))");
  CHECK(tree_of("await(a)") == "(ExprStmt (Await a/80))");
  CHECK(second("a[. . ., b]") == "(ExprStmt (Subscript a (Tuple Ellipsis'. . .' b)))");
  CHECK(second("f(a for b in c, *d)") ==
        "(ExprStmt (Call f (GeneratorExp a (ComprehensionFor b c)) (Starred d)))");
  CHECK(second("f((a)=b)") == "(ExprStmt (Call f (Keyword a b)))");
  CHECK(second("from None.a import None as b") == "(ImportFrom DottedName'None.a' (Alias None b))");
  CHECK(
      second("from . import print_function\nprint(a, b=c)") ==
      "(ImportFrom ImportLevel'.' (Alias print_function)) (ExprStmt (Call print a (Keyword b c)))");
  CHECK(second("print nonlocal, async") == "(Print nonlocal async)");
}

TEST_CASE("await and async were names outside an asynchronous function until 3.6") {
  const ParseOptions old = {.reading = ParseOptions::Reading::Python3, .limits_of = 306};
  const auto third = [&old](std::string_view source) { return Parsed(source, old).statements(); };
  CHECK(third("await [a]") == "(ExprStmt (Subscript await a))");
  CHECK(third("async def f(): await [a]") ==
        "(FunctionDef/01 f Parameters'()' (Block (ExprStmt (Await (List a)))))");
  CHECK(third("async def f(): f'{await (a)}'") ==
        "(FunctionDef/01 f Parameters'()' (Block (ExprStmt (FString (Field (Call await a))))))");
  CHECK(Parsed("async def f(): await + a", old).first_problem() ==
        "async and await are keywords in an asynchronous function");
  CHECK(Parsed("async def f(): pass\nawait = 1", old).first_problem().empty());
}

TEST_CASE("what one version takes is noted") {
  CHECK(needs("with a as 1j: b", Feature::WordAfterNumber) == false);
  CHECK(needs("with 1as a: b", Feature::WordAfterNumber));
  CHECK(needs("[a for b in c if lambda: d]", Feature::LambdaCondition));
  CHECK(needs("del *a, b", Feature::StarDeleted));
  CHECK(needs("((a) := b)", Feature::ParenthesizedWalrusTarget));
  CHECK(needs("f((a)=b)", Feature::ParenthesizedKeyword));
  CHECK(needs("f(a for b in c,)", Feature::GeneratorWithComma));
  CHECK(needs("class A(a for b in c): d", Feature::GeneratorAsBase));
  CHECK(needs("f(a := b for c in d)", Feature::WalrusInGenerator));
  CHECK(needs("a += *b, c", Feature::StarInAugmented));
  CHECK(needs("with a as *b: c", Feature::StarInWithTarget));
  CHECK(expression_of("a[*b or c]") == "(Subscript a (Tuple (Starred (BoolOp/12 b c))))");
  CHECK(tree_of("match a:\n case f'{b}': c") ==
        "(Match a (Case (MatchValue (FString (Field b))) (Block (ExprStmt c))))");
}

TEST_CASE("names that were keywords only later") {
  CHECK(tree_of("async = 1; await = async") == "(Assign async 1) (Assign await async)");
  CHECK(expression_of("f(async=True)") == "(Call f (Keyword async True'True'))");
  CHECK(needs("async = 1", Feature::AsyncAsName));
}

}  // namespace
