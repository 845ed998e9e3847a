// Published answers: FIPS 180-4 and FIPS 202 example values, RFC 7693 appendix A and B.

#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using av::ErrorCode;
using av::digest::Algorithm;
using av::digest::Digest;
using av::digest::find_method;
using av::digest::hash;
using av::digest::Hasher;
using av::digest::Method;
using av::secret::bytes_of;

namespace {

struct Answer {
  Algorithm algorithm;
  const char* empty;
  const char* abc;
};

constexpr Answer kAnswers[] = {
    {Algorithm::Sha224, "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
     "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
    {Algorithm::Sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {Algorithm::Sha384,
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fb"
     "d51ad2f14898b95b",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc23"
     "58baeca134c825a7"},
    {Algorithm::Sha512,
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0"
     "ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a8"
     "36ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    {Algorithm::Sha3_224, "6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f5b5a6bc7",
     "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"},
    {Algorithm::Sha3_256, "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
     "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"},
    {Algorithm::Sha3_384,
     "0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61995e71bbee983a2ac3713831264adb47"
     "fb6bd1e058d5f004",
     "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f5"
     "39f1edf228376d25"},
    {Algorithm::Sha3_512,
     "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a615b2123af1f5f94c"
     "11e3e9402c3ac558f500199d95b6d3e301758586281dcd26",
     "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c9"
     "1a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"},
    {Algorithm::Blake2b,
     "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419d25e1031afee5853"
     "13896444934eb04b903a685b1448b755d56f701afe9be2ce",
     "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792d"
     "c252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"},
    {Algorithm::Blake2s, "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9",
     "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"},
};

constexpr const char* kNames[] = {"sha224",   "sha256",   "sha384",   "sha512",  "sha3-224",
                                  "sha3-256", "sha3-384", "sha3-512", "blake2b", "blake2s"};

}  // namespace

TEST_CASE("published answers, whole and in pieces") {
  for (const Answer& answer : kAnswers) {
    CAPTURE(answer.abc);
    CHECK(hash(answer.algorithm, bytes_of("")).hex() == answer.empty);
    CHECK(hash(answer.algorithm, bytes_of("abc")).hex() == answer.abc);
    Hasher hasher(answer.algorithm);
    CHECK(hasher.finish().hex() == answer.empty);
    hasher.update(bytes_of("a"));
    Hasher copy = hasher.clone();
    hasher.update(bytes_of(""));
    hasher.update(bytes_of("bc"));
    CHECK(hasher.finish().hex() == answer.abc);
    copy.update(bytes_of("bc"));
    CHECK(copy.finish().hex() == answer.abc);
  }
}

TEST_CASE("a million letters (FIPS 180-4 examples)") {
  const std::string text(1000000, 'a');
  CHECK(hash(Algorithm::Sha256, bytes_of(text)).hex() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  Hasher hasher(Algorithm::Blake2b);
  for (int i = 0; i < 1000; ++i) {
    hasher.update(bytes_of(std::string(1000, 'a')));
  }
  CHECK(hasher.finish() == hash(Algorithm::Blake2b, bytes_of(text)));
}

TEST_CASE("BLAKE2b of other lengths is another hash; keyed too") {
  const Method method(Algorithm::Blake2b, 32);
  CHECK(hash(method, bytes_of("abc")).hex() ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  Hasher hasher(method);
  hasher.update(bytes_of("abc"));
  CHECK(hasher.finish().hex() == hash(method, bytes_of("abc")).hex());
  CHECK(av::digest::blake2b_keyed(bytes_of("key"), bytes_of("abc"), 16)->hex() ==
        "2cf02ae16ac225ee731f9d359d8a1c38");
  CHECK_FALSE(av::digest::blake2b_keyed({}, bytes_of("abc")));
  CHECK_FALSE(av::digest::blake2b_keyed(bytes_of(std::string(65, 'k')), bytes_of("abc")));
  CHECK_FALSE(av::digest::blake2b_keyed(bytes_of("k"), bytes_of("abc"), 0));
}

TEST_CASE("names in all spellings") {
  for (const char* name : {"sha256", "SHA256", "SHA-256", "sha2-256", "SHA2_256"}) {
    CHECK(*find_method(name) == Method(Algorithm::Sha256));
  }
  CHECK(*find_method("SHA3_512") == Method(Algorithm::Sha3_512));
  CHECK(*find_method("BLAKE2b-256") == Method(Algorithm::Blake2b, 32));
  CHECK(*find_method("blake2b512") == Method(Algorithm::Blake2b));
  CHECK(*find_method("BLAKE2S-256") == Method(Algorithm::Blake2s));
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    CHECK(name_of(*find_method(kNames[i])) == kNames[i]);
    CHECK(*find_method(tag_of(*find_method(kNames[i]))) == *find_method(kNames[i]));
  }
  CHECK(tag_of(Method(Algorithm::Blake2b, 32)) == "BLAKE2b-256");
}

TEST_CASE("names that are refused") {
  CHECK(find_method("md5").error().code == ErrorCode::Unsupported);
  CHECK(find_method("SHA-1").error().code == ErrorCode::Unsupported);
  for (const char* name : {"", "sha", "sha257", "blake2b-7", "blake2b-0", "blake2b-520",
                           "blake2b-8x", "blake2s-128", "sha256 "}) {
    CHECK(find_method(name).error().code == ErrorCode::InvalidArgument);
  }
}

TEST_CASE("threads hash on their own") {
  std::vector<std::thread> threads;
  std::vector<std::string> answers(4);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&answers, i] {
      for (int round = 0; round < 200; ++round) {
        answers[i] = hash(Algorithm::Sha256, bytes_of("abc")).hex();
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const std::string& answer : answers) {
    CHECK(answer == kAnswers[1].abc);
  }
}
