#include "analysis/names/format_text.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::names::FormatPart;
using av::names::Piece;

// Literals as they are, fields as {index or name, form, ! for a spec, . for a part of the
// argument}.
std::string describe(const std::optional<std::vector<FormatPart>>& parts) {
  if (!parts) {
    return "fails";
  }
  std::string out;
  for (const FormatPart& part : *parts) {
    if (!part.is_field) {
      out += part.literal;
      continue;
    }
    out += "{" + (part.index ? std::to_string(*part.index) : std::string(part.name));
    out += part.form == Piece::Form::Number ? "n" : part.form == Piece::Form::Repr ? "r" : "";
    out += part.has_spec ? "!" : "";
    out += part.is_plain ? "}" : ".}";
  }
  return out;
}

std::string percent(const char* text) {
  return describe(av::names::parse_percent_template(text));
}
std::string braces(const char* text) {
  return describe(av::names::parse_brace_template(text));
}

TEST_CASE("percent templates") {
  CHECK(percent("a%sb") == "a{0}b");
  CHECK(percent("%s %s") == "{0} {1}");
  CHECK(percent("%d%%") == "{0n}%");
  CHECK(percent("%(name)s") == "{name}");
  CHECK(percent("%r") == "{0r}");
  CHECK(percent("%5.2f") == "{0n!}");
  CHECK(percent("%*d %s") == "{1n!} {2}");
  CHECK(percent("") == "");
  CHECK(percent("plain") == "plain");
  CHECK(percent("100%") == "fails");
  CHECK(percent("%(name") == "fails");
  CHECK(percent("%y") == "fails");
}

TEST_CASE("brace templates") {
  CHECK(braces("a{}b{}") == "a{0}b{1}");
  CHECK(braces("{1}{0}") == "{1}{0}");
  CHECK(braces("{name}") == "{name}");
  CHECK(braces("{name.attr}{0[key]}") == "{name.}{0.}");
  CHECK(braces("{!r}{:d}{:>10}") == "{0r}{1n!}{2!}");
  CHECK(braces("{{}}") == "{}");
  CHECK(braces("{:{width}}") == "{0!}");
  CHECK(braces("{x[a:b]}") == "{x.}");
  CHECK(braces("{") == "fails");
  CHECK(braces("}") == "fails");
  CHECK(braces("{a") == "fails");
}

TEST_CASE("specifications that let only numbers through") {
  CHECK(av::names::form_of_spec("d") == Piece::Form::Number);
  CHECK(av::names::form_of_spec(".2f") == Piece::Form::Number);
  CHECK(av::names::form_of_spec(">10") == Piece::Form::Plain);
  CHECK(av::names::form_of_spec("s") == Piece::Form::Plain);
  CHECK(av::names::form_of_spec("") == Piece::Form::Plain);
}

}  // namespace
