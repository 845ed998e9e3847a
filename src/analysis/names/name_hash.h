#pragma once
// name_hash.h — a quick hash for names of a program, which are short.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>

namespace av::names {

// mixed_hash makes one hash of two.
constexpr std::size_t mixed_hash(std::size_t a, std::size_t b) {
  constexpr std::size_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio
  const std::size_t mixed = (a ^ (a >> 32U) ^ b) * kOdd;
  return mixed ^ (mixed >> 32U);
}

// name_hash reads a name of up to 16 bytes, as nearly all are, as two words that may overlap.
inline std::size_t name_hash(std::string_view name) {
  const auto word_at = [name](auto word, std::size_t at) -> std::size_t {
    std::memcpy(&word, name.data() + at, sizeof(word));
    return word;
  };
  const std::size_t size = name.size();
  if (size > 16) {
    return std::hash<std::string_view>{}(name);
  }
  if (size >= 8) {
    return mixed_hash(mixed_hash(word_at(std::uint64_t{}, 0), size),
                      word_at(std::uint64_t{}, size - 8));
  }
  if (size >= 4) {
    return mixed_hash(mixed_hash(word_at(std::uint32_t{}, 0), size),
                      word_at(std::uint32_t{}, size - 4));
  }
  const auto at = [&](std::size_t i) { return word_at(std::uint8_t{}, i); };
  return size == 0 ? 0 : mixed_hash(at(0) << 16U | at(size / 2) << 8U | at(size - 1), size);
}

}  // namespace av::names
