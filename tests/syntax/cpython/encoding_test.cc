#include "analysis/syntax/cpython/encoding.h"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string encoded(std::string_view text, std::string_view encoding) {
  std::string out = "<";
  return av::syntax::cpython::append_encoded(text, encoding, out) ? out : "no";
}

TEST_CASE("text goes back into the encoding it came from") {
  CHECK(encoded("a\u00e9", "utf-8") == "<a\xc3\xa9");
  CHECK(encoded("a\u00e9", "latin-1") == "<a\xe9");
  CHECK(encoded("\u20ac\u00e9", "cp1252") == "<\x80\xe9");
  CHECK(encoded("\u041f", "koi8-r") == "<\xf0");
  CHECK(encoded("\u65e5", "euc-jp") == "<\xc6\xfc");
}

TEST_CASE("what the encoding lacks is told") {
  CHECK(encoded("\u20ac", "latin-1") == "no");
  CHECK(encoded("\U0001f600", "cp1252") == "no");
  CHECK(encoded("\u00e9", "euc-jp-of-mars") == "no");
}

}  // namespace
