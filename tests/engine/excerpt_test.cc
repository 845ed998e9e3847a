#include "analysis/engine/excerpt.h"

#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <string>

using av::engine::Excerpt;
using av::engine::excerpt_of;
using av::engine::ExcerptLine;
using av::engine::Surroundings;
using av::text::Span;

namespace {

// about_secrets is a rule whose places are masked.
const av::knowledge::Rule& about_secrets() {
  static constexpr std::uint16_t kCwe[] = {798};
  static const av::knowledge::Rule kRule = [] {
    av::knowledge::Rule rule;
    rule.cwes = kCwe;
    return rule;
  }();
  return kRule;
}

// Sample is a text, parsed, with a secret where `secret` stands in it.
struct Sample {
  explicit Sample(std::string_view code, std::string_view secret = {})
      : padded(code), lines(padded.text()), secrets(make_secrets(secret)) {}

  av::engine::Secrets make_secrets(std::string_view secret) {
    std::vector<av::match::Finding> findings;
    if (!secret.empty()) {
      av::match::Finding finding;
      finding.rule = &about_secrets();
      finding.span = span_of(secret);
      findings.push_back(finding);
    }
    return {av::syntax::parse(padded.view(), {}, arena), findings};
  }

  [[nodiscard]] Span span_of(std::string_view part) const {
    const std::size_t at = padded.text().find(part);
    REQUIRE(at != std::string_view::npos);
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + part.size())};
  }

  [[nodiscard]] Excerpt excerpt(Span span, Surroundings around = Surroundings::None) const {
    return excerpt_of({padded.text(), lines, secrets}, span, around);
  }
  [[nodiscard]] Excerpt excerpt(std::string_view part,
                                Surroundings around = Surroundings::None) const {
    return excerpt(span_of(part), around);
  }

  av::base::PaddedText padded;
  av::text::LineIndex lines;
  av::syntax::SyntaxArena arena;
  av::engine::Secrets secrets;
};

std::string marked(const ExcerptLine& line) {
  return line.text.substr(line.mark_start, line.mark_end - line.mark_start);
}

}  // namespace

TEST_CASE("one line is copied with its mark") {
  const Sample sample("a = 1\nx = eval(y)\nb = 2\n");
  const Excerpt excerpt = sample.excerpt("eval(y)");
  REQUIRE(excerpt.size() == 1);
  CHECK(excerpt[0].number == 2);
  CHECK(excerpt[0].text == "x = eval(y)");
  CHECK(marked(excerpt[0]) == "eval(y)");
  CHECK_FALSE(excerpt[0].cut_before);
  CHECK_FALSE(excerpt[0].cut_after);
}

TEST_CASE("the lines around are shown unless they are blank or not there") {
  const Sample sample("a = 1\nx = eval(y)\n   \nb = 2\n");
  const Excerpt middle = sample.excerpt("eval(y)", Surroundings::OneLine);
  REQUIRE(middle.size() == 2);
  CHECK(middle[0].number == 1);
  CHECK(marked(middle[0]).empty());
  const Excerpt first = sample.excerpt("a = 1", Surroundings::OneLine);
  REQUIRE(first.size() == 2);
  CHECK(first[1].number == 2);
  CHECK(sample.excerpt("b = 2", Surroundings::OneLine).size() == 1);
}

TEST_CASE("a place over several lines is marked on each, without the indentation") {
  const Sample sample("f(\n    a,\n    b)\n");
  const Excerpt excerpt = sample.excerpt("f(\n    a,\n    b)");
  REQUIRE(excerpt.size() == 3);
  CHECK(marked(excerpt[0]) == "f(");
  CHECK(marked(excerpt[1]) == "a,");
  CHECK(marked(excerpt[2]) == "b)");
}

TEST_CASE("a long place is shortened to its first lines and its last") {
  const Sample sample("f(\n1,\n2,\n3,\n4,\n5,\n6)\n");
  const Excerpt excerpt = sample.excerpt("f(\n1,\n2,\n3,\n4,\n5,\n6)");
  REQUIRE(excerpt.size() == 5);
  CHECK(excerpt[3].number == 4);
  CHECK(excerpt[4].number == 7);
  CHECK(marked(excerpt[4]) == "6)");
}

