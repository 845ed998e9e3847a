#pragma once
// kernel_x86.h — kernel.h's functions by AES-NI and the SHA extensions; has_ says whether they are
// there.  On other processors has_ is false and the rest is never called.

#include "runtime/fernet/kernel.h"

namespace av::fernet::x86 {

bool has_aes();
bool has_sha();

void expand(CbcKey& key);
void cbc_encrypt(const CbcKey& key, unsigned char* chain, const Pass& pass);
void cbc_decrypt(const CbcKey& key, unsigned char* chain, const Pass& pass);
void sha256_blocks(ShaWords& words, const unsigned char* in, std::size_t blocks);
void encrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch);
void decrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch);

}  // namespace av::fernet::x86
