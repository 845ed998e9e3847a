#include "runtime/fernet/seal.h"

#include "base/assert.h"
#include "base/memory.h"
#include "base/raw.h"
#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

#include <algorithm>

namespace av::fernet {
namespace {

using base::raw;

constexpr std::size_t kSealKeyBytes = 16;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kCheckBytes = 4;
constexpr std::string_view kKeyPrefix = "avseal1-";
constexpr std::string_view kInfo = "c2sp.org/chunked-encryption@v1+AEAD_AES_128_GCM";

const EVP_CIPHER* aes_128_gcm() {
  static const EVP_CIPHER* const kCipher = [] {
    const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr);
    base::need_memory(fetched != nullptr);
    return fetched;
  }();
  return kCipher;
}

// check_of is four bytes that a mistyped key will not have.
digest::Digest check_of(ByteView key) {
  return digest::hash(digest::Algorithm::Sha256, key);
}

}  // namespace

SealKey SealKey::generate() {
  return SealKey(digest::random_bytes(kSealKeyBytes));
}

Result<SealKey> SealKey::from_bytes(ByteView bytes) {
  if (bytes.size() != kSealKeyBytes) {
    return fail(ErrorCode::InvalidArgument, "a seal key is 16 bytes, uniformly random");
  }
  return SealKey(SecretBytes::copy_of(bytes));
}

Result<SealKey> SealKey::parse(std::string_view text) {
  const auto bytes =
      text.starts_with(kKeyPrefix)
          ? digest::from_base64(text.substr(kKeyPrefix.size()), digest::kBase64UrlNoPadding)
          : std::nullopt;
  if (!bytes || bytes->size() != kSealKeyBytes + kCheckBytes) {
    return fail(ErrorCode::InvalidArgument, "a seal key starts with avseal1- and has 35 characters",
                "`antivenom fernet keygen --seal` makes one; a Fernet key does not seal files");
  }
  const ByteView key = bytes->expose().first(kSealKeyBytes);
  const digest::Digest check = check_of(key);
  if (!secret::equal(check.bytes().first(kCheckBytes), bytes->expose().last(kCheckBytes))) {
    return fail(ErrorCode::InvalidArgument, "the seal key's check does not fit: it was mistyped");
  }
  return SealKey(SecretBytes::copy_of(key));
}

SecretBytes SealKey::text() const {
  SecretBytes bytes = bytes_.clone();
  bytes.append(check_of(bytes_.expose()).bytes().first(kCheckBytes));
  SecretBytes text = SecretBytes::copy_of(kKeyPrefix);
  text.append(digest::secret_base64(bytes.expose(), digest::kBase64UrlNoPadding).expose());
  return text;
}

Result<ChunkCipher> ChunkCipher::derive(const SealKey& key, ByteView salt, ByteView context,
                                        Direction direction) {
  AV_ASSERT(salt.size() == kSaltBytes);
  std::vector<std::byte> info(kInfo.size() + 1);
  std::ranges::copy(secret::bytes_of(kInfo), info.begin());
  info.insert(info.end(), salt.begin(), salt.end());
  info.insert(info.end(), context.begin(), context.end());
  const SecretBytes derived =
      AV_TRY(digest::hkdf_expand(digest::Algorithm::Sha256, key.expose(), info,
                                 kSealKeyBytes + kNonceBytes + kCommitmentBytes));
  ChunkCipher cipher;
  cipher.nonce_ = SecretBytes::copy_of(derived.expose().subspan(kSealKeyBytes, kNonceBytes));
  cipher.commitment_ = SecretBytes::copy_of(derived.expose().last(kCommitmentBytes));
  cipher.context_ = EVP_CIPHER_CTX_new();
  base::need_memory(cipher.context_ != nullptr &&
                    EVP_CipherInit_ex2(cipher.context_, aes_128_gcm(), raw(derived.expose()),
                                       nullptr, static_cast<int>(direction), nullptr) == 1);
  return cipher;
}

ChunkCipher::ChunkCipher(ChunkCipher&& other) noexcept {
  *this = std::move(other);
}

ChunkCipher& ChunkCipher::operator=(ChunkCipher&& other) noexcept {
  std::swap(context_, other.context_);
  std::swap(nonce_, other.nonce_);
  std::swap(commitment_, other.commitment_);
  std::swap(chunk_, other.chunk_);
  return *this;
}

ChunkCipher::~ChunkCipher() {
  EVP_CIPHER_CTX_free(context_);
}

// next_nonce sets the base nonce XOR the chunk's number, and counts on.
Result<void> ChunkCipher::next_nonce() {
  if (chunk_ >= kMostChunks) {
    return fail(ErrorCode::LimitExceeded, "a sealed message is at most 4 PiB");
  }
  std::array<std::byte, kNonceBytes> nonce = {};
  std::ranges::copy(nonce_.expose(), nonce.begin());
  for (std::size_t i = 0; i < sizeof(chunk_); ++i) {
    nonce[kNonceBytes - 1 - i] ^= static_cast<std::byte>(chunk_ >> (8 * i));
  }
  ++chunk_;
  AV_ASSERT(EVP_CipherInit_ex2(context_, nullptr, nullptr, raw(ByteView(nonce)), -1, nullptr) == 1);
  return {};
}

Result<void> ChunkCipher::seal(ByteView plain, std::span<std::byte> sealed) {
  AV_ASSERT(sealed.size() == plain.size() + kTagBytes && plain.size() <= kChunkBytes);
  AV_TRY(next_nonce());
  int size = 0;
  int rest = 0;
  AV_ASSERT(EVP_CipherUpdate(context_, raw(sealed), &size, raw(plain),
                             static_cast<int>(plain.size())) == 1);
  AV_ASSERT(EVP_CipherFinal_ex(context_, raw(sealed) + size, &rest) == 1);
  AV_ASSERT(EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                                raw(sealed.last(kTagBytes))) == 1);
  return {};
}

Result<void> ChunkCipher::open(ByteView sealed, std::span<std::byte> plain) {
  AV_ASSERT(sealed.size() == plain.size() + kTagBytes);
  AV_TRY(next_nonce());
  std::array<std::byte, kTagBytes> tag = {};
  std::ranges::copy(sealed.last(kTagBytes), tag.begin());
  int size = 0;
  int rest = 0;
  AV_ASSERT(EVP_CipherUpdate(context_, raw(plain), &size, raw(sealed),
                             static_cast<int>(plain.size())) == 1);
  AV_ASSERT(EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  std::byte none{};
  if (EVP_CipherFinal_ex(context_, raw(std::span(&none, 1)), &rest) != 1) {
    secret::wipe(plain);
    return fail(ErrorCode::InvalidArgument, "chunk " + std::to_string(chunk_ - 1) +
                                                " of the sealed data is not what was sealed there");
  }
  return {};
}

}  // namespace av::fernet
