// Published answers: RFC 4231 for HMAC, RFC 5869 appendix A for HKDF.

#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <string>

using av::ErrorCode;
using av::digest::Algorithm;
using av::digest::from_hex;
using av::digest::hkdf;
using av::digest::HmacKey;
using av::digest::to_hex;
using av::secret::bytes_of;

namespace {

struct Case {
  std::string key;
  std::string data;
  const char* sha256;
  const char* sha512;
};

std::string hmac(Algorithm algorithm, const Case& one) {
  const auto key = HmacKey::create(algorithm, bytes_of(one.key), HmacKey::KeyLength::Any);
  return key->sign(bytes_of(one.data)).hex();
}

std::string bytes_from(int first, int last) {
  std::string bytes;
  for (int i = first; i <= last; ++i) {
    bytes += static_cast<char>(i);
  }
  return bytes;
}

}  // namespace

TEST_CASE("RFC 4231") {
  const Case cases[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
       "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
       "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
       "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
       "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
       "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
  };
  for (const Case& one : cases) {
    CHECK(hmac(Algorithm::Sha256, one) == one.sha256);
    CHECK(hmac(Algorithm::Sha512, one) == one.sha512);
  }
}

TEST_CASE("verify takes the MAC and nothing else") {
  const auto key = HmacKey::create(Algorithm::Sha256, bytes_of(std::string(32, 'k')));
  REQUIRE(key);
  const auto mac = key->sign(bytes_of("message"));
  CHECK(key->verify(bytes_of("message"), mac.bytes()));
  CHECK_FALSE(key->verify(bytes_of("Message"), mac.bytes()));
  CHECK_FALSE(key->verify(bytes_of("message"), mac.bytes().first(31)));
  CHECK_FALSE(key->verify(bytes_of("message"), {}));
}

TEST_CASE("short keys and BLAKE2 are refused") {
  CHECK(HmacKey::create(Algorithm::Sha256, bytes_of("short")).error().code ==
        ErrorCode::InvalidArgument);
  CHECK(HmacKey::create(Algorithm::Sha256, {}).error().code == ErrorCode::InvalidArgument);
  CHECK(HmacKey::create(Algorithm::Blake2b, bytes_of(std::string(32, 'k'))).error().code ==
        ErrorCode::Unsupported);
}

TEST_CASE("RFC 5869, cases 1 to 3") {
  const std::string material(22, '\x0b');
  const std::string salt = bytes_from(0, 12);
  const std::string info = bytes_from(0xf0, 0xf9);
  CHECK(to_hex(hkdf(Algorithm::Sha256, {bytes_of(material), bytes_of(salt), bytes_of(info)}, 42)
                   ->expose()) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  const std::string long_material = bytes_from(0, 0x4f);
  const std::string long_salt = bytes_from(0x60, 0xaf);
  const std::string long_info = bytes_from(0xb0, 0xff);
  CHECK(to_hex(hkdf(Algorithm::Sha256,
                    {bytes_of(long_material), bytes_of(long_salt), bytes_of(long_info)}, 82)
                   ->expose()) ==
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
        "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
        "cc30c58179ec3e87c14c01d5c1f3434f1d87");
  CHECK(to_hex(hkdf(Algorithm::Sha256, {bytes_of(material)}, 42)->expose()) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("HKDF's length is bounded") {
  CHECK(hkdf(Algorithm::Sha256, {bytes_of("x")}, 255 * 32)->size() == 255 * 32);
  CHECK(hkdf(Algorithm::Sha256, {bytes_of("x")}, 255 * 32 + 1).error().code ==
        ErrorCode::LimitExceeded);
  CHECK(hkdf(Algorithm::Sha256, {bytes_of("x")}, 0)->empty());
}
