#include "base/utf8.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace av::base {
namespace {

std::string encoded(char32_t code_point) {
  std::string out;
  append_utf8(out, code_point);
  return out;
}

TEST_CASE("every code point survives the way to UTF-8 and back") {
  for (char32_t c = 0; c <= kMaxCodePoint; ++c) {
    const std::string text = encoded(c);
    const Utf8Step allowed = decode_utf8(text, Surrogates::Allowed);
    const Utf8Step strict = decode_utf8(text);
    const bool same = allowed.valid && allowed.code_point == c && allowed.length == text.size();
    if (!same || strict.valid == is_surrogate(c)) {
      FAIL("U+" << static_cast<std::uint32_t>(c));
    }
  }
}

// The lengths of the steps through `text`, invalid ones negative.
std::vector<int> steps(std::string_view text) {
  std::vector<int> out;
  while (!text.empty()) {
    const Utf8Step step = decode_utf8(text);
    out.push_back(step.valid ? step.length : -step.length);
    text.remove_prefix(step.length);
  }
  return out;
}

TEST_CASE("decode_utf8: what is wrong is replaced by maximal subparts") {
  using Steps = std::vector<int>;
  CHECK(steps("a\x80z") == Steps{1, -1, 1});
  CHECK(steps("\xC0\x80") == Steps{-1, -1});          // overlong
  CHECK(steps("\xE0\x80\x80") == Steps{-1, -1, -1});  // overlong
  CHECK(steps("\xE2\x82") == Steps{-2});              // cut off
  CHECK(steps("\xE2\x82z") == Steps{-2, 1});
  CHECK(steps("\xF0\x9F\x98") == Steps{-3});
  CHECK(steps("\xF0\x9F\x98\x80") == Steps{4});
  CHECK(steps("\xED\xA0\x80") == Steps{-1, -1, -1});          // a surrogate
  CHECK(steps("\xF4\x90\x80\x80") == Steps{-1, -1, -1, -1});  // beyond U+10FFFF
  CHECK(steps("\xF5\xFE\xFF") == Steps{-1, -1, -1});
}

TEST_CASE("find_invalid_utf8 and find_non_ascii: at every offset of a block") {
  for (std::size_t before = 0; before < 40; ++before) {
    const std::string text = std::string(before, 'a') + "é" + std::string(20, 'b');
    CHECK(find_non_ascii(text) == before);
    CHECK(find_non_ascii(text, before + 2) == text.size());
    CHECK(find_invalid_utf8(text) == std::string_view::npos);
    CHECK(find_invalid_utf8(text + "\xFF") == text.size());
    CHECK(find_invalid_utf8(text, before + 1) == before + 1);
    CHECK(find_invalid_utf8(text.substr(0, before + 1)) == before);
  }
  CHECK(find_non_ascii("") == 0);
  CHECK(find_invalid_utf8("") == std::string_view::npos);
}

}  // namespace
}  // namespace av::base
