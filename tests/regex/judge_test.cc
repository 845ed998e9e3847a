#include "analysis/regex/judge.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::regex::Flags;
using av::regex::Growth;
using av::regex::judge;
using av::regex::Scope;
using av::regex::Use;
using av::regex::Verdict;

struct Judged {
  const char* pattern;
  Use use;
};

TEST_CASE("patterns whose ways to match multiply") {
  for (const Judged& one :
       {Judged{"(a+)+$", Use::Match}, Judged{"(a*)*b", Use::Match}, Judged{"(a|a)*b", Use::Match},
        Judged{"(a|aa)+$", Use::Match}, Judged{"(?:x+x+)+y", Use::Match},
        Judged{"([^\"]|\\\\.)*\"", Use::Match}, Judged{"^(([a-z])+.)+[A-Z]([a-z])+$", Use::Match},
        Judged{"(?=(a+)+b)c", Use::Match}, Judged{"(\\w|\\d)+!", Use::FullMatch},
        Judged{"(?:a?b?c?)*d", Use::Search}}) {
    CHECK_MESSAGE(judge(one.pattern, {}, one.use).growth == Growth::Exponential, one.pattern);
  }
}

TEST_CASE("patterns whose ways to match add up") {
  for (const Judged& one : {Judged{"\\s+$", Use::Search}, Judged{"a*a*", Use::FullMatch},
                            Judged{"(.*),(.*)$", Use::Match}, Judged{"<!--.*?-->", Use::Search},
                            Judged{"x*y", Use::Search}, Judged{"\\w*:?\\w*:?!", Use::Match}}) {
    CHECK_MESSAGE(judge(one.pattern, {}, one.use).growth == Growth::Polynomial, one.pattern);
    CHECK_MESSAGE(judge(one.pattern, {}, one.use, Scope::SteepOnly).growth < Growth::Steep,
                  one.pattern);
  }
}

TEST_CASE("patterns that need no long text") {
  for (const Judged& one :
       {Judged{"\\s*\\t+\\s*(\\S)", Use::Match}, Judged{"a*a*a*", Use::FullMatch},
        Judged{"(.*),(.*),(.*)$", Use::Match}, Judged{"^(?:.*?,){11}P", Use::Match},
        Judged{"\\d*,?\\d*,?\\d*$", Use::Match}, Judged{"x*x*y", Use::Search}}) {
    CHECK_MESSAGE(judge(one.pattern, {}, one.use).growth == Growth::Steep, one.pattern);
    CHECK_MESSAGE(judge(one.pattern, {}, one.use, Scope::SteepOnly).growth == Growth::Steep,
                  one.pattern);
  }
}

TEST_CASE("three loops of other letters are not steep") {
  for (const Judged& one :
       {Judged{"a*b*c*!", Use::Match}, Judged{"\\s*\\w+\\s*=\\s*\\d+;", Use::Match},
        Judged{"[a-z]*-[a-z]*-[a-z]*;", Use::Match}}) {
    CHECK_MESSAGE(judge(one.pattern, {}, one.use, Scope::SteepOnly).growth == Growth::Linear,
                  one.pattern);
  }
}

TEST_CASE("patterns that cannot be made slow") {
  for (const Judged& one :
       {Judged{"abc", Use::Search}, Judged{"a*b*c*", Use::Match}, Judged{"(a+)+", Use::Match},
        Judged{"(a*)+", Use::Match}, Judged{"a+b", Use::Match}, Judged{"(?>a+)+b", Use::Match},
        Judged{"a++b", Use::Match}, Judged{"([^\"\\\\]|\\\\.)*\"", Use::Match},
        Judged{"[a-z]+(-[a-z]+)*", Use::FullMatch}, Judged{"^\\s+", Use::Search},
        Judged{"\\d{4}-\\d{2}-\\d{2}", Use::FullMatch}, Judged{"^[^@\\s]+@[^@\\s]+$", Use::Match},
        Judged{"^\\w+(?:\\s+\\w+)*$", Use::Match}, Judged{"", Use::Search}}) {
    CHECK_MESSAGE(judge(one.pattern, {}, one.use).growth == Growth::Linear, one.pattern);
  }
}

TEST_CASE("flags change the verdict") {
  CHECK(judge("(a|A)+$", {}, Use::Match).growth == Growth::Linear);
  CHECK(judge("(a|A)+$", {.ignore_case = true}, Use::Match).growth == Growth::Exponential);
  CHECK(judge("(?i)(a|A)+$", {}, Use::Match).growth == Growth::Exponential);
  CHECK(judge("(a +)+$  # note", {.verbose = true}, Use::Match).growth == Growth::Exponential);
}

TEST_CASE("the attack is text that the pattern would have to read") {
  const Verdict verdict = judge("id=(a+)+;", {}, Use::Match);
  REQUIRE(verdict.growth == Growth::Exponential);
  CHECK(attack_text(verdict, 5).starts_with("id=aaaaa"));
}

TEST_CASE("what cannot be judged says why") {
  CHECK(judge("(", {}, Use::Match).growth == Growth::Unknown);
  CHECK(judge("(", {}, Use::Match).reason == "a ( without its ) at position 1");
  std::string huge;
  for (int i = 0; i < 700; ++i) {
    huge += "a";
  }
  CHECK(judge(huge, {}, Use::Match).reason == "pattern with too many parts to judge");
  CHECK(judge(std::string(30'000, 'a'), {}, Use::Match).growth == Growth::Unknown);
  CHECK(judge(std::string(5'000, '('), {}, Use::Match).growth == Growth::Unknown);
}

}  // namespace
