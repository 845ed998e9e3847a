#include "runtime/fernet/token.h"

#include "base/assert.h"
#include "base/raw.h"
#include "runtime/digest/encoding.h"

#include <algorithm>
#include <cstring>

namespace av::fernet {
namespace {

using base::raw;

// A piece is whole groups of base64 and whole blocks of SHA-256.
constexpr std::size_t kPiece = std::size_t{192} * 64;
constexpr std::size_t kSlack = 256;
constexpr std::size_t kPieceChars = kPiece / 3 * 4;
constexpr std::size_t kFewestBytes = kCipherAt + kAesBlock + kMacBytes;

using Buffer = std::array<unsigned char, kPiece + kSlack>;

void wipe_words(ShaWords& words) {
  secret::wipe(std::as_writable_bytes(std::span(words)));
}

template <class T>
void put_big_endian(T value, unsigned char* to) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    to[i] = static_cast<unsigned char>(value >> (8 * (sizeof(T) - 1 - i)) & 0xFFU);
  }
}

using Sha = std::array<unsigned char, kMacBytes>;

// Tail is the end of what is hashed: its last bytes, under 64, and how many there were in all.
struct Tail {
  const unsigned char* rest;
  std::size_t total;
};

// finish_sha hashes the tail, with SHA-256's padding.
Sha finish_sha(ShaWords& words, const Tail& tail, Speed speed) {
  const std::size_t left = tail.total % kShaBlock;
  std::array<unsigned char, 2 * kShaBlock> last = {};
  std::memcpy(last.data(), tail.rest, left);
  last[left] = 0x80;
  const std::size_t blocks = left + 9 <= kShaBlock ? 1 : 2;
  put_big_endian(std::uint64_t{tail.total} * 8, last.data() + blocks * kShaBlock - 8);
  sha256_blocks(words, last.data(), blocks, speed);
  Sha digest = {};
  for (std::size_t i = 0; i < words.size(); ++i) {
    put_big_endian(words[i], digest.data() + 4 * i);
  }
  return digest;
}

// finish_mac ends the inner hash, in which the tail followed the key's block, and makes the outer.
Sha finish_mac(const TokenKeys& keys, ShaWords& inner, const Tail& tail, Speed speed) {
  Sha digest = finish_sha(inner, {tail.rest, tail.total + kShaBlock}, speed);
  ShaWords outer = keys.outer;
  const Sha mac = finish_sha(outer, {digest.data(), kMacBytes + kShaBlock}, speed);
  secret::wipe(std::as_writable_bytes(std::span(digest)));
  wipe_words(inner);
  wipe_words(outer);
  return mac;
}

// Maker makes one token.
class Maker {
 public:
  Maker(const TokenKeys& keys, std::span<char> token, Speed speed)
      : keys_(keys), inner_(keys.inner), token_(token), speed_(speed) {}

  void run(const TokenParts& parts) {
    begin(parts);
    const ByteView message = parts.message;
    const std::size_t whole = message.size() / kAesBlock;
    encrypt(raw(message), whole);
    std::array<unsigned char, kAesBlock> last = {};
    const std::size_t rest = message.size() % kAesBlock;
    last.fill(static_cast<unsigned char>(kAesBlock - rest));
    std::copy_n(raw(message) + whole * kAesBlock, rest, last.data());
    encrypt(last.data(), 1);
    secret::wipe(std::as_writable_bytes(std::span(last)));
    finish();
  }

 private:
  void begin(const TokenParts& parts) {
    buffer_[kVersionAt] = kVersion;
    put_big_endian(parts.seconds, buffer_.data() + kTimeAt);
    std::ranges::copy(parts.vector, buffer_.data() + kVectorAt);
    chain_ = parts.vector;
    filled_ = kCipherAt;
  }

  void encrypt(const unsigned char* in, std::size_t blocks) {
    while (blocks != 0) {
      const std::size_t done = encrypt_some(in, blocks);
      in += done * kAesBlock;
      blocks -= done;
      filled_ += done * kAesBlock;
      if (filled_ >= kPiece) {
        pass_on_piece();
      }
    }
  }

  // encrypt_some encrypts what fits, and hashes alongside once a block of SHA-256 lies ready.
  std::size_t encrypt_some(const unsigned char* in, std::size_t blocks) {
    unsigned char* const out = buffer_.data() + filled_;
    const std::size_t units = std::min(blocks / 4, (kPiece - filled_ + kShaBlock - 1) / kShaBlock);
    if (units == 0 || filled_ - hashed_ < kShaBlock) {
      const std::size_t few = std::min<std::size_t>(blocks, 4);
      cbc_encrypt(keys_.cipher, chain_.data(), {in, out, few}, speed_);
      return few;
    }
    encrypt_and_hash(keys_.cipher, chain_.data(),
                     {{in, out, units * 4}, &inner_, buffer_.data() + hashed_}, speed_);
    hashed_ += units * kShaBlock;
    return units * 4;
  }

