#include "analysis/syntax/cpython/rejects.h"

#include "tests/syntax/cpython/dumped.h"
#include "tests/syntax/sketch.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

namespace {

using av::syntax::Version;
using av::syntax::cpython::find_rejection;
using av::syntax::cpython::known_versions;
using av::test::dumped;
using av::test::find_broken_nesting;
using av::test::Parsed;
using av::test::source_in;
using av::text::NoticeKind;

// reason is why Python `as` refuses `text`, empty when it does not.
std::string reason(std::string_view text, Version as) {
  const av::text::Source source = av::test::source_with(text);
  av::syntax::SyntaxArena arena;
  using Reading = av::syntax::ParseOptions::Reading;
  const av::syntax::Tree tree = av::syntax::parse(
      source.text.view(), {.reading = as < 300 ? Reading::Python2 : Reading::Python3}, arena);
  const auto rejection = find_rejection(tree, source, as);
  return rejection ? rejection->reason : "";
}

// signs is + for each Python that reads `source`, - for each that does not.
std::string signs(std::string_view source) {
  std::string out;
  for (const Version version : known_versions()) {
    out += dumped(source, version) ? '+' : '-';
  }
  return out;
}

TEST_CASE("a text is read by the Pythons that read it, and by no other") {
  std::ifstream file("tests/syntax/cpython/verdicts.txt");
  REQUIRE(file);
  const std::size_t width = known_versions().size();
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.size() > width && !line.starts_with('#')) {
      INFO(line);
      const std::string source = source_in(line.substr(width + 1));
      CHECK(signs(source) == line.substr(0, width));
      CHECK(find_broken_nesting(Parsed(source).tree).empty());
      ++compared;
    }
  }
  CHECK(compared > 3000);
}

TEST_CASE("problems and features of other versions refuse a file") {
  CHECK(reason("a b", 313) != "");
  CHECK(reason("a := b", 313) != "");
  CHECK(reason("match a:\n case b: c\n", 309) == "not in this version: match statement (PEP 634)");
  CHECK(reason("match a:\n case b: c\n", 310).empty());
  CHECK(reason("print a\n", 207).empty());
}

TEST_CASE("before 3.12 an f-string was a string first") {
  for (const Version version : {Version{306}, Version{308}, Version{311}}) {
    CHECK(reason("f'{a['b']}'", version) != "");
    CHECK(reason("f'{a[\"b\"]}'", version).empty());
    CHECK(reason("f'{\"\\n\"}'", version) != "");
    CHECK(reason("f'''{a  # b\n}'''", version) != "");
    CHECK(reason("f'''{\"#\"}'''", version).empty());
    CHECK(reason("f'''{'''a'''}'''", version) != "");
    CHECK(reason("f'{a!r }'", version) != "");
    CHECK(reason("f'{a !r}'", version).empty());
    CHECK(reason("f'{a:{b:{c}}}'", version) != "");
    CHECK(reason("f'{a:{b}}'", version).empty());
    CHECK(reason("f'{a != b}{c:!r}'", version).empty());
    CHECK(reason("f'{a[\"}\"]}{(lambda: 1)}'", version).empty());
  }
  CHECK(reason("f'{a['b']}{\"\\n\"}'", 312).empty());
  CHECK(reason("f'{a!r }'", 312).empty());
}

TEST_CASE("a lone starred value in a field") {
  CHECK(reason("f'{*a}'", 308).empty());
  CHECK(reason("f'{*a}'", 309) != "");
  CHECK(reason("f'{*a}'", 311) != "");
  CHECK(reason("f'{*a}'", 312).empty());
  CHECK(reason("f'{*a,}'", 309).empty());
}

TEST_CASE("formats in formats") {
  CHECK(reason("f'{a:{b:{c}}}'", 312).empty());
  CHECK(reason("f'{a:{b:{c:{d}}}}'", 312) != "");
  CHECK(reason("f'{a:{b:{c:d}}}'", 313).empty());
}

TEST_CASE("async was a keyword only inside async def until 3.6") {
  constexpr std::string_view kInside =
      "async def f():\n  async with a: await b\n  def g(): return [c async for c in d]\n";
  CHECK(reason(kInside, 306).empty());
  CHECK(reason("await a\n", 306) != "");
  CHECK(reason("async def f(): pass\nawait a\n", 306) != "");
  CHECK(reason("async with a: b\n", 306) != "");
  CHECK(reason("await a\n", 307).empty());
}

TEST_CASE("calls of the older parsers") {
  std::string many = "f(";
  for (int i = 0; i < 256; ++i) {
    many += "a, ";
  }
  CHECK(reason(many + ")", 306) == "more than 255 arguments");
  CHECK(reason(many + ")", 307).empty());
  CHECK(reason("f(a=1, b=2, a=3)", 308) == "keyword argument repeated");
  CHECK(reason("f(a=1, b=2, a=3)", 309).empty());
  CHECK(reason("f(*a,)", 207) != "");
  CHECK(reason("f(*a,)", 306).empty());
}

TEST_CASE("nothing could be called __debug__ until 3.8") {
  for (const char* source :
       {"(a, [*__debug__]), b = c", "a.__debug__ = b", "import __debug__", "import a as __debug__",
        "try: a\nexcept B as __debug__: c", "@a\ndef __debug__(): b", "with a as __debug__: b"}) {
    CHECK(reason(source, 306) == "cannot assign to __debug__");
    CHECK(reason(source, 308) == "cannot assign to __debug__");
    CHECK(reason(source, 309).empty());
  }
  for (const char* source : {"a = __debug__", "del __debug__", "import __debug__.a", "'__debug__'",
                             "global __debug__", "a = b.__debug__"}) {
    CHECK(reason(source, 308).empty());
  }
}

TEST_CASE("print and exec are keywords of Python 2") {
  CHECK(reason("a = print", 207) != "");
  CHECK(reason("from __future__ import print_function\na = print", 207).empty());
  CHECK(reason("a.exec()", 207) != "");
  CHECK(reason("import a.exec.b", 207) != "");
  CHECK(reason("import a.execute", 207).empty());
  CHECK(reason("a = print; b.exec()", 306).empty());
}

TEST_CASE("a lone starred value in parentheses was a fault found later until 3.8") {
  CHECK(reason("(*a)", 308).empty());
  CHECK(reason("(*a)", 309) != "");
}

TEST_CASE("bytes that are no text refuse a file") {
  av::text::Source source = av::test::source_with("a");
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(source.text.view(), {}, arena);
  source.notices.push_back({NoticeKind::HidingEncoding, {0, 1}, "utf-7"});
  CHECK_FALSE(find_rejection(tree, source, 313));
  source.notices.push_back({NoticeKind::UndecodableBytes, {0, 1}, "no UTF-8"});
  CHECK(find_rejection(tree, source, 313)->reason == "no UTF-8");
}

}  // namespace
