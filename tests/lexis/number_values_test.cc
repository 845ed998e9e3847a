#include "lexis/numbers.h"
#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace av::lexis {
namespace {

std::string integer(std::string_view token) {
  const auto text = integer_text(token);
  return text ? *text : "too long";
}

TEST_CASE("integer_text: every radix and suffix") {
  CHECK(integer("0") == "0");
  CHECK(integer("00_0") == "0");
  CHECK(integer("1_000") == "1000");
  CHECK(integer("0xFF") == "255");
  CHECK(integer("0x0") == "0");
  CHECK(integer("0B1_01") == "5");
  CHECK(integer("0o777") == "511");
  CHECK(integer("0777") == "511");
  CHECK(integer("0777L") == "511");
  CHECK(integer("12l") == "12");
  CHECK(integer("0xfL") == "15");
  CHECK(integer("0x1_0000_0000_0000_0000") == "18446744073709551616");
  CHECK(integer("0xde0b6b3a7640000") == "1000000000000000000");
}

TEST_CASE("integer_text: the digits are limited") {
  CHECK(integer(std::string(4300, '9')).size() == 4300);
  CHECK(integer(std::string(4301, '9')) == "too long");
  CHECK(integer(std::string(9000, '0')) == "0");
  CHECK(integer("0x" + std::string(3571, 'f')).size() == 4300);
  CHECK(integer("0x" + std::string(3572, 'f')) == "too long");
  CHECK(integer("0x" + std::string(5000000, 'f')) == "too long");
  CHECK(integer("0x" + std::string(5000, '0') + "1") == "1");
  CHECK(integer_text("0x" + std::string(10000, 'f'), 20000)->size() == 12042);
  CHECK(integer_text("100", 2).error().code == ErrorCode::LimitExceeded);
  CHECK(integer_text("0x64", 2).error().message == "the integer has more than 2 decimal digits");
}

TEST_CASE("float_value and float_repr") {
  const auto read = [](std::string_view token) { return float_repr(float_value(token)); };
  CHECK(read("1.") == "1.0");
  CHECK(read(".5") == "0.5");
  CHECK(read("1_0.0_1") == "10.01");
  CHECK(read("1e15") == "1000000000000000.0");
  CHECK(read("1e16") == "1e+16");
  CHECK(read("123456789012345678.0") == "1.2345678901234568e+17");
  CHECK(read("0.0001") == "0.0001");
  CHECK(read("0.00001") == "1e-05");
  CHECK(read("1e-100") == "1e-100");
  CHECK(read("1e999") == "inf");
  CHECK(read("1e-999") == "0.0");
  CHECK(read("1e99999999999999999999") == "inf");
  CHECK(read("1e-99999999999999999999") == "0.0");
  CHECK(read("0e99999999999999999999") == "0.0");
  CHECK(read("0." + std::string(400, '0') + "1e402") == "10.0");
  CHECK(read(std::string(400, '9') + ".0") == "inf");
  CHECK(read("5e-324") == "5e-324");
  CHECK(read("2e-324") == "0.0");
  CHECK(read("1.7976931348623157e308") == "1.7976931348623157e+308");
  CHECK(read("0777.5") == "777.5");
  CHECK(float_repr(-0.0) == "-0.0");
  CHECK(float_repr(std::nan("")) == "nan");
  CHECK(float_repr(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("imaginary_repr") {
  CHECK(imaginary_repr(float_value("1j")) == "1j");
  CHECK(imaginary_repr(float_value("0J")) == "0j");
  CHECK(imaginary_repr(float_value("1.5j")) == "1.5j");
  CHECK(imaginary_repr(float_value("1e16j")) == "1e+16j");
  CHECK(imaginary_repr(float_value("1e999j")) == "infj");
  CHECK(imaginary_repr(float_value("08j")) == "8j");
}

// Numbers as sources write them, well formed or nearly; seeded, the same on every run.
std::vector<std::string> random_numbers() {
  std::mt19937 random(11);
  constexpr std::string_view kAlphabet = "00112345678899__..eE+-jJxXoObBafAF";
  std::vector<std::string> numbers;
  while (numbers.size() < 20000) {
    std::string number(1, "0123456789."[random() % 11]);
    for (std::size_t length = random() % 9; length > 0; --length) {
      number += kAlphabet[random() % kAlphabet.size()];
    }
    if (!number.starts_with("..")) {
      numbers.push_back(number);
    }
  }
  for (int i = 0; i < 5000; ++i) {
    double value = 0;
    const std::uint64_t bits = (std::uint64_t{random()} << 32) | random();
    std::memcpy(&value, &bits, sizeof(value));
    if (std::isfinite(value)) {
      numbers.push_back(float_repr(std::fabs(value)));
    }
  }
  return numbers;
}

// What our functions make of a text that should be one number: its repr, or "error".
std::string read_number(const std::string& text) {
  if (text == ".") {
    return "error";
  }
  const bool starts = text[0] != '.' || (text.size() > 1 && std::isdigit(text[1]) != 0);
  const NumberToken token = starts ? scan_number(text.c_str()) : NumberToken{};
  const bool is_python3 = !token.old_octal && !token.long_suffix;
  if (token.length != text.size() || token.problem != nullptr || !is_python3) {
    return "error";
  }
  switch (token.kind) {
    case NumberKind::Int:
      return integer(text);
    case NumberKind::Float:
      return float_repr(float_value(text));
    case NumberKind::Imaginary:
      return imaginary_repr(float_value(text));
  }
  return "";
}

TEST_CASE("numbers: as CPython reads them") {
  const auto numbers = random_numbers();
  const auto answers = test::python_answers("tests/differential/lexis_answers.py numbers", numbers);
  if (!answers) {
    return;
  }
  REQUIRE(answers->size() == numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    // `1+2j` and `1-2` are expressions; literal_eval computes some of them.
    const std::size_t sign = numbers[i].find_first_of("+-");
    const bool is_sum = sign != std::string::npos && (numbers[i][sign - 1] | 0x20) != 'e';
    if (!is_sum && read_number(numbers[i]) != (*answers)[i]) {
      FAIL_CHECK(numbers[i] << ": " << read_number(numbers[i]) << ", CPython " << (*answers)[i]);
    }
  }
}

}  // namespace
}  // namespace av::lexis
