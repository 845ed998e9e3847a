#include "runtime/password/argon2_x86.h"

#include "base/assert.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AV_TARGET __attribute__((target("avx2")))
#define AV_INLINE __attribute__((target("avx2"), always_inline)) inline

namespace av::password::x86 {
namespace {

using Vector = __m256i;
constexpr std::size_t kRowVectors = 4;
constexpr std::size_t kRows = 8;
constexpr std::size_t kVectors = kRows * kRowVectors;

AV_INLINE Vector load(const Block& block, std::size_t i) {
  return _mm256_load_si256(static_cast<const Vector*>(static_cast<const void*>(&block)) + i);
}

AV_INLINE void store(Block& block, std::size_t i, Vector value) {
  _mm256_store_si256(static_cast<Vector*>(static_cast<void*>(&block)) + i, value);
}

// a + b + 2 * the product of their lower halves.
AV_INLINE Vector add_product(Vector a, Vector b) {
  const Vector product = _mm256_mul_epu32(a, b);
  return _mm256_add_epi64(_mm256_add_epi64(a, b), _mm256_add_epi64(product, product));
}

// rotate turns each word right by `kBits`, as the cheapest instructions for it do.
template <int kBits>
AV_INLINE Vector rotate(Vector x) {
  if constexpr (kBits == 32) {
    return _mm256_shuffle_epi32(x, 0xB1);
  } else if constexpr (kBits == 63) {
    return _mm256_xor_si256(_mm256_srli_epi64(x, 63), _mm256_add_epi64(x, x));
  } else {
    static_assert(kBits == 24 || kBits == 16);
    const __m128i bytes = kBits == 24
                              ? _mm_setr_epi8(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10)
                              : _mm_setr_epi8(2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9);
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(bytes));
  }
}

// Pair is one quarter of BLAKE2's state for several states at once: a, b, c or d, in two vectors.
struct Pair {
  Vector first;
  Vector second;
};

// half_mix adds b to a, and d to c; between, d and b are turned.
template <int kTurnOfD, int kTurnOfB>
AV_INLINE void half_mix(Pair& a, Pair& b, Pair& c, Pair& d) {
  a.first = add_product(a.first, b.first);
  a.second = add_product(a.second, b.second);
  d.first = rotate<kTurnOfD>(_mm256_xor_si256(d.first, a.first));
  d.second = rotate<kTurnOfD>(_mm256_xor_si256(d.second, a.second));
  c.first = add_product(c.first, d.first);
  c.second = add_product(c.second, d.second);
  b.first = rotate<kTurnOfB>(_mm256_xor_si256(b.first, c.first));
  b.second = rotate<kTurnOfB>(_mm256_xor_si256(b.second, c.second));
}

// mix is GB of RFC 9106, section 3.6, on both vectors of each quarter.
AV_INLINE void mix(Pair& a, Pair& b, Pair& c, Pair& d) {
  half_mix<32, 24>(a, b, c, d);
  half_mix<16, 63>(a, b, c, d);
}

// round_of_rows mixes two rows; a vector is a quarter of a row, and turns as a whole.
AV_INLINE void round_of_rows(Vector* rows) {
  Pair a = {rows[0], rows[4]};
  Pair b = {rows[1], rows[5]};
  Pair c = {rows[2], rows[6]};
  Pair d = {rows[3], rows[7]};
  mix(a, b, c, d);
  b = {_mm256_permute4x64_epi64(b.first, 0x39), _mm256_permute4x64_epi64(b.second, 0x39)};
  c = {_mm256_permute4x64_epi64(c.first, 0x4E), _mm256_permute4x64_epi64(c.second, 0x4E)};
  d = {_mm256_permute4x64_epi64(d.first, 0x93), _mm256_permute4x64_epi64(d.second, 0x93)};
  mix(a, b, c, d);
  rows[0] = a.first;
  rows[4] = a.second;
  rows[1] = _mm256_permute4x64_epi64(b.first, 0x93);
  rows[5] = _mm256_permute4x64_epi64(b.second, 0x93);
  rows[2] = _mm256_permute4x64_epi64(c.first, 0x4E);
  rows[6] = _mm256_permute4x64_epi64(c.second, 0x4E);
  rows[3] = _mm256_permute4x64_epi64(d.first, 0x39);
  rows[7] = _mm256_permute4x64_epi64(d.second, 0x39);
}

// joined is the upper word of `low` and the lower of `high`, in each half of a vector.
AV_INLINE Vector joined(Vector low, Vector high) {
  return _mm256_castpd_si256(
      _mm256_shuffle_pd(_mm256_castsi256_pd(low), _mm256_castsi256_pd(high), 0x5));
}

// round_of_columns mixes two columns, each two words wide: a half of each vector is one's.
AV_INLINE void round_of_columns(Vector* column) {
  Pair a = {column[0], column[4]};
  Pair b = {column[8], column[12]};
  Pair c = {column[16], column[20]};
  Pair d = {column[24], column[28]};
  mix(a, b, c, d);
  b = {joined(b.first, b.second), joined(b.second, b.first)};
  c = {c.second, c.first};
  d = {joined(d.second, d.first), joined(d.first, d.second)};
  mix(a, b, c, d);
  column[0] = a.first;
  column[4] = a.second;
  column[8] = joined(b.second, b.first);
  column[12] = joined(b.first, b.second);
  column[16] = c.second;
  column[20] = c.first;
  column[24] = joined(d.first, d.second);
  column[28] = joined(d.second, d.first);
}

}  // namespace

bool can_mix_blocks() {
  return __builtin_cpu_supports("avx2") != 0;
}

AV_TARGET void mix_blocks(const Block& left, const Block& right, Block& out, Onto onto) {
  Vector state[kVectors];
  alignas(64) Vector sum[kVectors];
  for (std::size_t i = 0; i < kVectors; ++i) {
    state[i] = _mm256_xor_si256(load(left, i), load(right, i));
    sum[i] = onto == Onto::Old ? _mm256_xor_si256(state[i], load(out, i)) : state[i];
  }
  for (std::size_t row = 0; row < kRows; row += 2) {
    round_of_rows(state + row * kRowVectors);
  }
  for (std::size_t column = 0; column < kRowVectors; ++column) {
    round_of_columns(state + column);
  }
  for (std::size_t i = 0; i < kVectors; ++i) {
    store(out, i, _mm256_xor_si256(state[i], sum[i]));
  }
}

}  // namespace av::password::x86

#else

namespace av::password::x86 {

bool can_mix_blocks() {
  return false;
}

void mix_blocks(const Block&, const Block&, Block&, Onto) {
  AV_ASSERT(false);
}

}  // namespace av::password::x86

#endif
