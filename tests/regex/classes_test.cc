#include "analysis/regex/expression.h"

#include <doctest/doctest.h>

namespace av::regex {

// `^\w+(?:\s+\w+)*$` is read in one way only; a character that was both would make it ambiguous.
TEST_CASE("no character is a letter and a space") {
  for (const bool ascii : {false, true}) {
    CAPTURE(ascii);
    CHECK_FALSE(word_set(ascii).intersects(space_set(ascii)));
  }
}

TEST_CASE("a digit is a letter of words") {
  for (const bool ascii : {false, true}) {
    CAPTURE(ascii);
    CHECK(digit_set(ascii).intersection(word_set(ascii)) == digit_set(ascii));
  }
}

}  // namespace av::regex