TEST_CASE("an empty place marks one character, or nothing at the end of a line") {
  const Sample sample("é = 1\n");
  CHECK(marked(sample.excerpt(Span{0, 0})[0]) == "é");
  CHECK(marked(sample.excerpt(Span{6, 6})[0]).empty());
  CHECK(sample.excerpt(Span{7, 7})[0].number == 2);
  const Sample nothing("");
  CHECK(nothing.excerpt(Span{0, 0})[0].text.empty());
}

TEST_CASE("of a long line the part around the mark is copied, at whole characters") {
  const std::string filler(2000, 'x');
  const Sample sample("'" + filler + "é'; eval(y); '" + filler + "'\n");
  const ExcerptLine line = sample.excerpt("eval(y)")[0];
  CHECK(line.cut_before);
  CHECK(line.cut_after);
  CHECK(line.text.size() < 600);
  CHECK(marked(line) == "eval(y)");
  for (int shift = 0; shift < 4; ++shift) {
    std::string many(static_cast<std::size_t>(shift), 'a');
    for (int i = 0; i < 500; ++i) {
      many += "\U0001F40D";
    }
    const Sample snakes("'" + many + "'; eval(y); '" + many + "'\n");
    const std::string text = snakes.excerpt("eval(y)")[0].text;
    CHECK((static_cast<unsigned char>(text[0]) & 0xC0U) != 0x80);
    CHECK(text.ends_with("\U0001F40D"));
  }
}

TEST_CASE("a mark longer than what is copied ends with it") {
  const std::string call = "f('" + std::string(5000, 'x') + "')";
  const ExcerptLine line = Sample(call + "\n").excerpt(call)[0];
  CHECK(line.cut_after);
  CHECK(line.mark_start == 0);
  CHECK(line.mark_end == line.text.size());
}

TEST_CASE("secrets are masked, and marks follow") {
  const Sample sample("login('bob', 'hunter22'); x = eval(y)\n", "'hunter22'");
  const ExcerptLine line = sample.excerpt("eval(y)")[0];
  CHECK(line.text == "login('bob', '********'); x = eval(y)");
  CHECK(marked(line) == "eval(y)");
  CHECK(marked(sample.excerpt("'hunter22'")[0]) == "'********'");
  CHECK(marked(sample.excerpt("hunter22")[0]) == "********");
  CHECK(marked(sample.excerpt("unter")[0]) == "********");
  CHECK(marked(sample.excerpt("bob', 'hunt")[0]) == "bob', '********");
}

TEST_CASE("a secret over several lines is masked on each") {
  const Sample sample("KEY = '''line one\nline two\nline three'''\n", "'''line one");
  const Sample whole("KEY = '''line one\nline two\nline three'''\n",
                     "'''line one\nline two\nline three'''");
  const Excerpt excerpt = whole.excerpt("'''line one\nline two\nline three'''");
  REQUIRE(excerpt.size() == 3);
  CHECK(excerpt[0].text == "KEY = '''********");
  CHECK(excerpt[1].text == "********");
  CHECK(excerpt[2].text == "********'''");
}

TEST_CASE("a secret at the edge of what is copied of a long line does not show") {
  const std::string secret(1000, 'S');
  const Sample sample("f('" + secret + "1', eval(y), '" + secret + "2')\n",
                      "'" + secret + "1', eval(y), '" + secret + "2'");
  const ExcerptLine line = sample.excerpt("eval(y)")[0];
  CHECK(line.text.find('S') == std::string::npos);
  CHECK(line.text.find("', eval(y), '") != std::string::npos);
}

TEST_CASE("places are counted from one, in several units") {
  const Sample sample("x = '\U0001F40D' + eval(y)\n");
  const av::engine::Place place = av::engine::place_of(
      {sample.padded.text(), sample.lines, sample.secrets}, sample.span_of("eval(y)"));
  CHECK(place.start.line == 1);
  CHECK(place.start.column == 11);
  CHECK(place.start.column_bytes == 14);
  CHECK(place.start.column_utf16 == 12);
  CHECK(place.end.column == 18);
}
