#include "runtime/password/bcrypt.h"

#include "base/assert.h"
#include "base/memory.h"
#include "runtime/digest/evp.h"
#include <antivenom/digest.h>

#include <algorithm>

namespace av::password {
namespace {

constexpr std::string_view kDigits =
    "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::uint32_t kLeastCost = 4;
constexpr std::uint32_t kMostCost = 31;
constexpr std::size_t kSettingChars = 7 + kBcryptSaltChars;
constexpr std::size_t kMostKdfBytes = 512;
constexpr std::size_t kKdfBlock = 32;

tl::unexpected<Error> fail_setting() {
  return fail(ErrorCode::InvalidArgument, "not a bcrypt salt or hash",
              "it looks like $2b$12$ and 22 (a salt) or 53 (a hash) characters");
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// text_words is ASCII text as big-endian words.
template <std::size_t kWords>
constexpr std::array<std::uint32_t, kWords> text_words(std::string_view text) {
  std::array<std::uint32_t, kWords> words = {};
  for (std::size_t i = 0; i < text.size(); ++i) {
    words[i / 4] = words[i / 4] << 8U | static_cast<unsigned char>(text[i]);
  }
  return words;
}
constexpr auto kBcryptText = text_words<8>("OrpheanBeholderScryDoubt");
constexpr auto kKdfText = text_words<8>("OxychromaticBlowfishSwatDynamite");

tl::unexpected<Error> fail_long(std::size_t size) {
  return fail(ErrorCode::InvalidArgument,
              "bcrypt reads 72 bytes of a password, and this one has " + std::to_string(size),
              "allow a pre-hash in the policy, or cut it where you mean to");
}

// kdf_block is bcrypt_hash of bcrypt_pbkdf.c: the password and salt given are SHA-512 digests.
SecretBytes kdf_block(ByteView password, ByteView salt) {
  EksJob job;
  fill_words(job.key, password);
  fill_words(job.first, salt);
  std::copy_n(job.first.begin(), 16, job.salt.begin());
  job.salt_words = 16;
  job.second = job.key;
  job.rounds = 64;
  job.text = kKdfText;
  job.text_words = 8;
  run_shared(job);
  SecretBytes out = SecretBytes::zeros(kKdfBlock);
  for (std::size_t i = 0; i < kKdfBlock; ++i) {
    out.writable()[i] = static_cast<std::byte>(job.text[i / 4] >> (8 * (i % 4)) & 0xFFU);
  }
  return out;
}

}  // namespace

std::string to_bcrypt_base64(ByteView bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group =
          group << 8U | (i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0);
    }
    const std::size_t digits = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t k = 0; k < digits; ++k) {
      text += kDigits[group >> (18 - 6 * k) & 63U];
    }
  }
  return text;
}

std::optional<std::vector<std::byte>> from_bcrypt_base64(std::string_view text) {
  std::vector<std::byte> bytes;
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t value = kDigits.find(text[i]);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    group = group << 6U | static_cast<std::uint32_t>(value);
    if (i % 4 != 0) {
      bytes.push_back(static_cast<std::byte>(group >> (6 - 2 * (i % 4)) & 0xFFU));
    }
  }
  const bool canonical = text.size() % 4 != 1 && to_bcrypt_base64(bytes) == text;
  return canonical ? std::optional(std::move(bytes)) : std::nullopt;
}

Result<BcryptSetting> parse_setting(std::string_view text, std::string_view* rest) {
  if (text.size() < kSettingChars || !text.starts_with("$2") || text[3] != '$' || text[6] != '$' ||
      !is_digit(text[4]) || !is_digit(text[5])) {
    return fail_setting();
  }
  BcryptSetting setting;
  setting.variant = text[2];
  setting.cost = static_cast<std::uint32_t>((text[4] - '0') * 10 + (text[5] - '0'));
  if (setting.variant == 'x') {
    return fail(ErrorCode::Unsupported, "$2x$ marks hashes of a faulty program",
                "the user has to set the password anew");
  }
  const auto salt = from_bcrypt_base64(text.substr(7, kBcryptSaltChars));
  const bool known = setting.variant == 'a' || setting.variant == 'b' || setting.variant == 'y';
  if (!known || setting.cost < kLeastCost || setting.cost > kMostCost || !salt) {
    return fail_setting();
  }
  std::ranges::copy(*salt, setting.salt.begin());
  if (rest != nullptr) {
    *rest = text.substr(kSettingChars);
  }
  return setting;
}

std::string write_setting(const BcryptSetting& setting) {
  std::string text = "$2";
  text += setting.variant;
  text += setting.cost < 10 ? "$0" : "$";
  return text + std::to_string(setting.cost) + "$" + to_bcrypt_base64(setting.salt);
}

