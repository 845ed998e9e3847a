#include "base/assert.h"
#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <bit>
#include <bitset>
#include <cerrno>
#include <cmath>
#include <sys/random.h>

namespace av::digest {
namespace {

constexpr std::size_t kFewestBits = 8;
constexpr std::size_t kMostBits = 4096;

constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kDecimal = "0123456789";

// pick is alphabet[index], reading every letter so that the cache shows nothing.
std::byte pick(std::string_view alphabet, unsigned index) {
  unsigned chosen = 0;
  for (unsigned i = 0; i < alphabet.size(); ++i) {
    const unsigned other = ((i ^ index) + 0xFFFFU) >> 16U;  // 1 unless i is the index
    chosen |= (other - 1U) & static_cast<unsigned char>(alphabet[i]);
  }
  return static_cast<std::byte>(chosen);
}

SecretBytes draw(std::string_view alphabet, std::size_t length) {
  // Bytes are cut to the alphabet's bits and drawn again when beyond it: no letter is likelier.
  const unsigned mask = std::bit_ceil(static_cast<unsigned>(alphabet.size())) - 1;
  SecretBytes text = SecretBytes::zeros(length);
  for (std::size_t filled = 0; filled < length;) {
    const SecretBytes pool = random_bytes(length - filled + 16);
    for (std::size_t i = 0; i < pool.size() && filled < length; ++i) {
      const unsigned value = std::to_integer<unsigned>(pool.expose()[i]) & mask;
      if (value < alphabet.size()) {
        text.writable()[filled++] = pick(alphabet, value);
      }
    }
  }
  return text;
}

// draw_bits draws as many letters as hold `bits` bits.
SecretBytes draw_bits(std::string_view alphabet, std::size_t bits) {
  const double per_letter = std::log2(static_cast<double>(alphabet.size()));
  return draw(alphabet,
              static_cast<std::size_t>(std::ceil(static_cast<double>(bits) / per_letter)));
}

// Source: RFC 9562, section 5.4.
SecretBytes draw_uuid() {
  SecretBytes bytes = random_bytes(16);
  const std::span<std::byte> raw = bytes.writable();
  raw[6] = (raw[6] & std::byte{0x0F}) | std::byte{0x40};
  raw[8] = (raw[8] & std::byte{0x3F}) | std::byte{0x80};
  const SecretBytes hex = secret_hex(bytes.expose());
  SecretBytes text;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) {
      text.append(secret::bytes_of("-"));
    }
    text.append(hex.expose().subspan(i, 1));
  }
  return text;
}

}  // namespace

void fill_random(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
    AV_ASSERT(count > 0 || errno == EINTR);
    bytes = bytes.subspan(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

SecretBytes random_bytes(std::size_t size) {
  SecretBytes bytes = SecretBytes::zeros(size);
  fill_random(bytes.writable());
  return bytes;
}

Result<SecretBytes> random_token(Encoding encoding, std::size_t bits) {
  if (bits < kFewestBits || bits > kMostBits) {
    return fail(ErrorCode::InvalidArgument, "a token has 8 to 4096 bits; 128 cannot be guessed");
  }
  const std::size_t bytes = (bits + 7) / 8;
  switch (encoding) {
    case Encoding::Hex:
      return secret_hex(random_bytes(bytes).expose());
    case Encoding::Base64Url:
      return secret_base64(random_bytes(bytes).expose(), kBase64UrlNoPadding);
    case Encoding::Base32:
      return draw_bits(kBase32, bits);
    case Encoding::Crockford:
      return draw_bits(kCrockford, bits);
    case Encoding::Base58:
      return draw_bits(kBase58, bits);
    case Encoding::Decimal:
      return draw_bits(kDecimal, bits);
    case Encoding::Uuid4:
      return draw_uuid();
  }
  return fail(ErrorCode::InvalidArgument, "no such encoding");
}

Result<SecretBytes> random_text(std::string_view alphabet, std::size_t length) {
  std::bitset<256> seen;
  for (const char c : alphabet) {
    seen.set(static_cast<unsigned char>(c));
  }
  if (alphabet.size() < 2 || seen.count() != alphabet.size()) {
    return fail(ErrorCode::InvalidArgument, "an alphabet is 2 to 256 different bytes");
  }
  return draw(alphabet, length);
}

}  // namespace av::digest
