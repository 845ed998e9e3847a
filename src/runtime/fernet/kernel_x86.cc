#include "runtime/fernet/kernel_x86.h"

#include "base/assert.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define AV_TARGET __attribute__((target("aes,sha,sse4.1,ssse3")))
#define AV_INLINE __attribute__((target("aes,sha,sse4.1,ssse3"), always_inline)) inline

// Small arrays of vectors stay in registers only when the loops over them are unrolled.
#if defined(__clang__)
#define AV_UNROLL _Pragma("unroll")
#else
#define AV_UNROLL _Pragma("GCC unroll 16")
#endif

namespace av::fernet::x86 {
namespace {

constexpr unsigned kShaBit = 1U << 29U;  // CPUID leaf 7, EBX

bool ask_sha() {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ebx & kShaBit) != 0 &&
         __builtin_cpu_supports("sse4.1") != 0 && __builtin_cpu_supports("ssse3") != 0;
}

AV_INLINE __m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

AV_INLINE void store(void* to, __m128i value) {
  _mm_storeu_si128(static_cast<__m128i*>(to), value);
}

// ---- AES

struct Schedule {
  __m128i round[11];
};

AV_INLINE Schedule load_schedule(const CbcKey::Rounds& rounds) {
  Schedule schedule = {};
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    schedule.round[i] = load(rounds[i].data());
  }
  return schedule;
}

// next_key is the round key after `key`; `assist` is AESKEYGENASSIST's answer for it.
AV_INLINE __m128i next_key(__m128i key, __m128i assist) {
  key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
  key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
  return _mm_xor_si128(key, _mm_shuffle_epi32(assist, 0xFF));
}

AV_INLINE __m128i encrypt_block(const Schedule& key, __m128i chain, const unsigned char* in) {
  __m128i block = _mm_xor_si128(chain, _mm_xor_si128(load(in), key.round[0]));
  AV_UNROLL
  for (int i = 1; i < 10; ++i) {
    block = _mm_aesenc_si128(block, key.round[i]);
  }
  return _mm_aesenclast_si128(block, key.round[10]);
}

// FourBlocks is the encryption of 64 bytes in 40 steps, one AES round each, to be done in order.
struct FourBlocks {
  static constexpr unsigned kSteps = 40;

  AV_INLINE void step(const Schedule& key, unsigned number) {
    const std::size_t at = number / 10 * kAesBlock;
    const unsigned round = number % 10 + 1;
    if (round == 1) {
      state = _mm_xor_si128(state, _mm_xor_si128(load(in + at), key.round[0]));
    }
    if (round < 10) {
      state = _mm_aesenc_si128(state, key.round[round]);
      return;
    }
    state = _mm_aesenclast_si128(state, key.round[10]);
    store(out + at, state);
  }

  __m128i state;  // the chain, between blocks
  const unsigned char* in;
  unsigned char* out;
};

// Decryption is that of kCount blocks that do not wait for each other, in 11 steps to be done in
// order; `in` and `out` are apart.
template <std::size_t kCount>
struct Decryption {
  static constexpr unsigned kSteps = 11;

  AV_INLINE void step(const Schedule& key, unsigned number) {
    AV_UNROLL
    for (std::size_t i = 0; i < kCount; ++i) {
      if (number == 0) {
        block[i] = _mm_xor_si128(load(in + i * kAesBlock), key.round[0]);
      } else if (number + 1 < kSteps) {
        block[i] = _mm_aesdec_si128(block[i], key.round[number]);
      } else {
        const __m128i last = i == 0 ? chain : load(in + (i - 1) * kAesBlock);
        block[i] = _mm_xor_si128(_mm_aesdeclast_si128(block[i], key.round[number]), last);
        store(out + i * kAesBlock, block[i]);
      }
    }
  }
  AV_INLINE void run(const Schedule& key) {
    AV_UNROLL
    for (unsigned number = 0; number < kSteps; ++number) {
      step(key, number);
    }
  }

  __m128i chain;
  const unsigned char* in;
  unsigned char* out;
  __m128i block[kCount] = {};
};

// ---- SHA-256

