#include "base/utf8.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace av::base {
namespace {

constexpr std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// Lead describes what may follow a lead byte: how many bytes, and the range of the first of them
// (table 3-7); the others are 80..BF.
struct Lead {
  std::uint8_t trailing;
  std::uint8_t low;
  std::uint8_t high;
};

constexpr Lead lead_of(std::uint8_t byte, Surrogates surrogates) {
  if (byte < 0xC2 || byte > 0xF4) {
    return {0, 0, 0};
  }
  if (byte < 0xE0) {
    return {1, 0x80, 0xBF};
  }
  if (byte < 0xF0) {
    const std::uint8_t low = byte == 0xE0 ? 0xA0 : 0x80;
    const bool cut = byte == 0xED && surrogates == Surrogates::Refused;
    return {2, low, cut ? std::uint8_t{0x9F} : std::uint8_t{0xBF}};
  }
  const std::uint8_t low = byte == 0xF0 ? 0x90 : 0x80;
  return {3, low, byte == 0xF4 ? std::uint8_t{0x8F} : std::uint8_t{0xBF}};
}

}  // namespace

Utf8Step decode_utf8(std::string_view text, Surrogates surrogates) {
  const std::uint8_t first = byte_at(text, 0);
  if (first < 0x80) {
    return {first, 1, true};
  }
  const Lead lead = lead_of(first, surrogates);
  if (lead.trailing == 0) {
    return {};
  }
  char32_t code_point = first & (0x3FU >> lead.trailing);
  std::uint8_t low = lead.low;
  std::uint8_t high = lead.high;
  for (std::uint8_t i = 1; i <= lead.trailing; ++i) {
    if (i >= text.size() || byte_at(text, i) < low || byte_at(text, i) > high) {
      return {kReplacementCharacter, i, false};
    }
    code_point = (code_point << 6) | (byte_at(text, i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {code_point, static_cast<std::uint8_t>(lead.trailing + 1), true};
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  const auto trail = [&](unsigned shift) { put(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | (code_point >> 6));
    trail(0);
  } else if (code_point < 0x10000) {
    put(0xE0U | (code_point >> 12));
    trail(6);
    trail(0);
  } else {
    put(0xF0U | (code_point >> 18));
    trail(12);
    trail(6);
    trail(0);
  }
}

std::size_t find_non_ascii(std::string_view text, std::size_t from) {
  std::size_t i = from;
#if defined(__SSE2__)
  for (; i + 16 <= text.size(); i += 16) {
    __m128i block;
    std::memcpy(&block, text.data() + i, sizeof(block));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(block));
    if (mask != 0) {
      return i + static_cast<std::size_t>(std::countr_zero(mask));
    }
  }
#else
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t block = 0;
    std::memcpy(&block, text.data() + i, sizeof(block));
    if ((block & kHighBits) != 0) {
      break;
    }
  }
#endif
  while (i < text.size() && byte_at(text, i) < 0x80) {
    ++i;
  }
  return i;
}

std::size_t find_invalid_utf8(std::string_view text, std::size_t from) {
  std::size_t i = find_non_ascii(text, from);
  while (i < text.size()) {
    const Utf8Step step = decode_utf8(text.substr(i));
    if (!step.valid) {
      return i;
    }
    i += step.length;
    if (i < text.size() && byte_at(text, i) < 0x80) {
      i = find_non_ascii(text, i);
    }
  }
  return std::string_view::npos;
}

}  // namespace av::base
