#pragma once
// scan.h — finding the end of a run of bytes, sixteen at a time.
//
// Text ends in base::kPadding zero bytes (padded_text.h), so that reading a whole block past the
// end is allowed.  A loop over single bytes mispredicts once per run; these mispredict per block.
// On processors without SSE2 the same blocks are tested byte by byte.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace av::base {

// Block is 16 bytes with byte-wise tests; a test's result has bit i set for byte i.
#if defined(__SSE2__)
class Block {
 public:
  explicit Block(const char* at) : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))) {}
  // equal marks the bytes that are `c`.
  [[nodiscard]] std::uint32_t equal(char c) const {
    return mask(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)));
  }
  // not_word marks the bytes that end an identifier: not letter, digit, underscore or non-ASCII.
  [[nodiscard]] std::uint32_t not_word() const {
    const __m128i folded = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    const __m128i letter = in_range(folded, 'a', 'z');
    const __m128i digit = in_range(bytes_, '0', '9');
    const __m128i underscore = _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('_'));
    const __m128i word = _mm_or_si128(_mm_or_si128(letter, digit), underscore);
    return ~(mask(word) | non_ascii()) & 0xFFFF;
  }
  // non_ascii marks the bytes from 0x80.
  [[nodiscard]] std::uint32_t non_ascii() const { return mask(bytes_); }

 private:
  static std::uint32_t mask(__m128i test) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(test));
  }
  // Signed comparison: bytes from 0x80 are negative and so in no ASCII range.
  static __m128i in_range(__m128i bytes, char low, char high) {
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(high + 1))));
  }

  __m128i bytes_;
};
#else
class Block {
 public:
  explicit Block(const char* at) : at_(at) {}
  [[nodiscard]] std::uint32_t equal(char c) const {
    return mark([c](char byte) { return byte == c; });
  }
  [[nodiscard]] std::uint32_t not_word() const {
    return mark([](char byte) {
      const bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
      const bool digit = byte >= '0' && byte <= '9';
      return !letter && !digit && byte != '_' && !is_non_ascii(byte);
    });
  }
  [[nodiscard]] std::uint32_t non_ascii() const { return mark(is_non_ascii); }

 private:
  static bool is_non_ascii(char byte) { return static_cast<unsigned char>(byte) >= 0x80; }
  template <class Test>
  [[nodiscard]] std::uint32_t mark(Test test) const {
    std::uint32_t result = 0;
    for (std::uint32_t i = 0; i < 16; ++i) {
      result |= static_cast<std::uint32_t>(test(at_[i])) << i;
    }
    return result;
  }

  const char* at_;
};
#endif

// count_equal is how many bytes of `text` are `c`.
#if defined(__SSE2__) && defined(__x86_64__)
inline std::size_t count_equal(std::string_view text, char c) {
  constexpr std::size_t kBlock = 16;
  constexpr std::size_t kMostBlocks = 255;  // that a byte can count
  const __m128i wanted = _mm_set1_epi8(c);
  std::size_t count = 0;
  while (text.size() >= kBlock) {
    const std::size_t blocks = std::min(text.size() / kBlock, kMostBlocks);
    __m128i counts = _mm_setzero_si128();  // by place in the block
    for (std::size_t i = 0; i < blocks; ++i) {
      const auto* at = reinterpret_cast<const __m128i*>(text.data() + i * kBlock);
      counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(_mm_loadu_si128(at), wanted));
    }
    const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
    count += static_cast<std::size_t>(_mm_cvtsi128_si64(sums)) +
             static_cast<std::size_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
    text.remove_prefix(blocks * kBlock);
  }
  return count + static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}
#else
inline std::size_t count_equal(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}
#endif

// find_pair is the first place from `from` on where `a` and `b` stand side by side, or npos.
#if defined(__SSE2__)
inline std::size_t find_pair(std::string_view text, char a, char b, std::size_t from = 0) {
  constexpr std::size_t kBlock = 16;
  std::size_t at = from;
  for (; at + kBlock < text.size(); at += kBlock) {
    const std::uint32_t found =
        Block(text.data() + at).equal(a) & Block(text.data() + at + 1).equal(b);
    if (found != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(found));
    }
  }
  const char pair[] = {a, b};
  return text.find(std::string_view(pair, 2), at);
}
#else
inline std::size_t find_pair(std::string_view text, char a, char b, std::size_t from = 0) {
  const char pair[] = {a, b};
  return text.find(std::string_view(pair, 2), from);
}
#endif

// find_block advances from `at` to the first byte that `test(block)` marks.  `test` must mark NUL,
// or something that is sure to come before the padding ends.
template <class Test>
inline const char* find_block(const char* at, Test test) {
  for (;;) {
    const std::uint32_t found = test(Block(at));
    if (found != 0) {
      return at + std::countr_zero(found);
    }
    at += 16;
  }
}

// count_spaces is how many spaces, up to sixteen, stand at `at`.
inline std::uint32_t count_spaces(const char* at) {
  return static_cast<std::uint32_t>(std::countr_one(Block(at).equal(' ')));
}

// Word is a run of identifier characters: where it ends, and whether all are ASCII.
struct Word {
  const char* end;
  bool ascii;
};

// scan_word measures the run of identifier characters at `at`.
inline Word scan_word(const char* at) {
  std::uint32_t wide = 0;
  for (;;) {
    const Block block(at);
    const std::uint32_t stop = block.not_word();
    if (stop != 0) {
      const std::uint32_t before = (stop & (0U - stop)) - 1;
      return {at + std::countr_zero(stop), ((wide | block.non_ascii()) & (before | wide)) == 0};
    }
    wide |= block.non_ascii() << 16;
    at += 16;
  }
}

// find_line_end returns the first \n, \r or NUL from `at` on.
inline const char* find_line_end(const char* at) {
  return find_block(
      at, [](Block block) { return block.equal('\n') | block.equal('\r') | block.equal('\0'); });
}

}  // namespace av::base
