#include "runtime/fernet/base64url.h"

#include <array>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace av::fernet {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values = {};
  values.fill(kNone);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr auto kValues = make_values();

#if defined(__x86_64__)
bool has_avx2() {
  static const bool kHas = __builtin_cpu_supports("avx2") != 0;
  return kHas;
}

const __m128i* vector_at(const void* bytes) {
  return static_cast<const __m128i*>(bytes);
}

// encode_avx2 encodes 24 bytes a step while 28 may be read; returns the bytes done.
__attribute__((target("avx2"))) std::size_t encode_avx2(const unsigned char* in, std::size_t bytes,
                                                        char* out) {
  // Each 3 bytes a b c become the 16-bit pairs (b a)(c b), from which multiplications shift the
  // four 6-bit digits into bytes.
  const __m256i spread = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, 1, 0,
                                          2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
  const __m256i offsets = _mm256_broadcastsi128_si256(
      _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                    '0' - 52, '0' - 52, '0' - 52, '-' - 62, '_' - 63, 'A', 0, 0));
  std::size_t done = 0;
  for (; done + 28 <= bytes; done += 24) {
    const __m256i raw =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(vector_at(in + done))),
                                _mm_loadu_si128(vector_at(in + done + 12)), 1);
    const __m256i pairs = _mm256_shuffle_epi8(raw, spread);
    const __m256i odd = _mm256_mulhi_epu16(_mm256_and_si256(pairs, _mm256_set1_epi32(0x0FC0FC00)),
                                           _mm256_set1_epi32(0x04000040));
    const __m256i even = _mm256_mullo_epi16(_mm256_and_si256(pairs, _mm256_set1_epi32(0x003F03F0)),
                                            _mm256_set1_epi32(0x01000010));
    const __m256i digits = _mm256_or_si256(odd, even);
    // 0 for a-z, 1 to 10 for 0-9, 11 and 12 for the last two, 13 for A-Z.
    const __m256i above = _mm256_subs_epu8(digits, _mm256_set1_epi8(51));
    const __m256i upper = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), digits);
    const __m256i kind = _mm256_or_si256(above, _mm256_and_si256(upper, _mm256_set1_epi8(13)));
    const __m256i text = _mm256_add_epi8(_mm256_shuffle_epi8(offsets, kind), digits);
    // NOLINTNEXTLINE(bugprone-casting-through-void): how the intrinsic takes its address
    _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(out + done / 3 * 4)), text);
  }
  return done;
}

// in_range is all ones in the bytes of `text` from `low` to `high`, both ASCII.
__attribute__((target("avx2"))) inline __m256i in_range(__m256i text, char low, char high) {
  return _mm256_and_si256(_mm256_cmpgt_epi8(text, _mm256_set1_epi8(static_cast<char>(low - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(high + 1)), text));
}

// Decoded is how many characters a step took, and whether all were digits.
struct Decoded {
  std::size_t chars = 0;
  bool good = true;
};

// decode_avx2 decodes 32 characters a step into 24 bytes, while 32 may be written.
__attribute__((target("avx2"))) Decoded decode_avx2(const char* in, std::size_t chars,
                                                    unsigned char* out) {
  const __m256i join = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i close = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7);
  __m256i all_good = _mm256_set1_epi8(-1);
  std::size_t done = 0;
  for (; done + 44 <= chars; done += 32) {
    const __m256i text =
        _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(vector_at(in + done))),
                                _mm_loadu_si128(vector_at(in + done + 16)), 1);
    const __m256i upper = in_range(text, 'A', 'Z');
    const __m256i lower = in_range(text, 'a', 'z');
    const __m256i number = in_range(text, '0', '9');
    const __m256i minus = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('-'));
    const __m256i line = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('_'));
    const __m256i letters = _mm256_or_si256(upper, lower);
    const __m256i marks = _mm256_or_si256(minus, line);
    all_good = _mm256_and_si256(all_good, _mm256_or_si256(_mm256_or_si256(letters, number), marks));
    const __m256i shift = _mm256_or_si256(
        _mm256_or_si256(_mm256_and_si256(upper, _mm256_set1_epi8(-'A')),
                        _mm256_and_si256(lower, _mm256_set1_epi8(26 - 'a'))),
        _mm256_or_si256(_mm256_and_si256(number, _mm256_set1_epi8(52 - '0')),
                        _mm256_or_si256(_mm256_and_si256(minus, _mm256_set1_epi8(62 - '-')),
                                        _mm256_and_si256(line, _mm256_set1_epi8(63 - '_')))));
    const __m256i digits = _mm256_add_epi8(text, shift);
    const __m256i twelve = _mm256_maddubs_epi16(digits, _mm256_set1_epi32(0x01400140));
    const __m256i groups = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(groups, join), close);
    // NOLINTNEXTLINE(bugprone-casting-through-void): how the intrinsic takes its address
    _mm256_storeu_si256(static_cast<__m256i*>(static_cast<void*>(out + done / 4 * 3)), bytes);
  }
  return {done, _mm256_movemask_epi8(all_good) == -1};
}
#endif

}  // namespace

void encode_groups(const unsigned char* in, std::size_t bytes, char* out, Speed speed) {
  std::size_t done = 0;
#if defined(__x86_64__)
  if (speed == Speed::Fastest && has_avx2()) {
    done = encode_avx2(in, bytes, out);
  }
#endif
  for (; done < bytes; done += 3) {
    const std::uint32_t group = std::uint32_t{in[done]} << 16U | std::uint32_t{in[done + 1]} << 8U |
                                std::uint32_t{in[done + 2]};
    char* const to = out + done / 3 * 4;
    to[0] = kDigits[group >> 18U];
    to[1] = kDigits[group >> 12U & 63U];
    to[2] = kDigits[group >> 6U & 63U];
    to[3] = kDigits[group & 63U];
  }
}

bool decode_groups(const char* in, std::size_t chars, unsigned char* out, Speed speed) {
  std::size_t done = 0;
  std::uint32_t seen = 0;
#if defined(__x86_64__)
  if (speed == Speed::Fastest && has_avx2()) {
    const Decoded fast = decode_avx2(in, chars, out);
    done = fast.chars;
    seen = fast.good ? 0 : kNone;
  }
#endif
  for (; done < chars; done += 4) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t value = kValues[static_cast<unsigned char>(in[done + i])];
      seen |= value;
      group = group << 6U | (value & 63U);
    }
    unsigned char* const to = out + done / 4 * 3;
    to[0] = static_cast<unsigned char>(group >> 16U);
    to[1] = static_cast<unsigned char>(group >> 8U & 0xFFU);
    to[2] = static_cast<unsigned char>(group & 0xFFU);
  }
  return (seen & 0x80U) == 0;
}

}  // namespace av::fernet
