#pragma once
// password.h — passwords at rest: hashing, checking, upgrading, and reading what others stored.
//
// Standards: Argon2id RFC 9106, scrypt RFC 7914, PBKDF2 RFC 8018, bcrypt as OpenBSD defines it
//   (2a, 2b and 2y alike), bcrypt_pbkdf; PHC strings, Django's, Werkzeug's and passlib's.
// Misuse we prevent: costs below today's guidance, a stored string that demands gigabytes or
//   minutes, passwords cut at 72 bytes in silence, a weaker hash replacing a stronger, an answer
//   that comes sooner for users that do not exist, comparing hashes by hand.
// Constant-time in: the comparison.  The algorithms but Argon2i and PBKDF2 touch memory by what the
//   password is; that is how they are defined.
// Erased: passwords copied, keys and states.
// Threads: all functions from any.  Concurrent bcrypts of one cost share a core's idle units.
// Memory: want of it is LimitExceeded, never an exception (but for the lists that hash_many and
//   verify_many return), and keeps no other thread waiting.

#include <antivenom/clock.h>
#include <antivenom/result.h>
#include <antivenom/secret.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::password {

using secret::ByteView;

enum class Algorithm : unsigned char { Pbkdf2Sha256, Pbkdf2Sha512, Bcrypt, Scrypt, Argon2id };

// Pepper is a key kept outside the database: a stolen table alone is then of no use.  The password
// is replaced by its HMAC-SHA256; the stored string names the key, so that it can be changed.
struct Pepper {
  std::string id;   // 1 to 32 letters, digits, - and _
  SecretBytes key;  // 16 bytes or more
};

// Costs are what one hash takes.  Defaults: the guidance of OWASP's Password Storage Cheat Sheet,
// which is the floor as well.
struct Costs {
  std::uint32_t argon2_memory_kib = 19456;
  std::uint32_t argon2_passes = 2;
  std::uint32_t argon2_lanes = 1;
  std::uint32_t bcrypt_cost = 12;  // 2^12 rounds; the floor is 10
  std::uint32_t scrypt_log2_n = 17;
  std::uint32_t scrypt_r = 8;
  std::uint32_t scrypt_p = 1;
  std::uint32_t pbkdf2_sha256_rounds = 600000;
  std::uint32_t pbkdf2_sha512_rounds = 210000;
};

// Caps are what a stored string may demand; beyond is LimitExceeded, before any work.
struct Caps {
  std::uint64_t memory_kib = std::uint64_t{1} << 20;  // 1 GiB
  std::uint32_t argon2_passes = 32;
  std::uint32_t lanes = 16;
  std::uint32_t bcrypt_cost = 17;
  std::uint32_t pbkdf2_rounds = 10000000;
  std::size_t password_bytes = 4096;
};

// Policy is how new hashes are made, and what of the old is still good enough.
struct Policy {
  Algorithm algorithm = Algorithm::Argon2id;
  Costs costs = {};
  Caps caps = {};
  // bcrypt reads 72 bytes.  Refuse: a longer password is an error.  PreHash: bcrypt of an
  // HMAC-SHA256, written as passlib's $bcrypt-sha256$.
  enum class LongPasswords : unsigned char {
    Refuse,
    PreHash
  } long_passwords = LongPasswords::Refuse;
  // Enforce: costs below the guidance are an error.  Ignore is for tests.
  enum class Floor : unsigned char { Enforce, Ignore } floor = Floor::Enforce;
  std::span<const Pepper> peppers = {};  // the first is used, all are known; the caller keeps them
};

// check says whether a policy can be used: costs of sense, within its caps and not below the
// guidance, and peppers with proper ids and keys.  The functions below refuse what it refuses.
Result<void> check(const Policy& policy);

// hash is the string to store, a new salt in it.
Result<std::string> hash(ByteView password, const Policy& policy = {});

// Verified is verify's answer.  `new_hash` is there when the password was right and the stored
// string is weaker than the policy asks: store it instead.  No part of it is weaker than before.
struct Verified {
  bool ok = false;
  std::optional<std::string> new_hash = std::nullopt;
};

// verify checks `password` against what is stored.  For a user that does not exist pass nullopt:
// the answer is no, after the time a hash of the policy takes.  A password of more than 72 bytes is
// never right for a plain bcrypt string, and takes as long as any other to be found wrong.
// The answer is `ok`: that the Result holds one means only that it could be checked.
// Errors: a string of no known form, of a broken scheme, or that demands more than the caps.
Result<Verified> verify(ByteView password, std::optional<std::string_view> stored,
                        const Policy& policy = {});

// hash_many and verify_many answer in order, with up to `threads` threads (0: as many as this
// process may use).  bcrypts run several at once on each core.
struct Candidate {
  ByteView password;
  std::string_view stored;
};
std::vector<Result<std::string>> hash_many(std::span<const ByteView> passwords,
                                           const Policy& policy = {}, unsigned threads = 0);
std::vector<Result<bool>> verify_many(std::span<const Candidate> candidates,
                                      const Policy& policy = {}, unsigned threads = 0);

// Info is what a stored string says of itself.
struct Info {
  std::string scheme;      // "argon2id", "bcrypt", "bcrypt-sha256", "scrypt", "pbkdf2-sha256", …
  std::string parameters;  // "m=19456,t=2,p=1"
  std::string pepper_id;   // empty: none
  bool needs_rehash = false;
};
Result<Info> identify(std::string_view stored, const Policy& policy = {});

// calibrate raises the costs of `start` until one hash takes about `target`, never below the
// floor nor above the caps: Argon2id's memory to `memory_kib` first, then its passes.
struct Calibration {
  std::chrono::milliseconds target{250};
  std::uint32_t memory_kib = 65536;
  const Clock* clock = nullptr;  // nullptr: the system's
};
Result<Policy> calibrate(const Calibration& calibration = {}, const Policy& start = {});

// set_memory_bound limits what Argon2 and scrypt of this process use at one time (1 GiB unless
// set).  Calls beyond wait their turn, at most `most_waiting`; more is LimitExceeded at once.
struct MemoryBound {
  std::uint64_t bytes = std::uint64_t{1} << 30;
  std::uint32_t most_waiting = 1024;
};
void set_memory_bound(const MemoryBound& bound);

// ---- bcrypt itself, for those who have to speak it

inline constexpr std::size_t kBcryptMaxBytes = 72;

// bcrypt_salt is "$2b$12$" and 22 characters.  Costs 4 to 31; `prefix` 2a, 2b or 2y.
Result<std::string> bcrypt_salt(std::uint32_t cost = 12, std::string_view prefix = "2b");

// bcrypt_hash hashes with the salt of `setting`, a salt or a whole hash.  NUL is a byte as any.
// A password over 72 bytes is InvalidArgument: cut it where you mean to.
Result<std::string> bcrypt_hash(ByteView password, std::string_view setting);

// bcrypt_check compares in constant time.
Result<bool> bcrypt_check(ByteView password, std::string_view hashed);

// bcrypt_kdf derives a key as OpenSSH's private keys do (bcrypt_pbkdf): 1 to 512 bytes.
struct KdfInput {
  ByteView password;
  ByteView salt;
  std::uint32_t rounds = 100;
};
Result<SecretBytes> bcrypt_kdf(const KdfInput& input, std::size_t size);

}  // namespace av::password
