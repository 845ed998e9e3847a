// Blowfish's tables begin with the fraction of pi; this computes it again, by Machin's formula.

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

constexpr std::array<std::uint32_t, 1042> kWords = {
#include "runtime/password/pi_words.inc"
};

// Fixed is a number as words, the first before the binary point, with some to spare at the end.
using Fixed = std::vector<std::uint32_t>;
constexpr std::size_t kLength = 1 + kWords.size() + 4;

bool divide(Fixed& number, std::uint32_t by) {
  std::uint64_t rest = 0;
  bool is_zero = true;
  for (std::uint32_t& word : number) {
    const std::uint64_t value = rest << 32U | word;
    word = static_cast<std::uint32_t>(value / by);
    rest = value % by;
    is_zero = is_zero && word == 0;
  }
  return !is_zero;
}

void add(Fixed& to, const Fixed& what) {
  std::uint64_t carry = 0;
  for (std::size_t i = kLength; i-- > 0;) {
    carry += std::uint64_t{to[i]} + what[i];
    to[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32U;
  }
}

void subtract(Fixed& from, const Fixed& what) {
  std::int64_t borrow = 0;
  for (std::size_t i = kLength; i-- > 0;) {
    borrow += std::int64_t{from[i]} - what[i];
    from[i] = static_cast<std::uint32_t>(borrow);
    borrow >>= 32;
  }
}

// arctan_of_inverse is `times` arctan(1/x).
Fixed arctan_of_inverse(std::uint32_t x, std::uint32_t times) {
  Fixed power(kLength, 0);
  power[0] = times;
  divide(power, x);
  Fixed sum = power;
  for (std::uint32_t n = 3; divide(power, x * x); n += 2) {
    Fixed term = power;
    divide(term, n);
    (n % 4 == 3) ? subtract(sum, term) : add(sum, term);
  }
  return sum;
}

}  // namespace

TEST_CASE("the words are those of pi") {
  Fixed pi = arctan_of_inverse(5, 16);
  subtract(pi, arctan_of_inverse(239, 4));
  CHECK(pi[0] == 3);
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    REQUIRE(pi[i + 1] == kWords[i]);
  }
}
