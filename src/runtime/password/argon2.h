#pragma once
// argon2.h — Argon2id with one lane, in vector code on huge pages.
//
// libsodium computes about as fast, but in pages of 4 KiB: a third of its time goes into faults and
// into looking up addresses.  In: password, salt, costs.  Out: the tag.  Fails when the system
// gives no memory.  The memory goes back to the system, which clears it; nothing else is kept.
// Constant-time in the password in the first half of the first pass, as RFC 9106 has it.

#include <antivenom/secret.h>

#include <cstdint>
#include <span>

namespace av::password {

struct Argon2Input {
  secret::ByteView password;
  secret::ByteView salt;
  std::uint32_t memory_kib = 0;  // 8 or more
  std::uint32_t passes = 0;      // 1 or more
};

// has_fast_argon2 says whether this processor can: the rest is never called where it cannot.
bool has_fast_argon2();

// fast_argon2id computes version 0x13 with one lane into `tag`, of 4 to 1024 bytes; false when
// there is no memory.
bool fast_argon2id(const Argon2Input& input, std::span<std::byte> tag);

}  // namespace av::password