// FIPS 180-4, section 4.2.2.
alignas(16) constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// ShaPair is the state as the instructions hold it: words a b e f, and c d g h.
struct ShaPair {
  __m128i abef;
  __m128i cdgh;
};

AV_INLINE ShaPair load_words(const ShaWords& words) {
  const __m128i cdab = _mm_shuffle_epi32(load(words.data()), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(load(words.data() + 4), 0x1B);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

AV_INLINE void store_words(ShaWords& words, const ShaPair& pair) {
  const __m128i feba = _mm_shuffle_epi32(pair.abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(pair.cdgh, 0xB1);
  store(words.data(), _mm_blend_epi16(feba, dchg, 0xF0));
  store(words.data() + 4, _mm_alignr_epi8(dchg, feba, 8));
}

// Alone is what hash_block does alongside when there is nothing to do.
struct Alone {
  AV_INLINE void operator()(unsigned /*group*/) const {}
};

// hash_block hashes one block, and calls `alongside` after each of its 16 groups of four rounds.
template <class Alongside>
AV_INLINE ShaPair hash_block(const ShaPair& before, const unsigned char* in,
                             Alongside&& alongside) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i w[4];
  AV_UNROLL
  for (std::size_t i = 0; i < 4; ++i) {
    w[i] = _mm_shuffle_epi8(load(in + 16 * i), big_endian);
  }
  ShaPair now = before;
  AV_UNROLL
  for (unsigned g = 0; g < 16; ++g) {
    const __m128i input = _mm_add_epi32(w[g % 4], load(kRound + std::size_t{4} * g));
    now.cdgh = _mm_sha256rnds2_epu32(now.cdgh, now.abef, input);
    now.abef = _mm_sha256rnds2_epu32(now.abef, now.cdgh, _mm_shuffle_epi32(input, 0x0E));
    if (g < 12) {
      const __m128i seven = _mm_alignr_epi8(w[(g + 3) % 4], w[(g + 2) % 4], 4);
      const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[g % 4], w[(g + 1) % 4]), seven);
      w[g % 4] = _mm_sha256msg2_epu32(sum, w[(g + 3) % 4]);
    }
    alongside(g);
  }
  return {_mm_add_epi32(now.abef, before.abef), _mm_add_epi32(now.cdgh, before.cdgh)};
}

}  // namespace

bool has_aes() {
  static const bool kHas =
      __builtin_cpu_supports("aes") != 0 && __builtin_cpu_supports("sse4.1") != 0;
  return kHas;
}

bool has_sha() {
  static const bool kHas = ask_sha();
  return kHas;
}

AV_TARGET void expand(CbcKey& key) {
  __m128i round[11] = {load(key.encrypting[0].data())};
  // The round constant is part of the instruction, so this is no loop.
  round[1] = next_key(round[0], _mm_aeskeygenassist_si128(round[0], 0x01));
  round[2] = next_key(round[1], _mm_aeskeygenassist_si128(round[1], 0x02));
  round[3] = next_key(round[2], _mm_aeskeygenassist_si128(round[2], 0x04));
  round[4] = next_key(round[3], _mm_aeskeygenassist_si128(round[3], 0x08));
  round[5] = next_key(round[4], _mm_aeskeygenassist_si128(round[4], 0x10));
  round[6] = next_key(round[5], _mm_aeskeygenassist_si128(round[5], 0x20));
  round[7] = next_key(round[6], _mm_aeskeygenassist_si128(round[6], 0x40));
  round[8] = next_key(round[7], _mm_aeskeygenassist_si128(round[7], 0x80));
  round[9] = next_key(round[8], _mm_aeskeygenassist_si128(round[8], 0x1B));
  round[10] = next_key(round[9], _mm_aeskeygenassist_si128(round[9], 0x36));
  for (std::size_t i = 0; i <= 10; ++i) {
    const bool is_end = i == 0 || i == 10;
    store(key.encrypting[i].data(), round[i]);
    store(key.decrypting[10 - i].data(), is_end ? round[i] : _mm_aesimc_si128(round[i]));
  }
}

AV_TARGET void cbc_encrypt(const CbcKey& key, unsigned char* chain, const Pass& pass) {
  const Schedule schedule = load_schedule(key.encrypting);
  __m128i last = load(chain);
  for (std::size_t i = 0; i < pass.blocks; ++i) {
    last = encrypt_block(schedule, last, pass.in + i * kAesBlock);
    store(pass.out + i * kAesBlock, last);
  }
  store(chain, last);
}

