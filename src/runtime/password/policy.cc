#include "runtime/password/policy.h"

#include "base/memory.h"
#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace av::password {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kSha512Bytes = 64;  // what passlib asks of PBKDF2-SHA512
constexpr std::size_t kMostIdChars = 32;

// Guidance pairs a cost that grows with another that may then shrink.
struct Guidance {
  std::uint32_t size;  // KiB, or the logarithm of N
  std::uint32_t times;
};
// Source: OWASP Password Storage Cheat Sheet, "Argon2id" and "scrypt" (r = 8).
constexpr std::array kArgon2Guidance = {Guidance{47104, 1}, Guidance{19456, 2}, Guidance{12288, 3},
                                        Guidance{9216, 4}, Guidance{7168, 5}};
constexpr std::array kScryptGuidance = {Guidance{17, 1}, Guidance{16, 2}, Guidance{15, 3},
                                        Guidance{14, 5}, Guidance{13, 10}};
constexpr std::uint32_t kLeastBcrypt = 10;
constexpr std::uint32_t kLeastPbkdf2Sha256 = 600000;
constexpr std::uint32_t kLeastPbkdf2Sha512 = 210000;

template <std::size_t kCount>
bool meets(const std::array<Guidance, kCount>& guidance, std::uint32_t size, std::uint32_t times) {
  return std::ranges::any_of(
      guidance, [&](const Guidance& one) { return size >= one.size && times >= one.times; });
}

bool meets_floor(const Policy& policy) {
  const Costs& costs = policy.costs;
  switch (policy.algorithm) {
    case Algorithm::Argon2id:
      return meets(kArgon2Guidance, costs.argon2_memory_kib, costs.argon2_passes);
    case Algorithm::Scrypt:
      return costs.scrypt_r >= 8 && meets(kScryptGuidance, costs.scrypt_log2_n, costs.scrypt_p);
    case Algorithm::Bcrypt:
      return costs.bcrypt_cost >= kLeastBcrypt;
    case Algorithm::Pbkdf2Sha256:
      return costs.pbkdf2_sha256_rounds >= kLeastPbkdf2Sha256;
    case Algorithm::Pbkdf2Sha512:
      return costs.pbkdf2_sha512_rounds >= kLeastPbkdf2Sha512;
  }
  return false;
}

// Bounds are where a cost means something, whatever the guidance says.
struct Bounds {
  std::string_view what;
  std::uint32_t Costs::*cost;
  std::uint32_t least;
  std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
};
constexpr std::array kBounds = {
    Bounds{"argon2id's passes", &Costs::argon2_passes, 1},
    Bounds{"argon2id's lanes", &Costs::argon2_lanes, 1},
    Bounds{"bcrypt's cost", &Costs::bcrypt_cost, 4, 31},
    Bounds{"scrypt's logarithm of N", &Costs::scrypt_log2_n, 1, 31},
    Bounds{"scrypt's r", &Costs::scrypt_r, 1},
    Bounds{"scrypt's p", &Costs::scrypt_p, 1},
    Bounds{"pbkdf2-sha256's rounds", &Costs::pbkdf2_sha256_rounds, 1},
    Bounds{"pbkdf2-sha512's rounds", &Costs::pbkdf2_sha512_rounds, 1},
};

Result<void> check_bounds(const Costs& costs) {
  for (const Bounds& bounds : kBounds) {
    const std::uint32_t cost = costs.*bounds.cost;
    if (cost < bounds.least || cost > bounds.most) {
      const bool is_open = bounds.most == std::numeric_limits<std::uint32_t>::max();
      return fail(ErrorCode::InvalidArgument,
                  std::string(bounds.what) + " cannot be " + std::to_string(cost),
                  std::to_string(bounds.least) +
                      (is_open ? " or more" : " to " + std::to_string(bounds.most)));
    }
  }
  if (costs.argon2_memory_kib / 8 < costs.argon2_lanes) {
    return fail(ErrorCode::InvalidArgument, "argon2id's memory has no room for its lanes",
                "8 KiB or more for each");
  }
  return {};
}

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kMostIdChars && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

