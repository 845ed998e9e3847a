// Published answers: RFC 7914 sections 11 and 12; the others were made by argon2-cffi, pyca/bcrypt
// and hashlib in the forms that passlib, Django and Werkzeug document.

#include "runtime/password/stored.h"
#include <antivenom/password.h>

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using av::ErrorCode;
using av::FakeClock;
using av::SecretBytes;
using av::password::Algorithm;
using av::password::calibrate;
using av::password::hash;
using av::password::hash_many;
using av::password::identify;
using av::password::Pepper;
using av::password::Policy;
using av::password::verify;
using av::password::verify_many;
using av::secret::bytes_of;

namespace {

constexpr std::string_view kPassword = "correct horse";

// NOLINTBEGIN(bugprone-suspicious-missing-comma): long strings are cut to the line
constexpr std::string_view kStored[] = {
    "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
    "bcrypt$$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
    "$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$DDZkjU09Vim05Ait7x7R.JfuHDNAppu",
    "$bcrypt-sha256$2a,4$abcdefghijklmnopqrstuu$fm19hcnOB5jVIa57e1DmQZ/XByRYI72",
    "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuIvyWZlBcE3WoQXKqRnwrLYJ6nenE0Bq",
    "$argon2id$v=19$m=64,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
    "XeeXZAxxzl4dvhftF7p9JJrbwg2wMEYOhL1MMlEBhE4",
    "argon2$argon2id$v=19$m=64,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
    "XeeXZAxxzl4dvhftF7p9JJrbwg2wMEYOhL1MMlEBhE4",
    "$argon2id$v=19$m=64,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$"
    "J4kPJI8w65Je5kJ2G7RTwG+seaIDuxomFJ+FRQCXmpY",
    "$argon2i$v=19$m=64,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
    "7Zy9kRR2ckYcS9drlqdGtg040mnL7Y32VUHzoNugrHM",
    "$argon2d$v=19$m=64,t=3,p=2$MDEyMzQ1Njc4OWFiY2RlZg$"
    "3BKrr8tNW4O5Mz5qmjDeme10K7qeDY606ooZJv+ZezI",
    "$argon2id$v=16$m=64,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
    "WYic5PvFpaAx0MxKfSAs98XfCh0tGKzzICnGVhuT/8w",
    "$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$bqrlOzth4gqgtHUM/H4v8C96MNdfKlPL",
    "scrypt$1024$Salty$8$1$7+KlBkezZ0rAzCv9GszGUU7nJI3RHhxAHAvHECYTLDFuuaFMvie4Aldytt4yTOdnZYNboOVx"
    "XOaCmVdqsqqSrQ==",
    "scrypt:1024:8:1$Salty$efe2a50647b3674ac0cc2bfd1accc6514ee7248dd11e1c401c0bc71026132c316eb9a14c"
    "be27b8025772b6de324ce76765835ba0e5715ce68299576ab2aa92ad",
    "pbkdf2_sha1$1000$Salty$LcgTzNDfgQ3juTxyO7qIDM5t+5U=",
    "pbkdf2:sha1:1000$Salty$2dc813ccd0df810de3b93c723bba880cce6dfb95",
    "$pbkdf2$1000$U2FsdHk$LcgTzNDfgQ3juTxyO7qIDM5t.5U",
    "pbkdf2_sha256$1000$Salty$i9M5ybzwvNLFqWZC6PiH8jz/OEIW9SgP867VYIfVtvo=",
    "pbkdf2:sha256:1000$Salty$8bd339c9bcf0bcd2c5a96642e8f887f23cff384216f5280ff3aed56087d5b6fa",
    "$pbkdf2-sha256$1000$U2FsdHk$i9M5ybzwvNLFqWZC6PiH8jz/OEIW9SgP867VYIfVtvo",
    "$pbkdf2-sha256$i=1000,l=32$U2FsdHk$i9M5ybzwvNLFqWZC6PiH8jz/OEIW9SgP867VYIfVtvo",
    "pbkdf2_sha512$1000$Salty$SWiIdZz8wcw2es2/LA4ZPkiKUX6Ao8CS79ifjOtUJl5Au3lAV1R/OLLMEk2SOehgfPf2i"
    "2pjDK1/jHWLVDKFiw==",
};
// NOLINTEND(bugprone-suspicious-missing-comma)

// cheap is a policy for tests: costs that no guidance allows.
Policy cheap(Algorithm algorithm) {
  Policy policy;
  policy.algorithm = algorithm;
  policy.floor = Policy::Floor::Ignore;
  policy.costs.argon2_memory_kib = 64;
  policy.costs.argon2_passes = 1;
  policy.costs.bcrypt_cost = 4;
  policy.costs.scrypt_log2_n = 4;
  policy.costs.pbkdf2_sha256_rounds = 10;
  policy.costs.pbkdf2_sha512_rounds = 10;
  return policy;
}

bool is_right(std::string_view password, std::string_view stored, const Policy& policy) {
  return verify(bytes_of(password), stored, policy)->ok;
}

}  // namespace

