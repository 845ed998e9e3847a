#include "runtime/password/derive.h"

#include "base/assert.h"
#include "base/raw.h"
#include "base/workers.h"
#include "runtime/digest/encoding.h"
#include "runtime/digest/evp.h"
#include "runtime/password/argon2.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <argon2.h>
#include <openssl/evp.h>
#include <sodium.h>

namespace av::password {
namespace {

using base::raw;

constexpr std::size_t kSodiumSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::uint32_t kCurrentVersion = 0x13;

const char* text_of(ByteView bytes) {
  return static_cast<const char*>(static_cast<const void*>(bytes.data()));
}

tl::unexpected<Error> fail_memory(const Stored& stored) {
  return fail(ErrorCode::LimitExceeded,
              "no memory for " + name_of(stored.scheme) + " with " + parameters_of(stored));
}

// is_usual: the Argon2 of today, in one lane.
bool is_usual(const Stored& stored) {
  return stored.scheme == Scheme::Argon2id && stored.lanes == 1 &&
         stored.argon2_version == kCurrentVersion && stored.memory_kib >= 8;
}

// suits_sodium: libsodium has its own lengths of salt and digest.
bool suits_sodium(const Stored& stored) {
  return stored.salt.size() == kSodiumSaltBytes &&
         stored.digest.size() >= crypto_pwhash_argon2id_BYTES_MIN;
}

Result<SecretBytes> derive_fast(ByteView password, const Stored& stored) {
  SecretBytes out = SecretBytes::zeros(stored.digest.size());
  const bool done =
      fast_argon2id({password, stored.salt, stored.memory_kib, stored.passes}, out.writable());
  return done ? Result<SecretBytes>(std::move(out)) : fail_memory(stored);
}

Result<SecretBytes> derive_sodium(ByteView password, const Stored& stored) {
  static const bool kReady = sodium_init() >= 0;
  AV_ASSERT(kReady);
  SecretBytes out = SecretBytes::zeros(stored.digest.size());
  const int failed = crypto_pwhash_argon2id(
      raw(out.writable()), out.size(), text_of(password), password.size(), raw(stored.salt),
      stored.passes, std::size_t{stored.memory_kib} * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  return failed == 0 ? Result<SecretBytes>(std::move(out)) : fail_memory(stored);
}

// derive_library serves every other Argon2.  The library takes pointers to non-const and, without
// the flags to clear them, writes to neither.
Result<SecretBytes> derive_library(ByteView password, const Stored& stored) {
  SecretBytes out = SecretBytes::zeros(stored.digest.size());
  SecretBytes copy = SecretBytes::copy_of(password);
  std::vector<std::byte> salt = stored.salt;
  argon2_context context = {};
  context.out = raw(out.writable());
  context.outlen = static_cast<std::uint32_t>(out.size());
  context.pwd = raw(copy.writable());
  context.pwdlen = static_cast<std::uint32_t>(copy.size());
  context.salt = static_cast<std::uint8_t*>(static_cast<void*>(salt.data()));
  context.saltlen = static_cast<std::uint32_t>(salt.size());
  context.t_cost = stored.passes;
  context.m_cost = stored.memory_kib;
  context.lanes = stored.lanes;
  context.threads = std::min(stored.lanes, base::processor_count());
  context.version = stored.argon2_version;
  const argon2_type type = stored.scheme == Scheme::Argon2id  ? Argon2_id
                           : stored.scheme == Scheme::Argon2i ? Argon2_i
                                                              : Argon2_d;
  const int code = argon2_ctx(&context, type);
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR || code == ARGON2_THREAD_FAIL) {
    return fail_memory(stored);
  }
  if (code != ARGON2_OK) {
    return fail(ErrorCode::InvalidArgument,
                std::string("Argon2 refuses the parameters: ") + argon2_error_message(code));
  }
  return out;
}

Result<SecretBytes> derive_argon2(ByteView password, const Stored& stored) {
  if (is_usual(stored) && has_fast_argon2()) {
    return derive_fast(password, stored);
  }
  return is_usual(stored) && suits_sodium(stored) ? derive_sodium(password, stored)
                                                  : derive_library(password, stored);
}

Result<SecretBytes> derive_scrypt(ByteView password, const Stored& stored) {
  SecretBytes out = SecretBytes::zeros(stored.digest.size());
  const int failed = crypto_pwhash_scryptsalsa208sha256_ll(
      raw(password), password.size(), raw(stored.salt), stored.salt.size(),
      std::uint64_t{1} << stored.log2_n, stored.r, stored.p, raw(out.writable()), out.size());
  return failed == 0 ? Result<SecretBytes>(std::move(out)) : fail_memory(stored);
}

Result<SecretBytes> derive_pbkdf2(ByteView password, const Stored& stored) {
  const char* const name = stored.scheme == Scheme::Pbkdf2Sha1     ? "SHA1"
                           : stored.scheme == Scheme::Pbkdf2Sha256 ? "SHA2-256"
                                                                   : "SHA2-512";
  SecretBytes out = SecretBytes::zeros(stored.digest.size());
  EVP_MD* const method = EVP_MD_fetch(nullptr, name, nullptr);
  const int done =
      method == nullptr
          ? 0
          : PKCS5_PBKDF2_HMAC(password.empty() ? "" : text_of(password),
                              static_cast<int>(password.size()), raw(stored.salt),
                              static_cast<int>(stored.salt.size()), static_cast<int>(stored.rounds),
                              method, static_cast<int>(out.size()), raw(out.writable()));
  EVP_MD_free(method);
  return done == 1 ? Result<SecretBytes>(std::move(out)) : fail_memory(stored);
}

Result<SecretBytes> derive_bcrypt(ByteView password, const Stored& stored) {
  const SecretBytes input = AV_TRY(bcrypt_input(password, stored));
  const auto job = make_job(input.expose(), stored.bcrypt);
  run_shared(*job);
  return digest_of(*job);
}

}  // namespace

Result<SecretBytes> bcrypt_input(ByteView password, const Stored& stored) {
  using digest::Algorithm;
  if (stored.scheme == Scheme::Bcrypt) {
    if (password.size() > kBcryptMaxBytes) {
      return fail(
          ErrorCode::InvalidArgument,
          "bcrypt reads 72 bytes of a password, and this one has " +
              std::to_string(password.size()),
          "the policy's prehash_long (--prehash-long) hashes them first, and marks the string");
    }
    return SecretBytes::copy_of(password);
  }
  if (stored.scheme == Scheme::BcryptSha256) {
    const std::string salt = to_bcrypt_base64(stored.bcrypt.salt);
    const auto key = AV_TRY(digest::HmacKey::create(Algorithm::Sha256, secret::bytes_of(salt)));
    return digest::secret_base64(key.derive(password).expose());
  }
  const SecretBytes hashed = digest::secret_hash(Algorithm::Sha256, password);
  return stored.scheme == Scheme::DjangoBcryptSha256 ? digest::secret_hex(hashed.expose())
                                                     : digest::secret_base64(hashed.expose());
}

Result<SecretBytes> derive(ByteView password, const Stored& stored) {
  const MemoryLease lease = AV_TRY(MemoryLease::take(memory_of(stored)));
  switch (stored.scheme) {
    case Scheme::Argon2i:
    case Scheme::Argon2d:
    case Scheme::Argon2id:
      return derive_argon2(password, stored);
    case Scheme::Scrypt:
      return derive_scrypt(password, stored);
    case Scheme::Pbkdf2Sha1:
    case Scheme::Pbkdf2Sha256:
    case Scheme::Pbkdf2Sha512:
      return derive_pbkdf2(password, stored);
    default:
      return derive_bcrypt(password, stored);
  }
}

}  // namespace av::password
