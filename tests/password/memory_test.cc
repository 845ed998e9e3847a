// What a hash leaves in memory, and what it does when there is none.

#include "runtime/password/bcrypt.h"
#include "tests/support/secret_memory.h"
#include <antivenom/digest.h>
#include <antivenom/password.h>

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

using av::ErrorCode;
using av::SecretBytes;
using av::password::Algorithm;
using av::password::Candidate;
using av::password::Pepper;
using av::password::Policy;
using av::secret::ByteView;
using av::test::allocations_left;
using av::test::for_each_allocation;
using av::test::marker;
using av::test::run_apart;
using av::test::Traces;

namespace {

constexpr std::size_t kPasswordBytes = 41;

SecretBytes the_password() {
  return marker(kPasswordBytes, 1);
}

// Case is a way to hash, as cheap as it gets.
struct Case {
  const char* name;
  Policy policy;
  std::size_t password_bytes = kPasswordBytes;
};

std::vector<Case> cases() {
  Policy policy;
  policy.floor = Policy::Floor::Ignore;
  policy.long_passwords = Policy::LongPasswords::PreHash;
  policy.costs = {.argon2_memory_kib = 64,
                  .argon2_passes = 1,
                  .argon2_lanes = 1,
                  .bcrypt_cost = 4,
                  .scrypt_log2_n = 4,
                  .scrypt_r = 1,
                  .scrypt_p = 1,
                  .pbkdf2_sha256_rounds = 3,
                  .pbkdf2_sha512_rounds = 3};
  std::vector<Case> all;
  const auto add = [&](const char* name, Algorithm algorithm, std::size_t bytes = kPasswordBytes) {
    all.push_back({name, policy, bytes});
    all.back().policy.algorithm = algorithm;
  };
  add("argon2id", Algorithm::Argon2id);
  add("argon2id in lanes", Algorithm::Argon2id);
  all.back().policy.costs.argon2_lanes = 2;
  add("scrypt", Algorithm::Scrypt);
  add("pbkdf2-sha256", Algorithm::Pbkdf2Sha256);
  add("pbkdf2-sha512", Algorithm::Pbkdf2Sha512);
  add("bcrypt", Algorithm::Bcrypt);
  add("bcrypt-sha256", Algorithm::Bcrypt, 100);
  return all;
}

std::vector<Pepper> peppers() {
  std::vector<Pepper> list;
  list.push_back({"one", marker(32, 2)});
  return list;
}

bool is_no_memory(const av::Error& error) {
  return error.code == ErrorCode::LimitExceeded &&
         (error.message == "out of memory" || error.message.starts_with("no memory for"));
}

// use_all hashes and checks in every way; the first of each kind of answer that is no memory's
// fault.
std::string use_all(const Policy& policy, ByteView password) {
  std::string fault;
  const auto see = [&](const auto& answer) {
    if (!answer && !is_no_memory(answer.error())) {
      fault = answer.error().message;
    }
    return answer.has_value();
  };
  const auto stored = av::password::hash(password, policy);
  if (see(stored)) {
    const auto verified = av::password::verify(password, *stored, policy);
    if (see(verified) && !verified->ok) {
      fault = "the right password is wrong";
    }
    see(av::password::verify(password.first(8), *stored, policy));
    const std::vector<Candidate> candidates(2, {password, *stored});
    for (const auto& answer : av::password::verify_many(candidates, policy, 1)) {
      if (see(answer) && !*answer) {
        fault = "the right password is wrong among many";
      }
    }
  }
  see(av::password::verify(password, std::nullopt, policy));
  const std::vector<ByteView> passwords(2, password);
  for (const auto& answer : av::password::hash_many(passwords, policy, 1)) {
    see(answer);
  }
  return fault;
}

}  // namespace

TEST_CASE("each allocation that fails is an error, and nothing else comes of it") {
  REQUIRE(av::test::openssl_fails_too);
  const std::vector<Pepper> keys = peppers();
  for (Case one : cases()) {
    CAPTURE(one.name);
    for (const bool with_pepper : {false, true}) {
      one.policy.peppers = with_pepper ? std::span(keys) : std::span<const Pepper>();
      const SecretBytes password = marker(one.password_bytes, 1);
      REQUIRE(use_all(one.policy, password.expose()).empty());
      std::string fault;
      const int failed = for_each_allocation([&] {
        // The lists that hash_many and verify_many return are the caller's to have memory for.
        av::base::had_memory([&] {
          const std::string here = use_all(one.policy, password.expose());
          fault = here.empty() ? fault : here;
        });
      });
      CHECK(fault.empty());
      CHECK(failed > 20);
    }
  }
}

TEST_CASE("each way in alone gives an error when an allocation fails") {
  const SecretBytes password = the_password();
  const ByteView bytes = password.expose();
  Policy policy = cases()[5].policy;
  const std::vector<Pepper> keys = peppers();
  policy.peppers = keys;
  const std::string stored = *av::password::hash(bytes, policy);
  const std::string bare = *av::password::bcrypt_hash(bytes, *av::password::bcrypt_salt(4));
  const auto fails_well = [](const auto& call) {
    bool good = true;
    const int failed = for_each_allocation([&] {
      const long before = allocations_left;
      const auto answer = call();
      const bool fell = before >= 0 && allocations_left < 0;
      good = good && (answer.has_value() != fell) && (answer || is_no_memory(answer.error()));
    });
    return good && failed > 0;
  };
  CHECK(fails_well([&] { return av::password::hash(bytes, policy); }));
  CHECK(fails_well([&] { return av::password::verify(bytes, stored, policy); }));
  CHECK(fails_well([&] { return av::password::verify(bytes, std::nullopt, policy); }));
  CHECK(fails_well([&] { return av::password::identify(stored, policy); }));
  CHECK(fails_well([&] { return av::password::check(policy); }));
  CHECK(fails_well([&] { return av::password::bcrypt_salt(4); }));
  CHECK(fails_well([&] { return av::password::bcrypt_hash(bytes, bare); }));
  CHECK(fails_well([&] { return av::password::bcrypt_check(bytes, bare); }));
  CHECK(fails_well([&] { return av::password::bcrypt_kdf({bytes, bytes, 1}, 48); }));
}