TEST_CASE("every known form is read and checked") {
  const Policy policy = cheap(Algorithm::Argon2id);
  for (const std::string_view stored : kStored) {
    CAPTURE(std::string(stored));
    CHECK(is_right(kPassword, stored, policy));
    CHECK_FALSE(is_right("wrong horse", stored, policy));
  }
  CHECK(
      is_right("password",
               "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKj"
               "iG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA",
               policy));
  CHECK(
      is_right("pleaseletmein",
               "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRd"
               "ofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw",
               policy));
  CHECK(
      is_right("Password",
               "$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB.WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJ"
               "rbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ",
               policy));
}

TEST_CASE("any one character changed is another string: wrong or refused, never right") {
  const Policy policy = cheap(Algorithm::Argon2id);
  for (const std::string_view stored : kStored) {
    const std::size_t digest = stored.rfind('$') + 1;
    for (std::size_t i = digest; i < stored.size(); i += 5) {
      std::string changed(stored);
      changed[i] = changed[i] == '0' ? '1' : '0';
      const auto result = verify(bytes_of(kPassword), changed, policy);
      const bool is_right_anyway = result.has_value() && result->ok;
      CHECK_FALSE(is_right_anyway);
    }
  }
}

TEST_CASE("what is made is read, right, in the form and with the costs asked for") {
  for (const Algorithm algorithm : {Algorithm::Argon2id, Algorithm::Bcrypt, Algorithm::Scrypt,
                                    Algorithm::Pbkdf2Sha256, Algorithm::Pbkdf2Sha512}) {
    const Policy policy = cheap(algorithm);
    const std::string stored = *hash(bytes_of(kPassword), policy);
    const auto verified = verify(bytes_of(kPassword), stored, policy);
    CHECK(verified->ok);
    CHECK_FALSE(verified->new_hash);
    CHECK_FALSE(is_right("wrong", stored, policy));
    CHECK(*hash(bytes_of(kPassword), policy) != stored);
    CHECK_FALSE(identify(stored, policy)->needs_rehash);
  }
  CHECK(hash(bytes_of("x"))->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  // passlib takes PBKDF2-SHA512 with 64 bytes only: 86 characters.
  const std::string longest = *hash(bytes_of("x"), cheap(Algorithm::Pbkdf2Sha512));
  CHECK(longest.size() - longest.rfind('$') - 1 == 86);
}

TEST_CASE("a weaker string is made anew, no cost goes down, a stronger one stays") {
  Policy policy = cheap(Algorithm::Argon2id);
  const std::string weak = *hash(bytes_of(kPassword), cheap(Algorithm::Pbkdf2Sha256));
  const auto upgraded = verify(bytes_of(kPassword), weak, policy);
  REQUIRE(upgraded->new_hash);
  CHECK(upgraded->new_hash->starts_with("$argon2id$"));
  CHECK(is_right(kPassword, *upgraded->new_hash, policy));
  CHECK_FALSE(verify(bytes_of("wrong"), weak, policy)->new_hash);

  Policy more_passes = policy;
  more_passes.costs.argon2_passes = 3;
  more_passes.costs.argon2_memory_kib = 32;
  const std::string stored = *hash(bytes_of(kPassword), policy);  // m=64,t=1
  CHECK(verify(bytes_of(kPassword), stored, more_passes)
            ->new_hash->starts_with("$argon2id$v=19$m=64,t=3,p=1$"));
  const auto to_bcrypt = verify(bytes_of(kPassword), stored, cheap(Algorithm::Bcrypt));
  CHECK(to_bcrypt->ok);
  CHECK_FALSE(to_bcrypt->new_hash);
}

TEST_CASE("a user that does not exist is refused after the same kind of work") {
  const Policy policy = cheap(Algorithm::Bcrypt);
  CHECK_FALSE(verify(bytes_of("x"), std::nullopt, policy)->ok);
  CHECK_FALSE(verify(bytes_of(std::string(100, 'x')), std::nullopt, policy)->ok);
  CHECK_FALSE(verify(bytes_of(""), std::nullopt, policy)->ok);
}

TEST_CASE("a long password is wrong for bcrypt, and right where it was stored otherwise") {
  const Policy policy = cheap(Algorithm::Bcrypt);
  const std::string longer(100, 'x');
  const std::string cut = *hash(bytes_of(longer.substr(0, 72)), policy);
  CHECK_FALSE(verify(bytes_of(longer), cut, policy)->ok);
  const std::vector<av::password::Candidate> candidates = {
      {bytes_of(longer), cut}, {bytes_of(std::string_view(longer).substr(0, 72)), cut}};
  const auto answers = verify_many(candidates, policy);
  CHECK_FALSE(*answers[0]);
  CHECK(*answers[1]);

  // This policy cannot hash it anew, which is no reason to keep its owner out.
  const std::string weak = *hash(bytes_of(longer), cheap(Algorithm::Pbkdf2Sha256));
  CHECK(verify(bytes_of(longer), weak, policy)->ok);
  CHECK_FALSE(verify(bytes_of(longer), weak, policy)->new_hash);
  Policy pre_hash = policy;
  pre_hash.long_passwords = Policy::LongPasswords::PreHash;
  const std::string marked = *hash(bytes_of(longer), pre_hash);
  Policy costlier = policy;
  costlier.costs.bcrypt_cost = 5;
  const auto verified = verify(bytes_of(longer), marked, costlier);
  CHECK(verified->ok);
  CHECK(verified->new_hash->starts_with("$bcrypt-sha256$v=2,t=2b,r=5$"));
}

TEST_CASE("bcrypt's 72 bytes: refused or pre-hashed, and marked") {
  Policy policy = cheap(Algorithm::Bcrypt);
  const std::string longer(100, 'x');
  CHECK(hash(bytes_of(longer), policy).error().code == ErrorCode::InvalidArgument);
  policy.long_passwords = Policy::LongPasswords::PreHash;
  const std::string stored = *hash(bytes_of(longer), policy);
  CHECK(stored.starts_with("$bcrypt-sha256$v=2,t=2b,r=4$"));
  CHECK(is_right(longer, stored, policy));
  CHECK_FALSE(is_right(std::string(99, 'x'), stored, policy));
  CHECK_FALSE(verify(bytes_of(longer), stored, policy)->new_hash);
  CHECK(hash(bytes_of("short"), policy)->starts_with("$2b$04$"));
}

TEST_CASE("a pepper is named, needed, and renewed") {
  std::vector<Pepper> peppers;
  peppers.push_back({"2025", SecretBytes::copy_of(std::string(32, 'o'))});
  for (const Algorithm algorithm : {Algorithm::Argon2id, Algorithm::Bcrypt}) {
    Policy policy = cheap(algorithm);
    const std::string plain = *hash(bytes_of(kPassword), policy);
    policy.peppers = peppers;
    const std::string stored = *hash(bytes_of(std::string(100, 'x')), policy);
    CHECK(stored.starts_with("$antivenom-pepper$k=2025$"));
    CHECK(is_right(std::string(100, 'x'), stored, policy));
    CHECK(verify(bytes_of("x"), stored, cheap(algorithm)).error().code == ErrorCode::NotFound);
    CHECK(verify(bytes_of(kPassword), plain, policy)
              ->new_hash->starts_with("$antivenom-pepper$k=2025$"));
    std::vector<Pepper> newer;
    newer.push_back({"2026", SecretBytes::copy_of(std::string(32, 'n'))});
    newer.push_back({"2025", SecretBytes::copy_of(std::string(32, 'o'))});
    policy.peppers = newer;
    CHECK(verify(bytes_of(std::string(100, 'x')), stored, policy)
              ->new_hash->starts_with("$antivenom-pepper$k=2026$"));
  }
}

TEST_CASE("a pepper without a proper id or key is refused") {
  Policy policy = cheap(Algorithm::Argon2id);
  std::vector<Pepper> peppers;
  peppers.push_back({"a$b", SecretBytes::copy_of(std::string(32, 'k'))});
  peppers.push_back({"ok", SecretBytes::copy_of(std::string(15, 'k'))});
  peppers.push_back({"fine", SecretBytes::copy_of(std::string(16, 'k'))});
  for (std::size_t i = 0; i < peppers.size(); ++i) {
    policy.peppers = std::span(peppers).subspan(i, 1);
    CHECK(check(policy).has_value() == (i == 2));
    CHECK(hash(bytes_of("x"), policy).has_value() == (i == 2));
  }
}

TEST_CASE("a stored string may not demand more than the caps") {
  const Policy policy = cheap(Algorithm::Argon2id);
  for (const char* stored :
       {"$argon2id$v=19$m=2000000,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
        "XeeXZAxxzl4dvhftF7p9JJrbwg2wMEYOhL1M"
        "MlEBhE4",
        "$argon2id$v=19$m=64,t=33,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
        "XeeXZAxxzl4dvhftF7p9JJrbwg2wMEYOhL1MMlEB"
        "hE4",
        "$2b$18$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$scrypt$ln=30,r=8,p=1$TmFDbA$/bq+HJ00cgB4VucZDQHp/g",
        "$pbkdf2-sha256$10000001$U2FsdHk$i9M5ybzwvNLFqWZC6PiH8jz/OEIW9SgP867VYIfVtvo"}) {
    CHECK(verify(bytes_of("x"), stored, policy).error().code == ErrorCode::LimitExceeded);
  }
  CHECK(verify(bytes_of(std::string(4097, 'x')), std::nullopt, policy).error().code ==
        ErrorCode::LimitExceeded);
  // 128 * r * (N + p + 2) bytes do not fit in 64 bits: what would be left of them is no measure.
  for (const std::string r : {"67108864", "715827883", "1073741823"}) {
    const auto stored =
        av::password::parse_stored("$scrypt$ln=31,r=" + r + ",p=1$TmFDbA$/bq+HJ00cgB4VucZDQHp/g");
    REQUIRE(stored);
    CHECK(av::password::memory_of(*stored) == std::numeric_limits<std::uint64_t>::max());
  }
}

TEST_CASE("costs below today's guidance are refused, and so are costs of no sense") {
  Policy policy;
  policy.costs.argon2_passes = 1;
  CHECK(hash(bytes_of("x"), policy).error().code == ErrorCode::InvalidArgument);
  policy.algorithm = Algorithm::Bcrypt;
  policy.costs.bcrypt_cost = 9;
  CHECK(hash(bytes_of("x"), policy).error().code == ErrorCode::InvalidArgument);
  policy.floor = Policy::Floor::Ignore;
  policy.costs.bcrypt_cost = 3;
  CHECK(hash(bytes_of("x"), policy).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("many at once: each answer in its place, faults too") {
  const Policy policy = cheap(Algorithm::Bcrypt);
  std::vector<std::string> words;
  words.reserve(11);
  for (int i = 0; i < 11; ++i) {
    words.push_back("password " + std::to_string(i));
  }
  words[5] = std::string(80, 'x');
  std::vector<av::secret::ByteView> views;
  views.reserve(words.size());
  for (const std::string& word : words) {
    views.push_back(bytes_of(word));
  }
  const auto hashes = hash_many(views, policy);
  std::vector<av::password::Candidate> candidates;
  for (std::size_t i = 0; i < words.size(); ++i) {
    CHECK(hashes[i].has_value() == (i != 5));
    candidates.push_back({views[i], hashes[i] ? std::string_view(*hashes[i]) : "nonsense"});
  }
  candidates.push_back({bytes_of("wrong"), *hashes[0]});
  candidates.push_back({bytes_of(kPassword), kStored[5]});
  const auto answers = verify_many(candidates, policy, 2);
  for (std::size_t i = 0; i < words.size(); ++i) {
    CHECK(answers[i].has_value() == (i != 5));
    CHECK((i == 5 || *answers[i]));
  }
  CHECK_FALSE(*answers[words.size()]);
  CHECK(*answers[words.size() + 1]);
  CHECK(*hash_many({views.data(), 1}, cheap(Algorithm::Argon2id))[0] != "");
}

TEST_CASE("strings that are none are refused with words, never a crash") {
  for (const char* stored :
       {"",
        "$",
        "$$",
        "x",
        "secret",
        "$2b$",
        "$argon2id$",
        "$argon2id$v=19$m=64,t=3,p=1$$",
        "$argon2id$v=19$m=7,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
        "$scrypt$a$b$c",
        "$5$salt$hash",
        "$1$salt$hash",
        "md5$salt$hash",
        "pbkdf2:md5:1$a$00",
        "scrypt:3:1:1$a$00",
        "argon2",
        "bcrypt$",
        "bcrypt_sha256",
        "$antivenom-pepper$k=",
        "$antivenom-pepper$k=a$"}) {
    CAPTURE(stored);
    CHECK_FALSE(verify(bytes_of("x"), stored, cheap(Algorithm::Bcrypt)));
  }
}

TEST_CASE("a salt that stands as text has the same limit as one in base64") {
  const std::string digest = "$i9M5ybzwvNLFqWZC6PiH8jz/OEIW9SgP867VYIfVtvo=";
  const auto with_salt = [&](std::size_t size) {
    return av::password::parse_stored("pbkdf2_sha256$10$" + std::string(size, 's') + digest);
  };
  CHECK(with_salt(1));
  CHECK(with_salt(256));
  CHECK_FALSE(with_salt(0));
  CHECK_FALSE(with_salt(257));
}

TEST_CASE("identify says what a string is") {
  const auto info = identify(kStored[5]);
  CHECK(info->scheme == "argon2id");
  CHECK(info->parameters == "m=64,t=3,p=1");
  CHECK(info->needs_rehash);
}

TEST_CASE("memory for hashing is bounded in the process") {
  av::password::set_memory_bound({.bytes = 1 << 20, .most_waiting = 8});
  Policy policy = cheap(Algorithm::Argon2id);
  policy.costs.argon2_memory_kib = 2048;
  CHECK(hash(bytes_of("x"), policy).error().code == ErrorCode::LimitExceeded);
  policy.costs.argon2_memory_kib = 512;
  CHECK(hash(bytes_of("x"), policy));
  std::vector<av::secret::ByteView> many(8, bytes_of("x"));
  for (const auto& result : hash_many(many, policy, 4)) {
    CHECK(result);
  }
  av::password::set_memory_bound({});
}

TEST_CASE("calibration reaches for the target, and never below where it began") {
  Policy start = cheap(Algorithm::Bcrypt);
  // A target that no machine misses at the cap, however busy it is.
  start.caps.bcrypt_cost = 5;
  CHECK(calibrate({.target = std::chrono::minutes(1)}, start)->costs.bcrypt_cost == 5);
  // With a clock that stands still everything fits: the caps are the end.
  const FakeClock still;
  start.caps.bcrypt_cost = 6;
  CHECK(calibrate({.clock = &still}, start)->costs.bcrypt_cost == 6);
  const auto none = calibrate({.target = std::chrono::milliseconds(0)}, start);
  CHECK(none->costs.bcrypt_cost == 4);
  Policy low;
  low.costs.argon2_passes = 1;
  CHECK_FALSE(calibrate({}, low));
}

TEST_CASE("a clock that steps back while it calibrates leads nowhere but up, and within the caps") {
  // BackwardClock is an hour earlier each time it is asked.
  class BackwardClock : public av::Clock {
   public:
    [[nodiscard]] std::chrono::nanoseconds wall() const override { return steady(); }
    [[nodiscard]] std::chrono::nanoseconds steady() const override {
      return now_ -= std::chrono::hours(1);
    }

   private:
    mutable std::chrono::nanoseconds now_ = std::chrono::hours(1000);
  };
  const BackwardClock backward;
  for (const Algorithm algorithm :
       {Algorithm::Argon2id, Algorithm::Bcrypt, Algorithm::Scrypt, Algorithm::Pbkdf2Sha256}) {
    const Policy start = cheap(algorithm);
    for (const int target : {-1000, 0, 1000}) {
      const auto policy =
          calibrate({.target = std::chrono::milliseconds(target), .clock = &backward}, start);
      REQUIRE(policy);
      CHECK(policy->costs.argon2_memory_kib == start.costs.argon2_memory_kib);
      CHECK(policy->costs.argon2_passes == start.costs.argon2_passes);
      CHECK(policy->costs.bcrypt_cost == start.costs.bcrypt_cost);
      CHECK(policy->costs.scrypt_p == start.costs.scrypt_p);
      CHECK(policy->costs.pbkdf2_sha256_rounds == start.costs.pbkdf2_sha256_rounds);
    }
  }
}
