#include "analysis/names/integer_math.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace {

using av::names::integer_result;
using av::syntax::Operator;

TEST_CASE("numbers as Python reckons") {
  CHECK(integer_result(Operator::FloorDiv, -7, 2) == -4);
  CHECK(integer_result(Operator::Mod, -7, 2) == 1);
  CHECK(integer_result(Operator::Mod, 7, -2) == -1);
  CHECK(integer_result(Operator::Pow, -2, 3) == -8);
  CHECK(integer_result(Operator::Pow, 7, 0) == 1);
  CHECK(integer_result(Operator::RShift, -1, 70) == -1);
  CHECK(integer_result(Operator::LShift, 3, 4) == 48);
  CHECK(integer_result(Operator::BitXor, 6, 3) == 5);
  CHECK(integer_result(Operator::Sub, 1, 2) == -1);
}

TEST_CASE("what is no number, or fits none, is nothing") {
  CHECK_FALSE(integer_result(Operator::FloorDiv, 1, 0));
  CHECK_FALSE(integer_result(Operator::Mod, 1, 0));
  CHECK_FALSE(integer_result(Operator::FloorDiv, INT64_MIN, -1));
  CHECK_FALSE(integer_result(Operator::Pow, 2, -1));
  CHECK_FALSE(integer_result(Operator::Pow, 2, 63));
  CHECK_FALSE(integer_result(Operator::Pow, 1, 1000));
  CHECK_FALSE(integer_result(Operator::LShift, 1, 63));
  CHECK_FALSE(integer_result(Operator::LShift, 1, -1));
  CHECK_FALSE(integer_result(Operator::RShift, 1, -1));
  CHECK_FALSE(integer_result(Operator::Add, INT64_MAX, 1));
  CHECK_FALSE(integer_result(Operator::Mult, INT64_MAX, 2));
  CHECK_FALSE(integer_result(Operator::Div, 4, 2));
}

}  // namespace