TEST_CASE("no thread waits for one whose allocation failed") {
  const Policy policy = cases()[5].policy;
  const SecretBytes password = the_password();
  const std::string stored = *av::password::hash(password.expose(), policy);
  constexpr int kThreads = 8;
  std::atomic<int> running = kThreads;
  std::atomic<int> right = 0;
  std::atomic<int> wrong = 0;
  std::atomic<int> without_memory = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        const auto answer = av::password::verify(password.expose(), stored, policy);
        ++(answer ? (answer->ok ? right : wrong)
                  : (is_no_memory(answer.error()) ? without_memory : wrong));
      }
      --running;
    });
  }
  for (long next = 0; running > 0; next = (next + 1) % 13) {
    allocations_left = next;
    std::this_thread::yield();
  }
  allocations_left = -1;
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(right > 0);
  CHECK(without_memory > 0);
  CHECK(wrong == 0);
  CHECK(right + without_memory == kThreads * 200);
}

TEST_CASE("memory that the system does not give is an error") {
  rlimit former = {};
  REQUIRE(getrlimit(RLIMIT_AS, &former) == 0);
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  Policy policy = cases()[0].policy;
  policy.costs.argon2_memory_kib = 512U << 10U;
  const rlimit little = {pages * page + (std::uint64_t{128} << 20U), former.rlim_max};
  REQUIRE(setrlimit(RLIMIT_AS, &little) == 0);
  const auto answer = av::password::hash(av::secret::bytes_of("password"), policy);
  REQUIRE(setrlimit(RLIMIT_AS, &former) == 0);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().message == "no memory for argon2id with m=524288,t=1,p=1");
}

TEST_CASE("a copy that stays on a stack or in a freed block is found" *
          doctest::skip(!av::test::kCanLook)) {
  Traces traces;
  traces.watch(marker(24, 77).expose());
  CHECK(traces.found() == "");
  run_apart([] {
    const SecretBytes secret = marker(24, 77);
    volatile std::byte left[24];
    for (std::size_t i = 0; i < 24; ++i) {
      left[i] = secret.expose()[i];
    }
    CHECK(left[0] == secret.expose()[0]);
  });
  CHECK(traces.found() != "");
  run_apart([] {
    std::array<std::byte, 4096> room = {};
    av::secret::wipe(room);
  });
}

namespace {

// watch_all watches the passwords and the pepper of the cases, and what the pepper makes of them: a
// hash without salt is as good as the password to who has a list of likely ones.
void watch_all(Traces& traces) {
  const SecretBytes pepper = marker(32, 2);
  traces.watch(pepper.expose());
  for (const std::size_t size : {kPasswordBytes, std::size_t{100}}) {
    const SecretBytes password = marker(size, 1);
    traces.watch(password.expose());
    const auto key = av::digest::HmacKey::create(av::digest::Algorithm::Sha256, pepper.expose());
    traces.watch(key->derive(password.expose()).expose());
  }
}

}  // namespace

TEST_CASE("nothing of a password or pepper is left in memory" *
          doctest::skip(!av::test::kCanLook)) {
  Traces traces;
  run_apart([&] { watch_all(traces); });
  run_apart([] {});
  REQUIRE(traces.found() == "");
  for (const Case& one : cases()) {
    CAPTURE(one.name);
    for (const bool with_pepper : {false, true}) {
      CAPTURE(with_pepper);
      run_apart([&] {
        const std::vector<Pepper> keys = with_pepper ? peppers() : std::vector<Pepper>();
        Policy policy = one.policy;
        policy.peppers = keys;
        const SecretBytes password = marker(one.password_bytes, 1);
        CHECK(use_all(policy, password.expose()).empty());
      });
      CHECK(traces.found() == "");
    }
  }
}

TEST_CASE("nor by bcrypt itself, nor where allocations fail" * doctest::skip(!av::test::kCanLook)) {
  Traces traces;
  run_apart([&] { watch_all(traces); });
  run_apart([] {
    const SecretBytes password = the_password();
    const std::string stored =
        *av::password::bcrypt_hash(password.expose(), *av::password::bcrypt_salt(4));
    CHECK(*av::password::bcrypt_check(password.expose(), stored));
    CHECK(av::password::bcrypt_kdf({password.expose(), av::secret::bytes_of("salt"), 2}, 48));
  });
  CHECK(traces.found() == "");
  run_apart([] {
    const std::vector<Pepper> keys = peppers();
    for (Case one : cases()) {
      one.policy.peppers = keys;
      const SecretBytes password = marker(one.password_bytes, 1);
      for_each_allocation(
          [&] { av::base::had_memory([&] { use_all(one.policy, password.expose()); }); });
    }
  });
  CHECK(traces.found() == "");
}
