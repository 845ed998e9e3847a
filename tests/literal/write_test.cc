#include <antivenom/literal.h>

#include <doctest/doctest.h>

#include <string>

namespace lit = av::literal;

namespace {

std::string python(std::string_view text) {
  const auto value = lit::parse(text);
  REQUIRE(value.has_value());
  return lit::to_python(*value);
}

std::string json(std::string_view text) {
  const auto value = lit::parse(text);
  REQUIRE(value.has_value());
  const auto written = lit::to_json(*value);
  return written ? *written : written.error().message;
}

}  // namespace

TEST_CASE("Python's own way of writing") {
  CHECK(python("None , (1),(True,),[ ],{} ,set(),{2,2}, ...") ==
        "(None, 1, (True,), [], {}, set(), {2, 2}, ...)");
  CHECK(python("{'a':\"it's\", b'\\0': 0x10, 1.50: -0.0}") ==
        "{'a': \"it's\", b'\\x00': 16, 1.5: -0.0}");
  CHECK(python("-1e999, 1e999, 2j, -2j, 1-2.5j, -0.0-2j") ==
        "(-1e999, 1e999, 2.0j, -2.0j, (1.0-2.5j), -2.0j)");
  CHECK(python("'\\ud800'") == "'\\ud800'");
}

TEST_CASE("what is written is read as the same value") {
  for (const char* text : {"1e999", "-0j", "0j", "-0.0+2j", "1-0j", "(1, (2,), {3: [4]})", "1e22",
                           "123456789012345678901234567890", "'\\ud800\\n\"\\''", "b'\\xff'"}) {
    CAPTURE(text);
    const std::string once = python(text);
    CHECK(python(once) == once);
    CHECK(*lit::parse(once) == *lit::parse(text));
  }
}

TEST_CASE("JSON") {
  CHECK(json("{'a': [1, 2.5, None, True, (1e22,)], 'b': 1, 'a': False}") ==
        "{\"b\": 1, \"a\": false}");
  CHECK(json("'\\u00e9\\U0001F600\\n\"\\\\\\x7f'") == R"("\u00e9\ud83d\ude00\u000a\"\\\u007f")");
  CHECK(json("{}") == "{}");
  CHECK(json("[b'']") == "JSON has no way to write bytes");
  CHECK(json("[{1}]") == "JSON has no way to write a set");
  CHECK(json("2j") == "JSON has no way to write a complex number");
  CHECK(json("...") == "JSON has no way to write an ellipsis");
  CHECK(json("1e999") == "JSON has no way to write infinity");
  CHECK(json("{1: 2}") == "JSON has no way to write a key that is no text");
  CHECK(json("'\\ud800'") == "JSON has no way to write a lone surrogate");
}
