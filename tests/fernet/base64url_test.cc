#include "runtime/fernet/base64url.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::fernet::decode_groups;
using av::fernet::encode_groups;
using av::fernet::Speed;

namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encoded(const std::vector<unsigned char>& bytes, Speed speed) {
  std::string text(bytes.size() / 3 * 4, '?');
  encode_groups(bytes.data(), bytes.size(), text.data(), speed);
  return text;
}

}  // namespace

TEST_CASE("both ways are the same, and each other's inverse, at every length") {
  for (std::size_t groups = 0; groups < 60; ++groups) {
    std::vector<unsigned char> bytes(groups * 3);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<unsigned char>(i * 37 + groups);
    }
    const std::string text = encoded(bytes, Speed::Portable);
    CHECK(encoded(bytes, Speed::Fastest) == text);
    for (const Speed speed : {Speed::Portable, Speed::Fastest}) {
      std::vector<unsigned char> decoded(bytes.size());
      CHECK(decode_groups(text.data(), text.size(), decoded.data(), speed));
      CHECK(decoded == bytes);
    }
  }
}

TEST_CASE("every character in every place of a vector: digits and nothing else") {
  for (const Speed speed : {Speed::Portable, Speed::Fastest}) {
    for (unsigned c = 0; c < 256; ++c) {
      for (std::size_t place = 0; place < 64; ++place) {
        std::string text(64, 'A');
        text[place] = static_cast<char>(c);
        std::vector<unsigned char> bytes(48);
        const bool is_digit = kDigits.find(static_cast<char>(c)) != std::string_view::npos;
        REQUIRE(decode_groups(text.data(), text.size(), bytes.data(), speed) == is_digit);
        if (is_digit) {
          REQUIRE(encoded(bytes, Speed::Portable) == text);
        }
      }
    }
  }
}