std::unique_ptr<EksJob> make_job(ByteView password, const BcryptSetting& setting) {
  AV_ASSERT(password.size() <= kBcryptMaxBytes);
  SecretBytes key = SecretBytes::copy_of(password);
  const std::byte nul{};
  key.append({&nul, key.size() < kBcryptMaxBytes ? std::size_t{1} : 0});
  auto job = std::make_unique<EksJob>();
  fill_words(job->key, key.expose());
  job->first = job->key;
  fill_words(job->second, setting.salt);
  std::copy_n(job->second.begin(), 4, job->salt.begin());
  job->rounds = std::uint64_t{1} << setting.cost;
  job->text = kBcryptText;
  return job;
}

SecretBytes digest_of(const EksJob& job) {
  SecretBytes digest = SecretBytes::zeros(kBcryptDigestBytes);
  for (std::size_t i = 0; i < kBcryptDigestBytes; ++i) {
    digest.writable()[i] = static_cast<std::byte>(job.text[i / 4] >> (24 - 8 * (i % 4)) & 0xFFU);
  }
  return digest;
}

namespace {

Result<std::string> new_salt(std::uint32_t cost, std::string_view prefix) {
  if (cost < kLeastCost || cost > kMostCost) {
    return fail(ErrorCode::InvalidArgument, "a cost of bcrypt is from 4 to 31");
  }
  if (prefix != "2a" && prefix != "2b" && prefix != "2y") {
    return fail(ErrorCode::InvalidArgument, "a prefix of bcrypt is 2a, 2b or 2y");
  }
  BcryptSetting setting = {prefix[1], cost, {}};
  digest::fill_random(setting.salt);
  return write_setting(setting);
}

Result<std::string> hash_with(ByteView password, std::string_view setting) {
  const BcryptSetting parsed = AV_TRY(parse_setting(setting));
  if (password.size() > kBcryptMaxBytes) {
    return fail_long(password.size());
  }
  const auto job = make_job(password, parsed);
  run_shared(*job);
  return write_setting(parsed) + to_bcrypt_base64(digest_of(*job).expose());
}

// derive_key is bcrypt_pbkdf.
Result<SecretBytes> derive_key(const KdfInput& input, std::size_t size) {
  if (input.password.empty() || input.salt.empty()) {
    return fail(ErrorCode::InvalidArgument, "bcrypt_kdf needs a password and a salt");
  }
  if (size == 0 || size > kMostKdfBytes || input.rounds == 0) {
    return fail(ErrorCode::InvalidArgument, "bcrypt_kdf makes 1 to 512 bytes in 1 or more rounds");
  }
  const auto sha512 = [](ByteView data) {
    return digest::secret_hash(digest::Algorithm::Sha512, data);
  };
  const SecretBytes password = sha512(input.password);
  const std::size_t blocks = (size + kKdfBlock - 1) / kKdfBlock;
  SecretBytes key = SecretBytes::zeros(size);
  for (std::size_t block = 1; block <= blocks; ++block) {
    SecretBytes counted = SecretBytes::copy_of(input.salt);
    const std::array<std::byte, 4> count = {std::byte{0}, std::byte{0},
                                            static_cast<std::byte>(block >> 8U),
                                            static_cast<std::byte>(block)};
    counted.append(count);
    SecretBytes step = kdf_block(password.expose(), sha512(counted.expose()).expose());
    SecretBytes sum = step.clone();
    for (std::uint32_t round = 1; round < input.rounds; ++round) {
      step = kdf_block(password.expose(), sha512(step.expose()).expose());
      for (std::size_t i = 0; i < kKdfBlock; ++i) {
        sum.writable()[i] ^= step.expose()[i];
      }
    }
    // The bytes of a block are spread over the key, not laid end to end.
    for (std::size_t i = 0; i < kKdfBlock; ++i) {
      const std::size_t place = i * blocks + (block - 1);
      if (place < size) {
        key.writable()[place] = sum.expose()[i];
      }
    }
  }
  return key;
}

}  // namespace

Result<std::string> bcrypt_salt(std::uint32_t cost, std::string_view prefix) {
  return base::or_out_of_memory([&] { return new_salt(cost, prefix); });
}

Result<std::string> bcrypt_hash(ByteView password, std::string_view setting) {
  return base::or_out_of_memory([&] { return hash_with(password, setting); });
}

Result<bool> bcrypt_check(ByteView password, std::string_view hashed) {
  const std::string computed = AV_TRY(bcrypt_hash(password, hashed));
  return secret::equal(secret::bytes_of(computed), secret::bytes_of(hashed));
}

Result<SecretBytes> bcrypt_kdf(const KdfInput& input, std::size_t size) {
  return base::or_out_of_memory([&] { return derive_key(input, size); });
}

}  // namespace av::password
