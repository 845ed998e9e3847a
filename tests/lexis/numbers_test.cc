#include "lexis/numbers.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace av::lexis {
namespace {

// What scan_number says of `text`, on one line: length, kind, flags and problem.
std::string scanned(const std::string& text) {
  const NumberToken token = scan_number(text.c_str());
  std::string out = std::to_string(token.length);
  out += token.kind == NumberKind::Int ? " int" : token.kind == NumberKind::Float ? " float" : " j";
  out += token.underscore ? " _" : "";
  out += token.old_octal ? " octal" : "";
  out += token.long_suffix ? " L" : "";
  out += token.old_follower ? " old" : "";
  return token.problem == nullptr ? out : out + ": " + token.problem;
}

TEST_CASE("scan_number: integers") {
  CHECK(scanned("0") == "1 int");
  CHECK(scanned("7+1") == "1 int");
  CHECK(scanned("1234567890)") == "10 int");
  CHECK(scanned("00") == "2 int");
  CHECK(scanned("0_0") == "3 int _");
  CHECK(scanned("1_000_000") == "9 int _");
  CHECK(scanned("0xFf_0]") == "6 int _");
  CHECK(scanned("0X_1") == "4 int _");
  CHECK(scanned("0o17") == "4 int");
  CHECK(scanned("0B0101:") == "6 int");
}

TEST_CASE("scan_number: floats and imaginaries") {
  CHECK(scanned("1.") == "2 float");
  CHECK(scanned(".5)") == "2 float");
  CHECK(scanned("1.e5") == "4 float");
  CHECK(scanned("1e5") == "3 float");
  CHECK(scanned("1E+05") == "5 float");
  CHECK(scanned("1_0.0_1e-1_0") == "12 float _");
  CHECK(scanned("1j") == "2 j");
  CHECK(scanned("0J") == "2 j");
  CHECK(scanned("1.5e3j ") == "6 j");
  CHECK(scanned("0777.5") == "6 float");
  CHECK(scanned("09e1") == "4 float");
  CHECK(scanned("08j") == "3 j");
  CHECK(scanned("1..real") == "2 float");
  CHECK(scanned("0.e1") == "4 float");
}

TEST_CASE("scan_number: Python 2 forms are marked") {
  CHECK(scanned("0777") == "4 int octal");
  CHECK(scanned("0777L") == "5 int octal L");
  CHECK(scanned("1L,") == "2 int L");
  CHECK(scanned("0xfl") == "4 int L");
  CHECK(scanned("1Lif x") == "2 int L");
}

TEST_CASE("scan_number: keywords may follow without a space") {
  CHECK(scanned("1if 2else 3") == "1 int");
  CHECK(scanned("2else 3") == "1 int");
  CHECK(scanned("0x1for x in y") == "4 int");
  CHECK(scanned("1or 2") == "1 int");
  CHECK(scanned("0b1and 2") == "3 int");
  CHECK(scanned("0o7or 2") == "3 int");
  CHECK(scanned("1as x") == "1 int old");
  CHECK(scanned("1.5async for") == "3 float old");
  CHECK(scanned("2jfrom x") == "2 j old");
  CHECK(scanned("1jif x else y") == "2 j");
  CHECK(scanned("1.else 3") == "2 float");
  CHECK(scanned("0777else 3") == "4 float");
  CHECK(scanned("00else 3") == "2 int");
  CHECK(scanned("1not in x") == "1 int");
  CHECK(scanned("1in x") == "1 int");
  CHECK(scanned("1is x") == "1 int");
}

TEST_CASE("scan_number: malformed numbers are one token with a problem") {
  const std::string decimal = ": invalid decimal literal";
  CHECK(scanned("1x + 2") == "2 int" + decimal);
  CHECK(scanned("1_ + 2") == "2 int _" + decimal);
  CHECK(scanned("1__0") == "4 int _" + decimal);
  CHECK(scanned("1_.0+") == "4 int _" + decimal);
  CHECK(scanned("1e") == "2 int" + decimal);
  CHECK(scanned("1e+") == "2 int" + decimal);
  CHECK(scanned("1e_5") == "4 int" + decimal);
  CHECK(scanned("1.__class__") == "11 float" + decimal);
  CHECK(scanned("1_if x") == "4 int _" + decimal);
  CHECK(scanned("1iffy") == "5 int" + decimal);
  CHECK(scanned("1\xC3\xA9") == "3 int" + decimal);
  CHECK(scanned("1_0L") == "4 int _" + decimal);
  CHECK(scanned("1.0L") == "4 float" + decimal);
  CHECK(scanned("1Lx") == "3 int L" + decimal);
  CHECK(scanned("0x") == "2 int: invalid hexadecimal literal");
  CHECK(scanned("0xg") == "3 int: invalid hexadecimal literal");
  CHECK(scanned("0x_") == "3 int _: invalid hexadecimal literal");
  CHECK(scanned("0b") == "2 int: invalid binary literal");
  CHECK(scanned("0b12") == "4 int: invalid digit '2' in binary literal");
  CHECK(scanned("0b9") == "3 int: invalid digit '9' in binary literal");
  CHECK(scanned("0o8") == "3 int: invalid digit '8' in octal literal");
  CHECK(scanned("0o19") == "4 int: invalid digit '9' in octal literal");
  CHECK(scanned("0oq") == "3 int: invalid octal literal");
  CHECK(scanned("1jx") == "3 j: invalid imaginary literal");
  CHECK(scanned("089").starts_with("3 int: leading zeros in decimal integer"));
  CHECK(scanned("0_7").starts_with("3 int _: leading zeros in decimal integer"));
}

}  // namespace
}  // namespace av::lexis
