#include "base/printable.h"

#include <doctest/doctest.h>

using av::base::is_hidden;
using av::base::printable;

TEST_CASE("printable leaves ordinary text of any script alone") {
  CHECK(printable("") == "");
  CHECK(printable("def f(x): return 1") == "def f(x): return 1");
  CHECK(printable("größe = 'naïve' # 日本語 Ωμέγα") == "größe = 'naïve' # 日本語 Ωμέγα");
  CHECK(printable("e\u0301 \U0001F40D") == "e\u0301 \U0001F40D");
}

TEST_CASE("printable shows what would act on a terminal") {
  CHECK(printable("\x1b[31mred\x1b]0;title\x07") == "\\x1b[31mred\\x1b]0;title\\x07");
  CHECK(printable("a\tb\r\n") == "a\\x09b\\x0d\\x0a");
  CHECK(printable(std::string_view("\0\x7f", 2)) == "\\x00\\x7f");
  CHECK(printable("\u009b31m") == "\\x9b31m");  // CSI of one character
}

TEST_CASE("printable shows what would hide or reorder code") {
  CHECK(printable("\u202e") == "\\u202e");
  CHECK(printable("a\u2066b\u2069") == "a\\u2066b\\u2069");
  CHECK(printable("\u200bx\u200dy\ufeff") == "\\u200bx\\u200dy\\ufeff");
  CHECK(printable("\U000e0041") == "\\U000e0041");  // tag characters
  CHECK(printable("\u2028") == "\\u2028");
}

TEST_CASE("printable shows bytes that are no UTF-8") {
  CHECK(printable("caf\xe9") == "caf\\xe9");
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");                    // overlong
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // surrogate
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond Unicode
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");                    // cut off
  CHECK(printable("\xe2\x82z") == "\\xe2\\x82z");
}

TEST_CASE("is_hidden knows the edges of its ranges") {
  CHECK(is_hidden(0x1F));
  CHECK_FALSE(is_hidden(0x20));
  CHECK_FALSE(is_hidden(0x7E));
  CHECK(is_hidden(0x9F));
  CHECK_FALSE(is_hidden(0xA0));
  CHECK_FALSE(is_hidden(0x2027));
  CHECK_FALSE(is_hidden(0x202F));
  CHECK_FALSE(is_hidden(0xFE0F));  // emoji presentation
  CHECK_FALSE(is_hidden(0xFFFD));
  CHECK(is_hidden(0x10FFFF));
}