// rank orders schemes; what is not in the policy's own list is weaker than all of it.
int rank(Scheme scheme) {
  switch (scheme) {
    case Scheme::Argon2id:
      return 5;
    case Scheme::Scrypt:
      return 4;
    case Scheme::Bcrypt:
    case Scheme::BcryptSha256:
      return 3;
    case Scheme::Pbkdf2Sha512:
    case Scheme::Pbkdf2Sha256:
      return 2;
    default:
      return 1;
  }
}

std::size_t digest_bytes(Scheme scheme) {
  if (rank(scheme) == 3) {
    return kBcryptDigestBytes;
  }
  return scheme == Scheme::Pbkdf2Sha512 ? kSha512Bytes : kDigestBytes;
}

Scheme scheme_of(const Policy& policy, std::size_t password_bytes) {
  switch (policy.algorithm) {
    case Algorithm::Argon2id:
      return Scheme::Argon2id;
    case Algorithm::Scrypt:
      return Scheme::Scrypt;
    case Algorithm::Pbkdf2Sha256:
      return Scheme::Pbkdf2Sha256;
    case Algorithm::Pbkdf2Sha512:
      return Scheme::Pbkdf2Sha512;
    case Algorithm::Bcrypt:
      break;
  }
  const bool is_long = password_bytes > kBcryptMaxBytes && policy.peppers.empty();
  return is_long && policy.long_passwords == Policy::LongPasswords::PreHash ? Scheme::BcryptSha256
                                                                            : Scheme::Bcrypt;
}

// costs_to puts the policy's costs for its scheme into `stored`.
void costs_to(Stored& stored, const Costs& costs) {
  switch (stored.scheme) {
    case Scheme::Argon2id:
      stored.memory_kib = costs.argon2_memory_kib;
      stored.passes = costs.argon2_passes;
      stored.lanes = costs.argon2_lanes;
      break;
    case Scheme::Scrypt:
      stored.log2_n = costs.scrypt_log2_n;
      stored.r = costs.scrypt_r;
      stored.p = costs.scrypt_p;
      break;
    case Scheme::Pbkdf2Sha256:
      stored.rounds = costs.pbkdf2_sha256_rounds;
      break;
    case Scheme::Pbkdf2Sha512:
      stored.rounds = costs.pbkdf2_sha512_rounds;
      break;
    default:
      stored.bcrypt.cost = costs.bcrypt_cost;
  }
}

Result<void> check_peppers(std::span<const Pepper> peppers) {
  constexpr std::size_t kLeastKeyBytes = 16;
  for (const Pepper& pepper : peppers) {
    if (!is_id(pepper.id)) {
      return fail(ErrorCode::InvalidArgument,
                  "a pepper's id is 1 to 32 letters, digits, hyphens and underscores");
    }
    if (pepper.key.size() < kLeastKeyBytes) {
      return fail(ErrorCode::InvalidArgument, "a pepper's key has 16 bytes or more");
    }
  }
  return {};
}

Stored fresh(const Policy& policy, std::size_t password_bytes) {
  Stored stored;
  stored.scheme = scheme_of(policy, password_bytes);
  stored.pepper_id = policy.peppers.empty() ? "" : policy.peppers.front().id;
  costs_to(stored, policy.costs);
  stored.salt.resize(kSaltBytes);
  digest::fill_random(stored.salt);
  std::ranges::copy(stored.salt, stored.bcrypt.salt.begin());
  stored.digest.resize(digest_bytes(stored.scheme));
  return stored;
}

}  // namespace