  void hash_to(std::size_t end) {
    const std::size_t blocks = (end - hashed_) / kShaBlock;
    sha256_blocks(inner_, buffer_.data() + hashed_, blocks, speed_);
    hashed_ += blocks * kShaBlock;
  }

  void pass_on_piece() {
    hash_to(kPiece);
    encode_groups(buffer_.data(), kPiece, token_.data(), speed_);
    token_ = token_.subspan(kPieceChars);
    std::memmove(buffer_.data(), buffer_.data() + kPiece, filled_ - kPiece);
    filled_ -= kPiece;
    total_ += kPiece;
    hashed_ = 0;
  }

  void finish() {
    hash_to(filled_);
    const Sha mac = finish_mac(keys_, inner_, {buffer_.data() + hashed_, total_ + filled_}, speed_);
    std::ranges::copy(mac, buffer_.data() + filled_);
    filled_ += kMacBytes;
    const std::size_t groups = filled_ / 3 * 3;
    encode_groups(buffer_.data(), groups, token_.data(), speed_);
    const std::string tail = digest::to_base64(
        std::as_bytes(std::span(buffer_)).subspan(groups, filled_ - groups), digest::kBase64Url);
    AV_ASSERT(token_.size() == groups / 3 * 4 + tail.size());
    std::ranges::copy(tail, token_.data() + groups / 3 * 4);
  }

  const TokenKeys& keys_;
  ShaWords inner_;
  std::span<char> token_;
  Speed speed_;
  std::array<unsigned char, kAesBlock> chain_ = {};
  Buffer buffer_;           // the token's bytes from `total_` on
  std::size_t filled_ = 0;  // of the buffer
  std::size_t hashed_ = 0;  // of the buffer
  std::size_t total_ = 0;   // already encoded
};

// Shape is how many digits and bytes a text has that may be a token.
struct Shape {
  std::string_view digits;
  std::size_t bytes = 0;
};

std::optional<Shape> shape_of(std::string_view token) {
  if (token.size() % 4 != 0) {
    return std::nullopt;
  }
  const std::size_t padding = token.ends_with("==") ? 2 : token.ends_with('=') ? 1 : 0;
  const std::string_view digits = token.substr(0, token.size() - padding);
  const std::size_t bytes = digits.size() * 3 / 4;
  if (bytes < kFewestBytes || (bytes - kCipherAt - kMacBytes) % kAesBlock != 0) {
    return std::nullopt;
  }
  return Shape{digits, bytes};
}

// Reader reads one token.
class Reader {
 public:
  Reader(const TokenKeys& keys, const Shape& shape, Speed speed)
      : keys_(keys),
        inner_(keys.inner),
        digits_(shape.digits),
        mac_at_(shape.bytes - kMacBytes),
        speed_(speed) {}

  std::optional<OpenedToken> run(std::span<std::byte> message) {
    out_ = static_cast<unsigned char*>(static_cast<void*>(message.data()));
    unsigned char* const start = out_;
    while (!digits_.empty()) {
      const bool decoded = decode_piece();
      good_ = good_ && decoded;
      hash_and_decrypt();
      keep_rest();
    }
    const std::size_t hashed = hashed_ - base_;
    const Sha mac = finish_mac(keys_, inner_, {buffer_.data() + hashed, mac_at_}, speed_);
    const ByteView stated = std::as_bytes(std::span(buffer_)).subspan(mac_at_ - base_, kMacBytes);
    const bool authentic = secret::equal(std::as_bytes(std::span(mac)), stated);
    if (!good_ || !authentic) {
      return std::nullopt;
    }
    const std::size_t padding = padding_of(out_ - kAesBlock);
    if (padding == 0) {
      return std::nullopt;
    }
    return OpenedToken{static_cast<std::size_t>(out_ - start) - padding, seconds_};
  }

 private:
  // decode_piece appends the next bytes to the buffer.
  bool decode_piece() {
    const std::size_t chars = std::min(digits_.size() / 4 * 4, kPieceChars);
    const bool good = decode_groups(digits_.data(), chars, buffer_.data() + filled_, speed_);
    digits_.remove_prefix(chars);
    filled_ += chars / 4 * 3;
    if (digits_.empty() || digits_.size() >= 4) {
      return good;
    }
    const auto tail = digest::from_base64(digits_, digest::kBase64UrlNoPadding);
    const std::size_t count = digits_.size() - 1;
    digits_ = {};
    if (tail) {
      std::ranges::copy(tail->expose(),
                        std::as_writable_bytes(std::span(buffer_)).subspan(filled_).begin());
    }
    filled_ += count;
    return good && tail.has_value();
  }

