#pragma once
// secret_memory.h — for tests of what a part that takes secrets does without memory, and leaves in
// it: OpenSSL's allocations fail with the others, and secrets are known by their bytes.  Included
// by one file of a test binary, as allocations.h is.

#include "tests/support/allocations.h"
#include "tests/support/traces.h"
#include <antivenom/secret.h>

#include <openssl/crypto.h>

namespace av::test {

// openssl_fails_too is true: OpenSSL takes other functions only before its first allocation, so it
// is asked before main.
inline const bool openssl_fails_too =
    CRYPTO_set_mem_functions([](std::size_t size, const char*,
                                int) { return fails_now() ? nullptr : std::malloc(size); },
                             [](void* block, std::size_t size, const char*, int) {
                               return fails_now() ? nullptr : std::realloc(block, size);
                             },
                             [](void* block, const char*, int) { std::free(block); }) == 1;

// marker is a secret that is the same for the same seed, and like nothing else in memory.
inline SecretBytes marker(std::size_t size, std::uint32_t seed) {
  SecretBytes bytes = SecretBytes::zeros(size);
  fill_marker(bytes.writable(), seed);
  return bytes;
}

}  // namespace av::test