AV_TARGET void cbc_decrypt(const CbcKey& key, unsigned char* chain, const Pass& pass) {
  const Schedule schedule = load_schedule(key.decrypting);
  __m128i last = load(chain);
  std::size_t i = 0;
  for (; i + 8 <= pass.blocks; i += 8) {
    Decryption<8>{last, pass.in + i * kAesBlock, pass.out + i * kAesBlock}.run(schedule);
    last = load(pass.in + (i + 7) * kAesBlock);
  }
  for (; i < pass.blocks; ++i) {
    Decryption<1>{last, pass.in + i * kAesBlock, pass.out + i * kAesBlock}.run(schedule);
    last = load(pass.in + i * kAesBlock);
  }
  store(chain, last);
}

AV_TARGET void sha256_blocks(ShaWords& words, const unsigned char* in, std::size_t blocks) {
  ShaPair state = load_words(words);
  for (std::size_t i = 0; i < blocks; ++i) {
    state = hash_block(state, in + i * kShaBlock, Alone());
  }
  store_words(words, state);
}

AV_TARGET void encrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch) {
  const Schedule schedule = load_schedule(key.encrypting);
  ShaPair state = load_words(*stitch.words);
  __m128i last = load(chain);
  for (std::size_t i = 0; i < stitch.pass.blocks / 4; ++i) {
    FourBlocks four = {last, stitch.pass.in + i * kShaBlock, stitch.pass.out + i * kShaBlock};
    // 40 rounds over 16 groups.  So near to each other, both chains fit the processor's window.
    state = hash_block(state, stitch.hashed + i * kShaBlock, [&](unsigned group) AV_TARGET {
      const unsigned end = (group + 1) * FourBlocks::kSteps / 16;
      AV_UNROLL
      for (unsigned step = group * FourBlocks::kSteps / 16; step < end; ++step) {
        four.step(schedule, step);
      }
    });
    last = four.state;
  }
  store(chain, last);
  store_words(*stitch.words, state);
}

AV_TARGET void decrypt_and_hash(const CbcKey& key, unsigned char* chain, const Stitch& stitch) {
  const Schedule schedule = load_schedule(key.decrypting);
  ShaPair state = load_words(*stitch.words);
  __m128i last = load(chain);
  for (std::size_t i = 0; i < stitch.pass.blocks / 4; ++i) {
    const unsigned char* const in = stitch.pass.in + i * kShaBlock;
    Decryption<4> four = {last, in, stitch.pass.out + i * kShaBlock};
    last = load(in + 3 * kAesBlock);
    state = hash_block(state, stitch.hashed + i * kShaBlock, [&](unsigned group) AV_TARGET {
      if (group < four.kSteps) {
        four.step(schedule, group);
      }
    });
  }
  store(chain, last);
  store_words(*stitch.words, state);
}

}  // namespace av::fernet::x86

#else

namespace av::fernet::x86 {

bool has_aes() {
  return false;
}
bool has_sha() {
  return false;
}
void expand(CbcKey& /*key*/) {
  AV_ASSERT(has_aes());
}
void cbc_encrypt(const CbcKey& /*key*/, unsigned char* /*chain*/, const Pass& /*pass*/) {
  AV_ASSERT(has_aes());
}
void cbc_decrypt(const CbcKey& /*key*/, unsigned char* /*chain*/, const Pass& /*pass*/) {
  AV_ASSERT(has_aes());
}
void sha256_blocks(ShaWords& /*words*/, const unsigned char* /*in*/, std::size_t /*blocks*/) {
  AV_ASSERT(has_sha());
}
void encrypt_and_hash(const CbcKey& /*key*/, unsigned char* /*chain*/, const Stitch& /*stitch*/) {
  AV_ASSERT(has_sha());
}
void decrypt_and_hash(const CbcKey& /*key*/, unsigned char* /*chain*/, const Stitch& /*stitch*/) {
  AV_ASSERT(has_sha());
}

}  // namespace av::fernet::x86

#endif
