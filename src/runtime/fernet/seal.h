#pragma once
// seal.h — the parts of C2SP chunked encryption that sealing and opening share.

#include <antivenom/fernet.h>

#include <openssl/evp.h>

namespace av::fernet {

inline constexpr std::size_t kSaltBytes = 24;
inline constexpr std::size_t kCommitmentBytes = 32;
inline constexpr std::size_t kSealedChunkBytes = kChunkBytes + kTagBytes;
inline constexpr std::uint64_t kMostChunks = std::uint64_t{1} << 38U;

// ChunkCipher encrypts or decrypts the chunks of one message, in order.
class ChunkCipher {
 public:
  enum class Direction : int { Open = 0, Seal = 1 };
  // The key, base nonce and commitment are derived from `key`, `salt` and `context`.
  static Result<ChunkCipher> derive(const SealKey& key, ByteView salt, ByteView context,
                                    Direction direction);
  ChunkCipher(ChunkCipher&& other) noexcept;
  ChunkCipher& operator=(ChunkCipher&& other) noexcept;
  ~ChunkCipher();

  [[nodiscard]] ByteView commitment() const { return commitment_.expose(); }

  // seal writes the chunk's ciphertext and tag, kTagBytes more than `plain`.
  Result<void> seal(ByteView plain, std::span<std::byte> sealed);
  // open writes kTagBytes less than `sealed`; when that is not authentic `plain` is wiped.
  Result<void> open(ByteView sealed, std::span<std::byte> plain);

 private:
  ChunkCipher() = default;
  Result<void> next_nonce();

  EVP_CIPHER_CTX* context_ = nullptr;
  SecretBytes nonce_;
  SecretBytes commitment_;
  std::uint64_t chunk_ = 0;
};

}  // namespace av::fernet
