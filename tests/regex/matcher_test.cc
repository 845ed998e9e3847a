#include "analysis/regex/matcher.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using av::regex::Matcher;
using av::regex::parse_expression;
using av::regex::Use;

bool matches(std::string_view pattern, std::string_view text, Use use) {
  const auto expression = parse_expression(pattern);
  REQUIRE_MESSAGE(expression.has_value(), pattern);
  const std::vector<std::uint32_t> points(text.begin(), text.end());
  return Matcher(*expression).run(points, use, 100'000).matched;
}

TEST_CASE("matching is re's") {
  struct Case {
    const char* pattern;
    const char* text;
    Use use;
    bool expected;
  };
  for (const Case& one : {Case{"a|ab", "ab", Use::FullMatch, true},
                          Case{"a{2,3}", "aaaa", Use::FullMatch, false},
                          Case{"a{,2}b", "aab", Use::Match, true},
                          Case{"a{x}", "a{x}", Use::FullMatch, true},
                          Case{"b", "ab", Use::Match, false},
                          Case{"b", "ab", Use::Search, true},
                          Case{"(a)\\1", "aa", Use::FullMatch, true},
                          Case{"(?P<x>a)(?P=x)", "ab", Use::Match, false},
                          Case{"(a)?(?(1)b|c)", "ab", Use::FullMatch, true},
                          Case{"(a)?(?(1)b|c)", "c", Use::FullMatch, true},
                          Case{"(?<=a)b", "ab", Use::Search, true},
                          Case{"(?<!a)b", "ab", Use::Search, false},
                          Case{"(?=ab)a", "ac", Use::Match, false},
                          Case{"(?!b)a", "a", Use::Match, true},
                          Case{"(?>a*)a", "aa", Use::Match, false},
                          Case{"a*+a", "aa", Use::Match, false},
                          Case{"a$", "a\n", Use::Match, true},
                          Case{"a\\Z", "a\n", Use::Match, false},
                          Case{"\\bcat\\b", "a cat.", Use::Search, true},
                          Case{"(?m)^b$", "a\nb\nc", Use::Search, true},
                          Case{".", "\n", Use::Match, false},
                          Case{"(?s).", "\n", Use::Match, true},
                          Case{"[^]a]", "b", Use::Match, true},
                          Case{"[]-a]", "^", Use::Match, true},
                          Case{"[\\w-]+", "a-b", Use::FullMatch, true},
                          Case{"\\x41\\102\\n", "AB\n", Use::FullMatch, true},
                          Case{"(a*)*", "b", Use::FullMatch, false},
                          Case{"(?i:A)b", "ab", Use::FullMatch, true},
                          Case{"(?x) a  # b\n c", "ac", Use::FullMatch, true},
                          Case{"", "", Use::FullMatch, true}}) {
    CHECK_MESSAGE(matches(one.pattern, one.text, one.use) == one.expected, one.pattern);
  }
}

TEST_CASE("what re refuses is refused") {
  for (const char* pattern :
       {"(", ")", "*a", "a**", "a{2,1}", "[a", "[b-a]", "\\", "\\q", "(?P<a", "(?P=b)", "\\2",
        "(?<a)", "(?Q)", "(?P<x>a)(?P<x>b)", "[\\w-a]", "\\x4"}) {
    CHECK_MESSAGE(!parse_expression(pattern).has_value(), pattern);
  }
}

TEST_CASE("a step limit ends every trial") {
  const auto expression = parse_expression("(a+)+b");
  REQUIRE(expression.has_value());
  const std::vector<std::uint32_t> text(40, 'a');
  Matcher matcher(*expression);
  const auto trial = matcher.run(text, Use::Match, 1000);
  CHECK(trial.gave_up);
  CHECK(trial.steps <= 1001);
  CHECK(matcher.run(text, Use::Match, 1000).steps == trial.steps);  // of what came before nothing
  CHECK(matcher.run(std::vector<std::uint32_t>{'a', 'b'}, Use::Match, 1000).matched);
}

}  // namespace
