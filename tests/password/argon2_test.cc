// Two other implementations give the same tags.

#include "runtime/password/argon2.h"

#include <doctest/doctest.h>

#include <argon2.h>
#include <sodium.h>
#include <string>
#include <vector>

using av::password::fast_argon2id;
using av::password::has_fast_argon2;
using av::secret::bytes_of;

namespace {

using Bytes = std::vector<unsigned char>;

Bytes ours(const std::string& password, const Bytes& salt, std::uint32_t memory_kib,
           std::uint32_t passes, std::size_t size) {
  Bytes tag(size);
  REQUIRE(fast_argon2id({bytes_of(password), std::as_bytes(std::span(salt)), memory_kib, passes},
                        std::as_writable_bytes(std::span(tag))));
  return tag;
}

Bytes reference(const std::string& password, const Bytes& salt, std::uint32_t memory_kib,
                std::uint32_t passes, std::size_t size) {
  Bytes tag(size);
  REQUIRE(argon2id_hash_raw(passes, memory_kib, 1, password.data(), password.size(), salt.data(),
                            salt.size(), tag.data(), tag.size()) == ARGON2_OK);
  return tag;
}

Bytes salt_of(std::size_t size) {
  Bytes salt(size);
  for (std::size_t i = 0; i < size; ++i) {
    salt[i] = static_cast<unsigned char>(7 * i + size);
  }
  return salt;
}

}  // namespace

TEST_CASE("costs of all sorts" * doctest::skip(!has_fast_argon2())) {
  for (std::uint32_t memory_kib = 8; memory_kib < 2000; memory_kib += memory_kib < 40 ? 1 : 331) {
    for (std::uint32_t passes = 1; passes <= 4; ++passes) {
      CAPTURE(memory_kib);
      CAPTURE(passes);
      CHECK(ours("password", salt_of(16), memory_kib, passes, 32) ==
            reference("password", salt_of(16), memory_kib, passes, 32));
    }
  }
}

TEST_CASE("lengths of all sorts" * doctest::skip(!has_fast_argon2())) {
  for (const std::size_t size : {4U, 12U, 31U, 63U, 64U, 65U, 95U, 96U, 97U, 128U, 255U, 1024U}) {
    for (const std::size_t salt : {8U, 16U, 100U}) {
      const std::string password(3 * size, 'p');
      CHECK(ours(password, salt_of(salt), 64, 2, size) ==
            reference(password, salt_of(salt), 64, 2, size));
    }
  }
  CHECK(ours("", salt_of(8), 8, 1, 32) == reference("", salt_of(8), 8, 1, 32));
}

TEST_CASE("libsodium's too, with more memory than the caches" * doctest::skip(!has_fast_argon2())) {
  REQUIRE(sodium_init() >= 0);
  const Bytes salt = salt_of(crypto_pwhash_argon2id_SALTBYTES);
  Bytes tag(32);
  REQUIRE(crypto_pwhash_argon2id(tag.data(), tag.size(), "password", 8, salt.data(), 2,
                                 std::size_t{19456} * 1024,
                                 crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0);
  CHECK(ours("password", salt, 19456, 2, 32) == tag);
}
