#include "base/assert.h"
#include "base/memory.h"
#include "runtime/digest/evp.h"
#include <antivenom/digest.h>

#include <algorithm>

namespace av::digest {
namespace {

constexpr std::size_t kShortestKey = 16;
constexpr std::size_t kMaxBlock = 144;  // SHA3-224's rate
constexpr auto kInnerPad = std::byte{0x36};
constexpr auto kOuterPad = std::byte{0x5C};

// start_padded begins a hash with one block of the key XOR `pad`.
Context start_padded(Algorithm algorithm, ByteView key, std::byte pad) {
  Context context = new_context();
  const auto size = static_cast<std::size_t>(EVP_MD_get_block_size(evp_of(algorithm)));
  begin_hash(context.get(), algorithm);
  std::array<std::byte, kMaxBlock> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) {
    block[i] = key[i] ^ pad;
  }
  AV_ASSERT(EVP_DigestUpdate(context.get(), block.data(), size) == 1);
  secret::wipe(block);
  return context;
}

// Mac is a MAC while it is made: wiped, since it may be a key.
struct Mac {
  Mac() = default;
  Mac(const Mac&) = delete;
  Mac& operator=(const Mac&) = delete;
  ~Mac() { secret::wipe(bytes); }
  [[nodiscard]] ByteView view() const { return ByteView(bytes).first(size); }

  std::array<std::byte, kMaxBytes> bytes = {};
  unsigned size = 0;
};

// finish_from hashes `data` on a copy of `start`, made in this thread's context, and leaves none of
// it there.
void finish_from(const Context& start, ByteView data, Mac& out) {
  thread_local const Context context = new_context();
  base::need_memory(EVP_MD_CTX_copy_ex(context.get(), start.get()) == 1);
  AV_ASSERT(EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1);
  AV_ASSERT(EVP_DigestFinal_ex(context.get(),
                               static_cast<unsigned char*>(static_cast<void*>(out.bytes.data())),
                               &out.size) == 1);
  EVP_MD_CTX_reset(context.get());
}

bool has_hmac(Method method) {
  return method.algorithm != Algorithm::Blake2b && method.algorithm != Algorithm::Blake2s &&
         method.bytes == own_bytes(method.algorithm);
}

}  // namespace

struct HmacKey::State {
  void sign(ByteView data, Mac& mac) const {
    Mac first;
    finish_from(inner, data, first);
    finish_from(outer, first.view(), mac);
  }

  Context inner;
  Context outer;
};

HmacKey::HmacKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
HmacKey::HmacKey(HmacKey&&) noexcept = default;
HmacKey& HmacKey::operator=(HmacKey&&) noexcept = default;
HmacKey::~HmacKey() = default;  // OpenSSL cleanses a digest's state when it frees it

Result<HmacKey> HmacKey::create(Method method, ByteView key, KeyLength length) {
  if (!has_hmac(method)) {
    return fail(ErrorCode::Unsupported, "HMAC is not used with BLAKE2",
                "BLAKE2b has a keyed form of its own: blake2b_keyed");
  }
  if (length == KeyLength::AtLeast16 && key.size() < kShortestKey) {
    return fail(ErrorCode::InvalidArgument,
                "a key of " + std::to_string(key.size()) + " bytes is too short for HMAC",
                "use 32 random bytes");
  }
  const auto block = static_cast<std::size_t>(EVP_MD_get_block_size(evp_of(method.algorithm)));
  const bool is_long = key.size() > block;
  const SecretBytes hashed = is_long ? secret_hash(method.algorithm, key) : SecretBytes();
  const ByteView used = is_long ? hashed.expose() : key;
  auto state = std::make_unique<State>();
  state->inner = start_padded(method.algorithm, used, kInnerPad);
  state->outer = start_padded(method.algorithm, used, kOuterPad);
  return HmacKey(std::move(state));
}

Digest HmacKey::sign(ByteView data) const {
  Mac mac;
  state_->sign(data, mac);
  return Digest(mac.view());
}

SecretBytes HmacKey::derive(ByteView data) const {
  Mac mac;
  state_->sign(data, mac);
  return SecretBytes::copy_of(mac.view());
}

bool HmacKey::verify(ByteView data, ByteView mac) const {
  Mac right;
  state_->sign(data, right);
  return equal(right.view(), mac);
}

Result<SecretBytes> hkdf_expand(Method method, ByteView key, ByteView info, std::size_t size) {
  if (size > 255U * method.bytes) {
    return fail(ErrorCode::LimitExceeded,
                "HKDF gives at most " + std::to_string(255U * method.bytes) + " bytes");
  }
  const HmacKey mac = AV_TRY(HmacKey::create(method, key, HmacKey::KeyLength::Any));
  SecretBytes result;
  SecretBytes input;
  for (std::byte counter{1}; result.size() < size;
       counter = static_cast<std::byte>(std::to_integer<unsigned>(counter) + 1)) {
    input.append(info);
    input.append({&counter, 1});
    SecretBytes block = mac.derive(input.expose());
    result.append(block.expose().first(std::min(block.size(), size - result.size())));
    input = std::move(block);
  }
  return result;
}

Result<SecretBytes> hkdf(Method method, const HkdfInput& input, std::size_t size) {
  const HmacKey extract = AV_TRY(HmacKey::create(method, input.salt, HmacKey::KeyLength::Any));
  const SecretBytes key = extract.derive(input.key_material);
  return hkdf_expand(method, key.expose(), input.info, size);
}

}  // namespace av::digest
