#include "base/assert.h"
#include "base/memory.h"
#include "runtime/digest/evp.h"
#include <antivenom/digest.h>

#include <sodium.h>
#include <variant>

namespace av::digest {
namespace {

constexpr std::array<const char*, 10> kEvpNames = {"SHA2-224", "SHA2-256",   "SHA2-384", "SHA2-512",
                                                   "SHA3-224", "SHA3-256",   "SHA3-384", "SHA3-512",
                                                   nullptr,    "BLAKE2S-256"};

std::array<EVP_MD*, kEvpNames.size()> fetch_all() {
  std::array<EVP_MD*, kEvpNames.size()> fetched = {};
  for (std::size_t i = 0; i < kEvpNames.size(); ++i) {
    if (kEvpNames[i] != nullptr) {
      fetched[i] = EVP_MD_fetch(nullptr, kEvpNames[i], nullptr);
      base::need_memory(fetched[i] != nullptr);
    }
  }
  return fetched;
}

unsigned char* out_pointer(std::array<std::byte, kMaxBytes>& out) {
  return static_cast<unsigned char*>(static_cast<void*>(out.data()));
}

const unsigned char* in_pointer(ByteView bytes) {
  return static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
}

Digest hash_blake2b(ByteView key, ByteView data, std::uint8_t bytes) {
  ready_sodium();
  std::array<std::byte, kMaxBytes> out = {};
  const int failed = crypto_generichash_blake2b(out_pointer(out), bytes, in_pointer(data),
                                                data.size(), in_pointer(key), key.size());
  AV_ASSERT(failed == 0);
  return Digest(ByteView(out).first(bytes));
}

Digest finish_context(EVP_MD_CTX* context) {
  std::array<std::byte, kMaxBytes> out = {};
  unsigned size = 0;
  AV_ASSERT(EVP_DigestFinal_ex(context, out_pointer(out), &size) == 1);
  return Digest(ByteView(out).first(size));
}

// context_of_thread is this thread's, which hash() need not make anew each time.
EVP_MD_CTX* context_of_thread() {
  thread_local const Context context = new_context();
  return context.get();
}

}  // namespace

const EVP_MD* evp_of(Algorithm algorithm) {
  static const auto fetched = fetch_all();
  const EVP_MD* const digest = fetched[static_cast<std::size_t>(algorithm)];
  AV_ASSERT(digest != nullptr);
  return digest;
}

Context new_context() {
  Context context(EVP_MD_CTX_new());
  base::need_memory(context != nullptr);
  return context;
}

void begin_hash(EVP_MD_CTX* context, Algorithm algorithm) {
  base::need_memory(EVP_DigestInit_ex2(context, evp_of(algorithm), nullptr) == 1);
}

void ready_sodium() {
  static const bool ready = sodium_init() >= 0;
  AV_ASSERT(ready);
}

Digest hash(Method method, ByteView data) {
  if (method.algorithm == Algorithm::Blake2b) {
    return hash_blake2b({}, data, method.bytes);
  }
  EVP_MD_CTX* const context = context_of_thread();
  begin_hash(context, method.algorithm);
  AV_ASSERT(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
  return finish_context(context);
}

SecretBytes secret_hash(Algorithm algorithm, ByteView data) {
  SecretBytes out = SecretBytes::zeros(own_bytes(algorithm));
  EVP_MD_CTX* const context = context_of_thread();
  begin_hash(context, algorithm);
  AV_ASSERT(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
  const std::span<std::byte> room = out.writable();
  AV_ASSERT(EVP_DigestFinal_ex(context,
                               static_cast<unsigned char*>(static_cast<void*>(room.data())),
                               nullptr) == 1);
  EVP_MD_CTX_reset(context);
  return out;
}

Result<Digest> blake2b_keyed(ByteView key, ByteView data, std::uint8_t bytes) {
  if (key.empty() || key.size() > kMaxBytes || bytes == 0 || bytes > kMaxBytes) {
    return fail(ErrorCode::InvalidArgument,
                "BLAKE2b takes a key of 1 to 64 bytes and gives 1 to 64");
  }
  return hash_blake2b(key, data, bytes);
}

// State is OpenSSL's context, or libsodium's for BLAKE2b.
struct Hasher::State {
  explicit State(Method which) : method(which) { begin(); }

  void begin() {
    if (method.algorithm == Algorithm::Blake2b) {
      ready_sodium();
      AV_ASSERT(crypto_generichash_blake2b_init(&blake2b, nullptr, 0, method.bytes) == 0);
      return;
    }
    context = context ? std::move(context) : new_context();
    begin_hash(context.get(), method.algorithm);
  }

  Method method;
  Context context;
  crypto_generichash_blake2b_state blake2b = {};
};

Hasher::Hasher(Method method) : state_(std::make_unique<State>(method)) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::update(ByteView data) {
  if (state_->context == nullptr) {
    crypto_generichash_blake2b_update(&state_->blake2b, in_pointer(data), data.size());
    return;
  }
  AV_ASSERT(EVP_DigestUpdate(state_->context.get(), data.data(), data.size()) == 1);
}

Digest Hasher::finish() {
  Digest digest;
  if (state_->context == nullptr) {
    std::array<std::byte, kMaxBytes> out = {};
    crypto_generichash_blake2b_final(&state_->blake2b, out_pointer(out), state_->method.bytes);
    digest = Digest(ByteView(out).first(state_->method.bytes));
  } else {
    digest = finish_context(state_->context.get());
  }
  state_->begin();
  return digest;
}

Hasher Hasher::clone() const {
  Hasher copy(state_->method);
  if (state_->context == nullptr) {
    copy.state_->blake2b = state_->blake2b;
  } else {
    base::need_memory(EVP_MD_CTX_copy_ex(copy.state_->context.get(), state_->context.get()) == 1);
  }
  return copy;
}

}  // namespace av::digest
