#include "analysis/taint/safe_pattern.h"

#include <doctest/doctest.h>

#include <string_view>

using av::taint::is_safe_pattern;

TEST_CASE("letters, digits and a few marks are harmless") {
  for (const std::string_view pattern :
       {"[a-z]+", "[A-Za-z0-9_-]{1,20}", "\\d+", "\\w+", "(a|b)", "(?:\\d{4})-\\d\\d",
        "v\\d+\\.\\d", "(?P<name>[a-z]+)", "[\\w-]*"}) {
    CAPTURE(pattern);
    CHECK(is_safe_pattern(pattern, true));
  }
}

TEST_CASE("what admits more is not") {
  for (const std::string_view pattern :
       {"", ".*", "[^;]+", "\\S+", "[a-z ]+", "\\D", "[a-z/]+", "[!-~]+", "[A-z]+", "a|.*",
        "\\w+\\..\\.", "\\.\\.", "(?i)[a-z]+", "[a-z", "a\\", "(?P<x"}) {
    CAPTURE(pattern);
    CHECK_FALSE(is_safe_pattern(pattern, true));
  }
}

TEST_CASE("a pattern that need not cover the text has to be anchored") {
  CHECK(is_safe_pattern("^[a-z]+$", false));
  CHECK(is_safe_pattern("\\A[a-z]+\\Z", false));
  for (const std::string_view pattern : {"[a-z]+", "^[a-z]+", "[a-z]+$", "^[a-z]+\\$", "^a|b$"}) {
    CAPTURE(pattern);
    CHECK_FALSE(is_safe_pattern(pattern, false));
  }
}

TEST_CASE("what takes line ends out") {
  for (const std::string_view pattern :
       {"[\\r\\n]", "[\\r\\n]+", "\\s+", "\\n", "\n", "[\n\r]", "[^ -~]", "[^\\w ]+"}) {
    CAPTURE(pattern);
    CHECK(av::taint::takes_line_ends(pattern));
  }
  for (const std::string_view pattern :
       {"", "\\r", "[\\r]", "[^\\n]", "[^\\w\\s]", "\\n$", "\\\\n", "a\\n", "[a-z]", "[", "[^"}) {
    CAPTURE(pattern);
    CHECK_FALSE(av::taint::takes_line_ends(pattern));
  }
}

TEST_CASE("what is left when all matches are taken out is harmless") {
  for (const std::string_view pattern : {"[^a-z]", "[^A-Za-z0-9_-]+", "\\W", "\\W+"}) {
    CAPTURE(pattern);
    CHECK(av::taint::leaves_harmless(pattern));
  }
  for (const std::string_view pattern :
       {"", "[a-z]", "[^a-z/]", "[^a-z]b", "[^a-z]{3}", "[^a-z]|x", ";", "[^", "\\w"}) {
    CAPTURE(pattern);
    CHECK_FALSE(av::taint::leaves_harmless(pattern));
  }
}
