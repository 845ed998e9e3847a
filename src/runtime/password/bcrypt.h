#pragma once
// bcrypt.h — bcrypt's strings, and jobs for the key schedule.

#include "runtime/password/eks_blowfish.h"
#include <antivenom/password.h>

#include <memory>

namespace av::password {

inline constexpr std::size_t kBcryptSaltBytes = 16;
inline constexpr std::size_t kBcryptDigestBytes = 23;
inline constexpr std::size_t kBcryptSaltChars = 22;
inline constexpr std::size_t kBcryptDigestChars = 31;

// Setting is what comes before the digest: "$2b$12$" and the salt.
struct BcryptSetting {
  char variant = 'b';
  std::uint32_t cost = 0;
  std::array<std::byte, kBcryptSaltBytes> salt = {};
};

// parse_setting reads a salt or a whole hash; `rest` is what follows the salt.  A salt in other
// than its canonical spelling is refused: some programs read it as another.
Result<BcryptSetting> parse_setting(std::string_view text, std::string_view* rest = nullptr);
std::string write_setting(const BcryptSetting& setting);

// bcrypt_base64 is bcrypt's own alphabet and bit order; decoding takes canonical text only.
std::string to_bcrypt_base64(ByteView bytes);
std::optional<std::vector<std::byte>> from_bcrypt_base64(std::string_view text);

// make_job prepares a hash of at most 72 bytes; digest_of reads the answer.
std::unique_ptr<EksJob> make_job(ByteView password, const BcryptSetting& setting);
SecretBytes digest_of(const EksJob& job);

}  // namespace av::password
