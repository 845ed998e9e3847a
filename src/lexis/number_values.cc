#include "lexis/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>
#include <vector>

namespace av::lexis {
namespace {

std::string without(std::string_view text, char unwanted) {
  std::string out(text);
  std::erase(out, unwanted);
  return out;
}

// Digits is an integer token cut down to what counts: no prefix, suffix, underscores or zeros in
// front.
struct Digits {
  unsigned bits = 0;  // per digit; 0 for decimal
  std::string digits;
};

Digits digits_of(std::string_view token) {
  Digits out;
  if (token.ends_with('l') || token.ends_with('L')) {
    token.remove_suffix(1);
  }
  if (token.size() > 1 && token[0] == '0') {
    const char radix = static_cast<char>(token[1] | 0x20);
    const bool is_named = radix == 'x' || radix == 'o' || radix == 'b';
    out.bits = radix == 'x' ? 4 : radix == 'b' ? 1 : 3;  // 0o17, and Python 2's 017
    token.remove_prefix(is_named ? 2 : 1);
  }
  out.digits = without(token, '_');
  out.digits.erase(0, std::min(out.digits.find_first_not_of('0'), out.digits.size()));
  return out;
}

unsigned digit_value(char c) {
  return c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

// Decimal is a number in base 10^9, least significant first.
class Decimal {
 public:
  // scale_and_add makes the number `number * factor + addend`.
  void scale_and_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (std::uint32_t& limb : limbs_) {
      const std::uint64_t value = std::uint64_t{limb} * factor + carry;
      limb = static_cast<std::uint32_t>(value % kBase);
      carry = value / kBase;
    }
    if (carry != 0) {
      limbs_.push_back(static_cast<std::uint32_t>(carry));
    }
  }

  [[nodiscard]] std::string text() const {
    if (limbs_.empty()) {
      return "0";
    }
    std::string out = std::to_string(limbs_.back());
    for (std::size_t i = limbs_.size() - 1; i > 0; --i) {
      const std::string limb = std::to_string(limbs_[i - 1]);
      out.append(kBaseDigits - limb.size(), '0');
      out += limb;
    }
    return out;
  }

 private:
  static constexpr std::uint32_t kBase = 1'000'000'000;
  static constexpr std::size_t kBaseDigits = 9;
  std::vector<std::uint32_t> limbs_;
};

std::string decimal_of(const Digits& number) {
  const unsigned per_step = 24 / number.bits;  // digits whose value fits 24 bits
  Decimal decimal;
  std::uint32_t chunk = 0;
  unsigned taken = 0;
  for (const char c : number.digits) {
    chunk = (chunk << number.bits) | digit_value(c);
    if (++taken == per_step) {
      decimal.scale_and_add(1U << (per_step * number.bits), chunk);
      chunk = 0;
      taken = 0;
    }
  }
  decimal.scale_and_add(1U << (taken * number.bits), chunk);
  return decimal.text();
}

// Whether so many digits of a radix cannot fit `max_digits` decimal ones, told without converting.
bool is_surely_longer(const Digits& number, std::size_t max_digits) {
  constexpr double kBitsPerDecimal = 3.3219280948873626;
  const double bits = static_cast<double>(number.digits.size() - 1) * number.bits;
  return bits > static_cast<double>(max_digits + 1) * kBitsPerDecimal;
}

tl::unexpected<Error> too_long(std::size_t max_digits) {
  return fail(ErrorCode::LimitExceeded,
              "the integer has more than " + std::to_string(max_digits) + " decimal digits");
}

// The power of ten of the first digit that is not zero, plus the exponent: positive means that a
// number out of range is too large, otherwise too small.
bool is_large(std::string_view text) {
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, mark);
  const std::size_t dot = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) {
    return false;
  }
  const auto magnitude = static_cast<std::int64_t>(dot) - static_cast<std::int64_t>(first);
  std::string_view digits = mark < text.size() ? text.substr(mark + 1) : "0";
  const bool is_negative = digits.starts_with('-');
  digits.remove_prefix(is_negative || digits.starts_with('+') ? 1 : 0);
  std::int64_t exponent = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (parsed.ec == std::errc::result_out_of_range) {
    return !is_negative;
  }
  return (is_negative ? -exponent : exponent) + magnitude > 0;
}

// The shortest digits of a finite value and the power of ten of the first: 1234.5 -> 12345, 3.
struct Shortest {
  std::string digits;
  int exponent = 0;
};

Shortest shortest(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t mark = text.find('e');
  Shortest out;
  out.digits = without(text.substr(0, mark), '.');
  const std::string_view exponent = text.substr(mark + (text[mark + 1] == '+' ? 2 : 1));
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.exponent);
  return out;
}

std::string scientific(const Shortest& number) {
  std::string out = number.digits.substr(0, 1);
  if (number.digits.size() > 1) {
    out += '.' + number.digits.substr(1);
  }
  const std::string exponent = std::to_string(std::abs(number.exponent));
  out += number.exponent < 0 ? "e-" : "e+";
  return out + (exponent.size() < 2 ? "0" : "") + exponent;
}

// Positional digits; without a fraction there is no point.
std::string positional(const Shortest& number) {
  if (number.exponent < 0) {
    return "0." + std::string(static_cast<std::size_t>(-number.exponent - 1), '0') + number.digits;
  }
  std::string out = number.digits;
  const auto whole = static_cast<std::size_t>(number.exponent) + 1;
  if (out.size() <= whole) {
    return out.append(whole - out.size(), '0');
  }
  return out.insert(whole, ".");
}

// repr() without the ".0" that marks a whole number as a float.
std::string bare_repr(double value) {
  if (std::isnan(value)) {
    return "nan";
  }
  const std::string sign = std::signbit(value) ? "-" : "";
  if (std::isinf(value)) {
    return sign + "inf";
  }
  const Shortest number = shortest(std::fabs(value));
  const bool is_positional = number.exponent >= -4 && number.exponent < 16;
  return sign + (is_positional ? positional(number) : scientific(number));
}

}  // namespace

Result<std::string> integer_text(std::string_view token, std::size_t max_digits) {
  Digits number = digits_of(token);
  if (number.digits.empty()) {
    return std::string("0");
  }
  if (number.bits == 0) {
    if (number.digits.size() > max_digits) {
      return too_long(max_digits);
    }
    return std::move(number.digits);
  }
  if (is_surely_longer(number, max_digits)) {
    return too_long(max_digits);
  }
  Result<std::string> text = decimal_of(number);
  if (text->size() > max_digits) {
    return too_long(max_digits);
  }
  return text;
}

double float_value(std::string_view token) {
  std::string kept;
  if (token.find('_') != std::string_view::npos) {
    kept = without(token, '_');
  }
  std::string_view text = kept.empty() ? token : kept;
  if (text.ends_with('j') || text.ends_with('J')) {
    text.remove_suffix(1);
  }
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec == std::errc::result_out_of_range) {
    return is_large(text) ? std::numeric_limits<double>::infinity() : 0.0;
  }
  return value;
}

std::string float_repr(double value) {
  const std::string text = bare_repr(value);
  const bool is_marked = text.find_first_of(".en") != std::string::npos;  // 1.5, 1e+16, inf, nan
  return is_marked ? text : text + ".0";
}

std::string imaginary_repr(double value) {
  return bare_repr(value) + "j";
}

}  // namespace av::lexis
