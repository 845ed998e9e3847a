#pragma once
// char_set.h — a set of code points (or bytes), as sorted ranges.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace av::regex {

inline constexpr std::uint32_t kLastCodePoint = 0x10FFFF;

// Range is the code points first to last, both included.
struct Range {
  std::uint32_t first;
  std::uint32_t last;
  friend bool operator==(Range, Range) = default;
};

// CharSet is any set of code points.  Copyable; operations are linear in the number of ranges.
class CharSet {
 public:
  CharSet() = default;
  static CharSet of(std::uint32_t code_point) { return range(code_point, code_point); }
  static CharSet range(std::uint32_t first, std::uint32_t last);
  static CharSet all() { return range(0, kLastCodePoint); }

  void add(const CharSet& other);
  void add(Range range);
  [[nodiscard]] CharSet complement() const;
  [[nodiscard]] CharSet intersection(const CharSet& other) const;
  [[nodiscard]] bool intersects(const CharSet& other) const;
  [[nodiscard]] bool contains(std::uint32_t code_point) const;
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] std::span<const Range> ranges() const { return ranges_; }
  // with_ascii_case adds the other case of every ASCII letter in the set.
  [[nodiscard]] CharSet with_ascii_case() const;
  // example is a member, one that people can read if there is one.
  [[nodiscard]] std::optional<std::uint32_t> example() const;
  friend bool operator==(const CharSet&, const CharSet&) = default;

 private:
  void normalize();

  std::vector<Range> ranges_;  // ascending, neither touching nor overlapping
};

}  // namespace av::regex