  void hash_and_decrypt() {
    if (base_ == 0 && decrypted_ == 0) {
      good_ = good_ && buffer_[kVersionAt] == kVersion;
      for (std::size_t i = 0; i < 8; ++i) {
        seconds_ = seconds_ << 8U | buffer_[kTimeAt + i];
      }
      std::copy_n(buffer_.data() + kVectorAt, kAesBlock, chain_.data());
      decrypted_ = kCipherAt;
    }
    const std::size_t end = std::min(base_ + filled_, mac_at_);
    const std::size_t sha_blocks = end > hashed_ ? (end - hashed_) / kShaBlock : 0;
    const std::size_t blocks = end > decrypted_ ? (end - decrypted_) / kAesBlock : 0;
    const std::size_t units = std::min(sha_blocks, blocks / 4);
    decrypt_and_hash(keys_.cipher, chain_.data(),
                     {pass_of(units * 4), &inner_, buffer_.data() + (hashed_ - base_)}, speed_);
    hashed_ += units * kShaBlock;
    move_on(units * 4);
    sha256_blocks(inner_, buffer_.data() + (hashed_ - base_), sha_blocks - units, speed_);
    hashed_ += (sha_blocks - units) * kShaBlock;
    cbc_decrypt(keys_.cipher, chain_.data(), pass_of(blocks - units * 4), speed_);
    move_on(blocks - units * 4);
  }

  [[nodiscard]] Pass pass_of(std::size_t blocks) const {
    return {buffer_.data() + (decrypted_ - base_), out_, blocks};
  }
  void move_on(std::size_t blocks) {
    decrypted_ += blocks * kAesBlock;
    out_ += blocks * kAesBlock;
  }

  // keep_rest moves what is still needed to the buffer's front.
  void keep_rest() {
    const std::size_t drop = std::min(hashed_, decrypted_) - base_;
    std::memmove(buffer_.data(), buffer_.data() + drop, filled_ - drop);
    base_ += drop;
    filled_ -= drop;
  }

  const TokenKeys& keys_;
  ShaWords inner_;
  std::string_view digits_;  // not yet decoded
  std::size_t mac_at_;
  Speed speed_;
  std::array<unsigned char, kAesBlock> chain_ = {};
  Buffer buffer_;  // the token's bytes from `base_` on
  std::size_t base_ = 0;
  std::size_t filled_ = 0;     // of the buffer
  std::size_t hashed_ = 0;     // of the token
  std::size_t decrypted_ = 0;  // of the token
  unsigned char* out_ = nullptr;
  std::uint64_t seconds_ = 0;
  bool good_ = true;
};

}  // namespace

TokenKeys::TokenKeys(ByteView key) {
  AV_ASSERT(key.size() == 2 * kAesBlock);
  cipher.expand(raw(key) + kAesBlock);
  std::array<unsigned char, kShaBlock> block = {};
  for (const auto& [words, pad] : {std::pair(&inner, 0x36), std::pair(&outer, 0x5C)}) {
    for (std::size_t i = 0; i < kShaBlock; ++i) {
      block[i] = static_cast<unsigned char>((i < kAesBlock ? raw(key)[i] : 0) ^ pad);
    }
    sha256_blocks(*words, block.data(), 1);
  }
  secret::wipe(std::as_writable_bytes(std::span(block)));
}

TokenKeys::~TokenKeys() {
  wipe_words(inner);
  wipe_words(outer);
}

void make_token(const TokenKeys& keys, const TokenParts& parts, std::span<char> token,
                Speed speed) {
  AV_ASSERT(token.size() == Fernet::token_size(parts.message.size()));
  Maker(keys, token, speed).run(parts);
}

std::optional<OpenedToken> open_token(const TokenKeys& keys, std::string_view token,
                                      std::span<std::byte> message, Speed speed) {
  const auto shape = shape_of(token);
  if (!shape) {
    return std::nullopt;
  }
  AV_ASSERT(message.size() >= shape->bytes - kCipherAt - kMacBytes);
  auto opened = Reader(keys, *shape, speed).run(message);
  if (!opened) {
    secret::wipe(message);
  }
  return opened;
}

std::size_t padding_of(const unsigned char* block) {
  constexpr std::uint32_t kSize = kAesBlock;
  const std::uint32_t padding = block[kSize - 1];
  // Bit 31 of each difference is a borrow: what is wrong sets it in `bad`.
  std::uint32_t bad = (padding - 1) | (kSize - padding);
  for (std::uint32_t i = 0; i < kSize; ++i) {
    const std::uint32_t inside = (kSize - 1 - i - padding) >> 31U;     // 1 in the padding
    const std::uint32_t differs = (0U - (block[i] ^ padding)) >> 31U;  // 1 when not the same
    bad |= (inside & differs) << 31U;
  }
  return padding & ((bad >> 31U) - 1U);
}

}  // namespace av::fernet
