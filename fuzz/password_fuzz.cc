// Any text is a stored password string or an error; what we write of one is read as the same.

#include "runtime/password/stored.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using av::password::Scheme;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto stored = av::password::parse_stored(text);
  if (!stored) {
    return 0;
  }
  (void)check_caps(*stored, {});
  const bool is_ours = stored->scheme == Scheme::Bcrypt || stored->scheme == Scheme::BcryptSha256 ||
                       stored->scheme == Scheme::Scrypt || stored->scheme == Scheme::Pbkdf2Sha256 ||
                       stored->scheme == Scheme::Pbkdf2Sha512;
  if (!is_ours || (stored->salt.empty() && stored->scheme != Scheme::Bcrypt &&
                   stored->scheme != Scheme::BcryptSha256)) {
    return 0;
  }
  const auto again = av::password::parse_stored(write_stored(*stored));
  if (!again || again->digest != stored->digest || again->salt != stored->salt ||
      again->bcrypt.salt != stored->bcrypt.salt || again->rounds != stored->rounds) {
    std::abort();
  }
  return 0;
}
