#include "analysis/names/integer_math.h"

namespace av::names {

using syntax::Operator;
using Number = std::optional<std::int64_t>;

namespace {

constexpr std::int64_t kBits = 64;

Number shifted_left(std::int64_t left, std::int64_t right) {
  std::int64_t out = 0;
  const bool fits = right >= 0 && right < kBits - 1 &&
                    !__builtin_mul_overflow(left, std::int64_t{1} << right, &out);
  return fits ? Number(out) : std::nullopt;
}

Number shifted_right(std::int64_t left, std::int64_t right) {
  if (right < 0) {
    return std::nullopt;
  }
  return right >= kBits ? (left < 0 ? -1 : 0) : left >> right;
}

// Python rounds down: -7 // 2 is -4 and -7 % 2 is 1.
Number quotient(std::int64_t left, std::int64_t right) {
  if (right == 0 || (right == -1 && left == INT64_MIN)) {
    return std::nullopt;
  }
  const bool rounds = left % right != 0 && (left < 0) != (right < 0);
  return left / right - (rounds ? 1 : 0);
}

Number remainder(std::int64_t left, std::int64_t right) {
  const Number whole = quotient(left, right);
  return whole ? Number(left - *whole * right) : std::nullopt;
}

Number power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0 || exponent > kBits) {
    return std::nullopt;
  }
  std::int64_t out = 1;
  for (std::int64_t i = 0; i < exponent; ++i) {
    if (__builtin_mul_overflow(out, base, &out)) {
      return std::nullopt;
    }
  }
  return out;
}

}  // namespace

Number integer_result(Operator op, std::int64_t left, std::int64_t right) {
  std::int64_t out = 0;
  switch (op) {
    case Operator::Add:
      return __builtin_add_overflow(left, right, &out) ? std::nullopt : Number(out);
    case Operator::Sub:
      return __builtin_sub_overflow(left, right, &out) ? std::nullopt : Number(out);
    case Operator::Mult:
      return __builtin_mul_overflow(left, right, &out) ? std::nullopt : Number(out);
    case Operator::FloorDiv:
      return quotient(left, right);
    case Operator::Mod:
      return remainder(left, right);
    case Operator::Pow:
      return power(left, right);
    case Operator::BitOr:
      return left | right;
    case Operator::BitAnd:
      return left & right;
    case Operator::BitXor:
      return left ^ right;
    case Operator::LShift:
      return shifted_left(left, right);
    case Operator::RShift:
      return shifted_right(left, right);
    default:
      return std::nullopt;
  }
}

}  // namespace av::names
