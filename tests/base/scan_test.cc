#include "base/scan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

TEST_CASE("bytes are counted in texts of any length") {
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 4079U, 4080U, 4081U, 9000U}) {
    CHECK(av::base::count_equal(std::string(size, 'x'), 'x') == size);
    CHECK(av::base::count_equal(std::string(size, 'x'), 'y') == 0);
  }
  std::string text(5000, 'a');
  for (std::size_t i = 0; i < text.size(); i += 7) {
    text[i] = '\n';
  }
  CHECK(av::base::count_equal(text, '\n') == 715);
}

TEST_CASE("spaces are counted up to a block") {
  for (std::uint32_t count = 0; count < 20; ++count) {
    const std::string text = std::string(count, ' ') + "\tx" + std::string(32, '\0');
    CHECK(av::base::count_spaces(text.c_str()) == std::min(count, 16U));
  }
}

TEST_CASE("a pair of bytes is found wherever it stands") {
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 31U, 32U, 33U, 100U}) {
    std::string text(size, 'b');
    CHECK(av::base::find_pair(text, 'a', 'b') == std::string::npos);
    for (std::size_t i = 0; i + 1 < size; ++i) {
      text[i] = 'a';
      CHECK(av::base::find_pair(text, 'a', 'b') == i);
      CHECK(av::base::find_pair(text, 'a', 'b', i + 1) == std::string::npos);
      CHECK(av::base::find_pair(text, 'a', 'b', size + 9) == std::string::npos);
      text[i] = 'b';
    }
  }
}

}  // namespace
