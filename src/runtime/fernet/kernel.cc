#include "runtime/fernet/kernel.h"

// SHA-256's block function alone is what is wanted here; EVP has it only with its bookkeeping,
// which costs more than hashing a short token does.
// NOLINTNEXTLINE(readability-identifier-naming): OpenSSL's name
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/assert.h"
#include "base/memory.h"
#include "runtime/fernet/kernel_x86.h"

#include <cstring>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace av::fernet {
namespace {

struct Cipher {
  Cipher() : context(EVP_CIPHER_CTX_new()) { base::need_memory(context != nullptr); }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;
  ~Cipher() { EVP_CIPHER_CTX_free(context); }
  EVP_CIPHER_CTX* context;
};

const EVP_CIPHER* aes_128_cbc() {
  static const EVP_CIPHER* const kCipher = [] {
    const EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr);
    base::need_memory(fetched != nullptr);
    return fetched;
  }();
  return kCipher;
}

enum class Direction : int { Decrypt = 0, Encrypt = 1 };

// run_openssl leaves no key in the thread's context.
void run_openssl(const CbcKey& key, const unsigned char* chain, const Pass& pass,
                 Direction direction) {
  thread_local const Cipher kCipher;
  constexpr std::size_t kStep = std::size_t{1} << 20;
  const unsigned char* const raw_key = key.encrypting[0].data();
  base::need_memory(EVP_CipherInit_ex2(kCipher.context, aes_128_cbc(), raw_key, chain,
                                       static_cast<int>(direction), nullptr) == 1);
  EVP_CIPHER_CTX_set_padding(kCipher.context, 0);
  for (std::size_t done = 0; done < pass.blocks;) {
    const std::size_t blocks = pass.blocks - done < kStep ? pass.blocks - done : kStep;
    int written = 0;
    AV_ASSERT(EVP_CipherUpdate(kCipher.context, pass.out + done * kAesBlock, &written,
                               pass.in + done * kAesBlock,
                               static_cast<int>(blocks * kAesBlock)) == 1);
    done += blocks;
  }
  EVP_CIPHER_CTX_reset(kCipher.context);
}

}  // namespace

CbcKey::~CbcKey() {
  OPENSSL_cleanse(encrypting.data(), sizeof(encrypting));
  OPENSSL_cleanse(decrypting.data(), sizeof(decrypting));
}

void CbcKey::expand(const unsigned char* key) {
  std::memcpy(encrypting[0].data(), key, kAesBlock);
  if (x86::has_aes()) {
    x86::expand(*this);
  }
}

void cbc_encrypt(const CbcKey& key, unsigned char* chain, const Pass& pass, Speed speed) {
  if (pass.blocks == 0) {
    return;
  }
  if (speed == Speed::Fastest && x86::has_aes()) {
    x86::cbc_encrypt(key, chain, pass);
    return;
  }
  run_openssl(key, chain, pass, Direction::Encrypt);
  std::memcpy(chain, pass.out + (pass.blocks - 1) * kAesBlock, kAesBlock);
}

void cbc_decrypt(const CbcKey& key, unsigned char* chain, const Pass& pass, Speed speed) {
  if (pass.blocks == 0) {
    return;
  }
  if (speed == Speed::Fastest && x86::has_aes()) {
    x86::cbc_decrypt(key, chain, pass);
    return;
  }
  std::array<unsigned char, kAesBlock> last = {};
  std::memcpy(last.data(), pass.in + (pass.blocks - 1) * kAesBlock, kAesBlock);
  run_openssl(key, chain, pass, Direction::Decrypt);
  std::memcpy(chain, last.data(), kAesBlock);
}

void sha256_blocks(ShaWords& words, const unsigned char* in, std::size_t blocks, Speed speed) {
  if (speed == Speed::Fastest && x86::has_sha()) {
    x86::sha256_blocks(words, in, blocks);
    return;
  }
  SHA256_CTX context = {};
  std::memcpy(context.h, words.data(), sizeof(context.h));
  for (std::size_t i = 0; i < blocks; ++i) {
    SHA256_Transform(&context, in + i * kShaBlock);
  }
  std::memcpy(words.data(), context.h, sizeof(context.h));
  OPENSSL_cleanse(&context, sizeof(context));
}

void encrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch, Speed speed) {
  if (speed == Speed::Fastest && x86::has_aes() && x86::has_sha()) {
    x86::encrypt_and_hash(key, chain, stitch);
    return;
  }
  cbc_encrypt(key, chain, stitch.pass, speed);
  sha256_blocks(*stitch.words, stitch.hashed, stitch.pass.blocks / 4, speed);
}

void decrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch, Speed speed) {
  if (speed == Speed::Fastest && x86::has_aes() && x86::has_sha()) {
    x86::decrypt_and_hash(key, chain, stitch);
    return;
  }
  cbc_decrypt(key, chain, stitch.pass, speed);
  sha256_blocks(*stitch.words, stitch.hashed, stitch.pass.blocks / 4, speed);
}

}  // namespace av::fernet