Result<void> check_floor(const Policy& policy) {
  AV_TRY(check_bounds(policy.costs));
  if (policy.floor == Policy::Floor::Enforce && !meets_floor(policy)) {
    return fail(ErrorCode::InvalidArgument, "the policy's costs are below today's guidance",
                "Argon2id 19 MiB in 2 passes, bcrypt 10, scrypt N=2^17, PBKDF2-SHA256 600000");
  }
  return {};
}

Result<void> check(const Policy& policy) {
  return base::or_out_of_memory([&]() -> Result<void> {
    AV_TRY(check_peppers(policy.peppers));
    AV_TRY(new_stored(policy, 0));
    return {};
  });
}

Result<Stored> new_stored(const Policy& policy, std::size_t password_bytes) {
  AV_TRY(check_floor(policy));
  Stored stored = fresh(policy, password_bytes);
  AV_TRY(check_caps(stored, policy.caps));
  return stored;
}

std::optional<Stored> upgrade_of(const Stored& stored, const Policy& policy,
                                 std::size_t password_bytes) {
  Stored wanted = fresh(policy, password_bytes);
  const bool same_kind = rank(stored.scheme) == rank(wanted.scheme);
  if (rank(stored.scheme) > rank(wanted.scheme)) {
    // A stronger algorithm stays; its pepper can still be renewed.
    if (wanted.pepper_id.empty() || stored.pepper_id == wanted.pepper_id) {
      return std::nullopt;
    }
  }
  const bool has_pepper = wanted.pepper_id.empty() || stored.pepper_id == wanted.pepper_id;
  const bool is_strong = stored.memory_kib >= wanted.memory_kib && stored.passes >= wanted.passes &&
                         stored.log2_n >= wanted.log2_n && stored.r >= wanted.r &&
                         stored.p >= wanted.p && stored.bcrypt.cost >= wanted.bcrypt.cost &&
                         stored.rounds >= (stored.scheme == wanted.scheme ? wanted.rounds : 0);
  if (same_kind && is_strong && has_pepper) {
    return std::nullopt;
  }
  const bool is_too_long = password_bytes > kBcryptMaxBytes && wanted.pepper_id.empty();
  if (wanted.scheme == Scheme::Bcrypt && is_too_long && stored.scheme != Scheme::BcryptSha256) {
    // The policy has no form for such a password: what is stored must do.
    return std::nullopt;
  }
  if (rank(stored.scheme) >= rank(wanted.scheme) &&
      (stored.scheme != Scheme::BcryptSha256 || is_too_long)) {
    wanted.scheme = stored.scheme;
    costs_to(wanted, policy.costs);
  }
  wanted.memory_kib = std::max(wanted.memory_kib, stored.memory_kib);
  wanted.passes = std::max(wanted.passes, stored.passes);
  wanted.lanes = std::max(wanted.lanes, stored.lanes);
  wanted.log2_n = std::max(wanted.log2_n, stored.log2_n);
  wanted.r = std::max(wanted.r, stored.r);
  wanted.p = std::max(wanted.p, stored.p);
  wanted.bcrypt.cost = std::max(wanted.bcrypt.cost, stored.bcrypt.cost);
  wanted.rounds = std::max(wanted.rounds, stored.rounds);
  wanted.pepper_id = wanted.pepper_id.empty() ? stored.pepper_id : wanted.pepper_id;
  wanted.digest.resize(digest_bytes(wanted.scheme));
  return wanted;
}

Result<SecretBytes> peppered(ByteView password, const Stored& stored, const Policy& policy) {
  if (stored.pepper_id.empty()) {
    return SecretBytes::copy_of(password);
  }
  const auto pepper = std::ranges::find(policy.peppers, stored.pepper_id, &Pepper::id);
  if (pepper == policy.peppers.end()) {
    return fail(ErrorCode::NotFound, "the policy has no pepper `" + stored.pepper_id + "`");
  }
  const auto key = AV_TRY(digest::HmacKey::create(digest::Algorithm::Sha256, pepper->key.expose()));
  return digest::secret_base64(key.derive(password).expose());
}

}  // namespace av::password
