// Published answers: RFC 4648 section 10.

#include "runtime/digest/encoding.h"

#include <doctest/doctest.h>

#include <cctype>
#include <string>

using std::string_literals::operator""s;
using av::digest::Base64;
using av::digest::from_base64;
using av::digest::from_hex;
using av::digest::kBase64;
using av::digest::kBase64NoPadding;
using av::digest::kBase64Url;
using av::digest::kBase64UrlNoPadding;
using av::digest::secret_base64;
using av::digest::to_base64;
using av::digest::to_hex;
using av::secret::bytes_of;

namespace {

std::string decoded(std::string_view text, const Base64& form = kBase64) {
  const auto bytes = from_base64(text, form);
  return bytes ? std::string(bytes->expose_text()) : "refused";
}

}  // namespace

TEST_CASE("RFC 4648") {
  const char* const texts[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
  const char* const encoded[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    CHECK(to_base64(bytes_of(texts[i])) == encoded[i]);
    CHECK(secret_base64(bytes_of(texts[i])).expose_text() == encoded[i]);
    CHECK(decoded(encoded[i]) == texts[i]);
    const std::string bare = to_base64(bytes_of(texts[i]), kBase64NoPadding);
    CHECK(decoded(bare, kBase64NoPadding) == texts[i]);
    CHECK(bare == std::string(encoded[i]).substr(0, bare.size()));
  }
  CHECK(to_base64(bytes_of("\xfb\xff\xbf"), kBase64Url) == "-_-_");
  CHECK(to_base64(bytes_of("\xfb\xff\xbf")) == "+/+/");
}

TEST_CASE("one spelling a value") {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg===", "=", "====", "Z===", "Zm9v\n",
                           "Zm 9v", "Zm9-", "Zm9v=", "Zg==Zg=="}) {
    CHECK(decoded(text) == "refused");
  }
  CHECK(decoded("Z", kBase64NoPadding) == "refused");
  CHECK(decoded("Zg==", kBase64UrlNoPadding) == "refused");
  CHECK(decoded("+/+/", kBase64Url) == "refused");
}

TEST_CASE("every byte in every place, and every character") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t place = 0; place < 4; ++place) {
      std::string text = "abcd";
      text[place] = static_cast<char>(byte);
      CHECK(decoded(to_base64(bytes_of(text))) == text);
      CHECK(from_hex(to_hex(bytes_of(text)))->expose_text() == text);
    }
    const auto c = static_cast<char>(byte);
    const bool is_digit = std::string_view("0123456789abcdefABCDEF").find(c) != std::string::npos;
    CHECK(from_hex("0"s + c).has_value() == is_digit);
    const bool is_base64 = (byte < 128 && std::isalnum(byte) != 0) || c == '+' || c == '/';
    CHECK(from_base64("AAA"s + c, kBase64NoPadding).has_value() == is_base64);
  }
  CHECK(from_hex("aBcD")->expose_text() == "\xab\xcd");
  CHECK_FALSE(from_hex("abc"));
}
