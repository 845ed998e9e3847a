#pragma once
// evp.h — OpenSSL's digests, fetched once, and contexts that free themselves.
//
// A fetch costs more than hashing a short text, so each is made once and kept for the process.

#include <antivenom/digest.h>

#include <memory>
#include <openssl/evp.h>

namespace av::digest {

// evp_of is the algorithm in OpenSSL; not for BLAKE2b, whose lengths OpenSSL 3.0 lacks.
const EVP_MD* evp_of(Algorithm algorithm);

// secret_hash is hash() for data that is secret: neither the thread's context nor the stack keeps
// anything of it.  SHA-2 and SHA-3 only.
SecretBytes secret_hash(Algorithm algorithm, ByteView data);

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context new_context();

// begin_hash readies a context for one hash.
void begin_hash(EVP_MD_CTX* context, Algorithm algorithm);

// ready_sodium lets libsodium choose its implementations for this processor, once.
void ready_sodium();

}  // namespace av::digest
