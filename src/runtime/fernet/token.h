#pragma once
// token.h — one Fernet token, made and read with prepared keys.
//
// A token goes through a buffer that stays in the core's first caches: encrypted, hashed and
// encoded there in one pass, or decoded, hashed and decrypted.
// Source: Fernet Spec, version 0x80.

#include "runtime/fernet/kernel.h"
#include <antivenom/fernet.h>

namespace av::fernet {

inline constexpr unsigned char kVersion = 0x80;
inline constexpr std::size_t kVersionAt = 0;
inline constexpr std::size_t kTimeAt = 1;
inline constexpr std::size_t kVectorAt = 9;
inline constexpr std::size_t kCipherAt = 25;
inline constexpr std::size_t kMacBytes = 32;

// TokenKeys is what a Fernet key becomes: round keys, and SHA-256 after one block of HMAC's pads.
struct TokenKeys {
  explicit TokenKeys(ByteView key);  // 32 bytes
  TokenKeys(const TokenKeys&) = delete;
  TokenKeys& operator=(const TokenKeys&) = delete;
  ~TokenKeys();

  CbcKey cipher;
  ShaWords inner = kShaStart;
  ShaWords outer = kShaStart;
};

// TokenParts is what a token is made of.
struct TokenParts {
  ByteView message;
  std::uint64_t seconds = 0;
  std::array<unsigned char, kAesBlock> vector = {};
};

// make_token fills `token`, which has Fernet::token_size characters.
void make_token(const TokenKeys& keys, const TokenParts& parts, std::span<char> token,
                Speed speed = Speed::Fastest);

// OpenedToken is an authentic token's content.
struct OpenedToken {
  std::size_t message_bytes = 0;
  std::uint64_t seconds = 0;
};

// open_token writes the message into `message` (Fernet::message_bound bytes) and nothing else; on
// failure `message` is wiped.  Nothing is said of why a token is none.
std::optional<OpenedToken> open_token(const TokenKeys& keys, std::string_view token,
                                      std::span<std::byte> message, Speed speed = Speed::Fastest);

// padding_of is how many bytes of padding a last block ends with, 0 when they are none.
// Constant-time in the block.
std::size_t padding_of(const unsigned char* block);

// Testing reaches into a Fernet: tests, and the compatible module, choose time and vector.
struct Testing {
  static const TokenKeys& keys(const Fernet& fernet);
};

}  // namespace av::fernet
