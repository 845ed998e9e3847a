#pragma once
// path_marks.h — says of nearly every path that no row of a table has it, without a look at the
// table.
//
// In: rows with a path.  Most names of a program stand in no model, so that a look-up that ends
// here costs a few instructions instead of a hash over all characters.  Read-only once made.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace av::knowledge {

// kAnyObject is what a path begins with that is a method's, or attribute's, of whatever object.
inline constexpr std::string_view kAnyObject = "*.";

// PathMarks is a bit for the ends of each path.
class PathMarks {
 public:
  template <class Row>
  explicit PathMarks(std::span<const Row> rows, std::string_view Row::*path = &Row::path)
      : bits_(std::max<std::size_t>(std::bit_ceil(rows.size()) / 4, 1)) {
    for (const Row& row : rows) {
      const std::uint64_t hash = hash_of(row.*path);
      bits_[word_of(hash)] |= bit_of(hash);
    }
  }

  // may_have is false for most paths that no row has.
  [[nodiscard]] bool may_have(std::string_view path) const { return has(hash_of(path)); }
  // may_have_method says so for a path behind kAnyObject.
  [[nodiscard]] bool may_have_method(std::string_view name) const { return has(hash_method(name)); }

 private:
  static std::uint64_t hash_of(std::string_view path) {
    return path.starts_with(kAnyObject) ? hash_method(path.substr(kAnyObject.size()))
                                        : hash_ends(path) * kOdd;
  }
  static std::uint64_t hash_method(std::string_view name) { return (hash_ends(name) + 1) * kOdd; }

  // The first and the last eight bytes, which may overlap, and the length.
  static std::uint64_t hash_ends(std::string_view text) {
    const auto word_at = [text](auto word, std::size_t at) -> std::uint64_t {
      std::memcpy(&word, text.data() + at, sizeof(word));
      return word;
    };
    const std::size_t size = text.size();
    std::uint64_t hash = size;
    if (size >= 8) {
      hash ^= word_at(std::uint64_t{}, 0) * kOdd ^ word_at(std::uint64_t{}, size - 8);
    } else if (size >= 4) {
      hash ^= word_at(std::uint32_t{}, 0) << 32U ^ word_at(std::uint32_t{}, size - 4) << 4U;
    } else if (size > 0) {
      hash ^= word_at(std::uint8_t{}, 0) << 8U ^ word_at(std::uint8_t{}, size / 2) << 16U ^
              word_at(std::uint8_t{}, size - 1) << 24U;
    }
    return hash ^ (hash >> 31U);
  }

  [[nodiscard]] bool has(std::uint64_t hash) const {
    return (bits_[word_of(hash)] & bit_of(hash)) != 0;
  }
  [[nodiscard]] std::size_t word_of(std::uint64_t hash) const {
    return (hash >> 32U) & (bits_.size() - 1);
  }
  static std::uint64_t bit_of(std::uint64_t hash) { return std::uint64_t{1} << (hash >> 58U); }

  static constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio

  std::vector<std::uint64_t> bits_;  // a power of two, 16 bits or more a row
};

}  // namespace av::knowledge
