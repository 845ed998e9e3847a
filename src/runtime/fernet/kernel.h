#pragma once
// kernel.h — AES-128-CBC and SHA-256 on whole blocks, side by side.
//
// CBC encryption waits for each block before it can begin the next, and SHA-256 waits for each
// round: one after the other they leave most of a core idle.  encrypt_and_hash and decrypt_and_hash
// give the processor both at once, which takes little longer than the slower of the two.
// Constant-time: by the AES and SHA instructions of x86-64, elsewhere by OpenSSL.
// Source: FIPS 197, FIPS 180-4, SP 800-38A; Intel's manual for the instructions.

#include "runtime/fernet/base64url.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace av::fernet {

inline constexpr std::size_t kAesBlock = 16;
inline constexpr std::size_t kShaBlock = 64;

// CbcKey is an AES-128 key and its round keys; wiped when it goes.
struct CbcKey {
  CbcKey() = default;
  CbcKey(const CbcKey&) = delete;
  CbcKey& operator=(const CbcKey&) = delete;
  ~CbcKey();
  void expand(const unsigned char* key);  // 16 bytes

  using Rounds = std::array<std::array<unsigned char, kAesBlock>, 11>;
  alignas(16) Rounds encrypting = {};  // the key itself comes first
  alignas(16) Rounds decrypting = {};
};

using ShaWords = std::array<std::uint32_t, 8>;
inline constexpr ShaWords kShaStart = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

// Pass is one run over blocks, from `in` to `out`, which do not overlap.  `chain` is the
// initialization vector, replaced by what the next run needs.
struct Pass {
  const unsigned char* in;
  unsigned char* out;
  std::size_t blocks;  // of 16 bytes
};

void cbc_encrypt(const CbcKey& key, unsigned char* chain, const Pass& pass,
                 Speed speed = Speed::Fastest);
void cbc_decrypt(const CbcKey& key, unsigned char* chain, const Pass& pass,
                 Speed speed = Speed::Fastest);
void sha256_blocks(ShaWords& words, const unsigned char* in, std::size_t blocks,
                   Speed speed = Speed::Fastest);

// Stitch is a pass over `pass.blocks` / 4 units of 64 bytes, and for each unit one SHA-256 block
// from `hashed` on.  What is hashed of the pass's own output must end where that begins, or
// earlier.
struct Stitch {
  Pass pass;
  ShaWords* words;
  const unsigned char* hashed;
};
void encrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch,
                      Speed speed = Speed::Fastest);
void decrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch,
                      Speed speed = Speed::Fastest);

}  // namespace av::fernet
