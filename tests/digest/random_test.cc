#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

using av::digest::Encoding;
using av::digest::random_text;
using av::digest::random_token;

namespace {

std::string token(Encoding encoding, std::size_t bits) {
  return std::string(random_token(encoding, bits)->expose_text());
}

}  // namespace

TEST_CASE("tokens hold at least the bits asked for") {
  CHECK(token(Encoding::Hex, 256).size() == 64);
  CHECK(token(Encoding::Base64Url, 256).size() == 43);
  CHECK(token(Encoding::Base32, 256).size() == 52);
  CHECK(token(Encoding::Crockford, 100).size() == 20);
  CHECK(token(Encoding::Base58, 256).size() == 44);
  CHECK(token(Encoding::Decimal, 20).size() == 7);
  CHECK_FALSE(random_token(Encoding::Hex, 7));
  CHECK_FALSE(random_token(Encoding::Hex, 4097));
}

TEST_CASE("a UUID has its version and variant") {
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = token(Encoding::Uuid4, 122);
    REQUIRE(uuid.size() == 36);
    CHECK(uuid[8] == '-');
    CHECK(uuid[23] == '-');
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
  }
}

TEST_CASE("no token comes twice") {
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {
    seen.insert(token(Encoding::Base58, 128));
  }
  CHECK(seen.size() == 2000);
}

TEST_CASE("letters are equally likely, also of an odd alphabet") {
  // 97 letters, 97,000 draws: a letter's count is 1,000 +- 31.5; six deviations are 190.
  std::string alphabet;
  for (int c = 0; c < 97; ++c) {
    alphabet += static_cast<char>(c + 100);
  }
  std::array<int, 256> counts = {};
  const auto text = random_text(alphabet, 97000);
  for (const char c : text->expose_text()) {
    ++counts[static_cast<unsigned char>(c)];
  }
  for (const char c : alphabet) {
    const int count = counts[static_cast<unsigned char>(c)];
    CHECK(count > 810);
    CHECK(count < 1190);
  }
}

TEST_CASE("alphabets that are none") {
  CHECK_FALSE(random_text("", 1));
  CHECK_FALSE(random_text("a", 1));
  CHECK_FALSE(random_text("aba", 1));
  CHECK(random_text("ab", 0)->empty());
}
