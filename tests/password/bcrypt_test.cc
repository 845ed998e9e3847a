// Published answers: Openwall's crypt_blowfish wrapper.c; the others are pyca/bcrypt 5.0's.

#include "runtime/password/bcrypt.h"

#include "runtime/digest/encoding.h"

#include <doctest/doctest.h>

#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using av::ErrorCode;
using av::digest::to_hex;
using av::password::bcrypt_check;
using av::password::bcrypt_hash;
using av::password::bcrypt_kdf;
using av::password::bcrypt_salt;
using av::password::BcryptSetting;
using av::password::EksJob;
using av::password::kMostLanes;
using av::password::make_job;
using av::password::run_jobs;
using av::secret::bytes_of;

namespace {

const std::string kSetting = "$2b$04$abcdefghijklmnopqrstuu";

std::string hashed(std::string_view password, std::string_view setting = kSetting) {
  const auto result = bcrypt_hash(bytes_of(password), setting);
  return result ? *result : result.error().message;
}

}  // namespace

TEST_CASE("published answers") {
  const struct {
    std::string_view password;
    std::string_view hash;
  } answers[] = {
      {"", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"},
      {"U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"},
      {"U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"},
      {"U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"},
      {"correct horse", "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"},
      {"correct horse", "$2y$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"},
      {{"a\0b", 3}, "$2b$04$abcdefghijklmnopqrstuusjHI0zQHpOe3SFDK1IriYv6N79Gzr32"},
  };
  for (const auto& [password, hash] : answers) {
    CHECK(hashed(password, hash) == hash);
    CHECK(*bcrypt_check(bytes_of(password), hash));
    CHECK_FALSE(*bcrypt_check(bytes_of(std::string(password) + "x"), hash));
  }
  CHECK(hashed(std::string(72, 'x')) ==
        "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i");
  std::string high;
  for (int c = 128; c < 190; ++c) {
    high += static_cast<char>(c);
  }
  CHECK(hashed(high) == "$2b$04$abcdefghijklmnopqrstuu.eo6F/SZEzewEAU3IImJcJq7khkDoOi");
}

TEST_CASE("73 bytes are refused, not cut") {
  CHECK(bcrypt_hash(bytes_of(std::string(73, 'x')), kSetting).error().code ==
        ErrorCode::InvalidArgument);
}

TEST_CASE("settings that are none, and salts in another spelling") {
  for (const char* setting :
       {"", "$2b$04$", "$2b$04$abcdefghijklmnopqrstu", "$2b$03$abcdefghijklmnopqrstuu",
        "$2b$32$abcdefghijklmnopqrstuu", "$2b$4$abcdefghijklmnopqrstuuu",
        "$2c$04$abcdefghijklmnopqrstuu", "$1$04$abcdefghijklmnopqrstuu",
        "$2b$04$abcdefghijklmnopqrstuv",  // as ...uu, for a lenient reader
        "$2b$04$abcdefghijklmno=qrstuu", "$2b$-4$abcdefghijklmnopqrstuu"}) {
    CAPTURE(setting);
    CHECK(bcrypt_hash(bytes_of("x"), setting).error().code == ErrorCode::InvalidArgument);
  }
  CHECK(bcrypt_hash(bytes_of("x"), "$2x$04$abcdefghijklmnopqrstuu").error().code ==
        ErrorCode::Unsupported);
}

TEST_CASE("salts are made as asked, and never twice") {
  CHECK(bcrypt_salt(4, "2y")->starts_with("$2y$04$"));
  CHECK(bcrypt_salt()->size() == 29);
  CHECK(*bcrypt_salt() != *bcrypt_salt());
  CHECK_FALSE(bcrypt_salt(3));
  CHECK_FALSE(bcrypt_salt(32));
  CHECK_FALSE(bcrypt_salt(12, "2x"));
}

TEST_CASE("any number of lanes gives what one gives") {
  std::vector<std::string> passwords;
  std::vector<std::string> expected;
  const BcryptSetting setting = *av::password::parse_setting(kSetting);
  for (std::size_t i = 0; i < kMostLanes; ++i) {
    passwords.push_back(std::string(i * 14, static_cast<char>('a' + i)));
    expected.push_back(hashed(passwords.back()));
  }
  for (std::size_t lanes = 1; lanes <= kMostLanes; ++lanes) {
    std::vector<std::unique_ptr<EksJob>> jobs;
    std::vector<EksJob*> pointers;
    for (std::size_t i = 0; i < lanes; ++i) {
      jobs.push_back(make_job(bytes_of(passwords[i]), setting));
      pointers.push_back(jobs.back().get());
    }
    run_jobs(pointers);
    for (std::size_t i = 0; i < lanes; ++i) {
      CHECK(kSetting + av::password::to_bcrypt_base64(digest_of(*jobs[i]).expose()) == expected[i]);
    }
  }
}

TEST_CASE("threads that ask at once, with different costs, get their own answers") {
  const std::string costlier = "$2b$05$abcdefghijklmnopqrstuu";
  std::vector<std::string> answers(12);
  std::vector<std::thread> threads;
  threads.reserve(answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&answers, &costlier, i] {
      answers[i] = hashed("password" + std::to_string(i), i % 3 == 0 ? costlier : kSetting);
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CHECK(answers[i] == hashed("password" + std::to_string(i), i % 3 == 0 ? costlier : kSetting));
  }
}

#if defined(__SANITIZE_THREAD__)
constexpr bool kForkedThreads = false;  // ThreadSanitizer ends a child that starts threads
#else
constexpr bool kForkedThreads = true;
#endif

TEST_CASE("a child forked while others hash can hash" * doctest::skip(!kForkedThreads)) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] { hashed("x", "$2b$08$abcdefghijklmnopqrstuu"); });
  }
  for (int i = 0; i < 5; ++i) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      alarm(60);
      // More threads than processors, twice, so that some have to wait in the child too.
      for (int again = 0; again < 2; ++again) {
        std::vector<std::thread> crowd;
        crowd.reserve(8);
        for (int k = 0; k < 8; ++k) {
          crowd.emplace_back([] { hashed("x", "$2b$06$abcdefghijklmnopqrstuu"); });
        }
        for (std::thread& thread : crowd) {
          thread.join();
        }
      }
      _exit(hashed("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.").ends_with("OeW") ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST_CASE("bcrypt_pbkdf") {
  const av::password::KdfInput input = {bytes_of("password"), bytes_of("salt"), 4};
  CHECK(to_hex(bcrypt_kdf(input, 32)->expose()) ==
        "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9");
  CHECK(to_hex(bcrypt_kdf(input, 100)->expose()) ==
        "5ba4e74abfc612140c7a555ac2723b7a9314b848584006467f4cb95e1c499411"
        "36ea92e5356c303f55121b725c5a1711279bfe15791dadc865bfeb54984202d7"
        "d49ddde77e1b980a572aefc49052f376715e1a43bfa91ded421ee4837e94e3e8"
        "9d8f34d1");
  CHECK_FALSE(bcrypt_kdf({{}, bytes_of("salt"), 4}, 32));
  CHECK_FALSE(bcrypt_kdf({bytes_of("password"), {}, 4}, 32));
  CHECK_FALSE(bcrypt_kdf({bytes_of("password"), bytes_of("salt"), 0}, 32));
  CHECK_FALSE(bcrypt_kdf(input, 0));
  CHECK_FALSE(bcrypt_kdf(input, 513));
}
