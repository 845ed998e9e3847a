#include "analysis/engine/line_hash.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <unordered_map>

namespace av::engine {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kFactor = 37;
constexpr std::uint16_t kEndOfText = 0xFFFF;

constexpr std::uint64_t power_of_factor() {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < kWindow; ++i) {
    power *= kFactor;
  }
  return power;
}

// RollingHash keeps the hash of the last kWindow units; a line's is ready when the window has moved
// past it, that is when the slot of its first unit is to be used again.
class RollingHash {
 public:
  RollingHash(std::span<const std::uint32_t> lines, std::vector<std::string>& out)
      : wanted_(lines), out_(out) {}

  void add(std::uint16_t unit) {
    const bool skipped = unit == ' ' || unit == '\t' || (after_return_ && unit == '\n');
    after_return_ = unit == '\r';
    if (skipped) {
      return;
    }
    if (unit == '\r') {
      unit = '\n';
    }
    tell();
    if (at_line_start_) {
      lines_[at_] = ++line_;
    }
    at_line_start_ = unit == '\n';
    push(unit);
  }

  // finish tells the lines that are still in the window.
  void finish() {
    add(kEndOfText);
    for (std::size_t i = 0; i < kWindow; ++i) {
      tell();
      push(0);
    }
  }

 private:
  void push(std::uint16_t unit) {
    hash_ = kFactor * hash_ + unit - power_of_factor() * units_[at_];
    units_[at_] = unit;
    at_ = (at_ + 1) % kWindow;
  }

  void tell() {
    const std::uint32_t line = lines_[at_];
    if (line == 0) {
      return;
    }
    lines_[at_] = 0;
    const std::uint32_t count = ++counts_[hash_];
    while (next_ < wanted_.size() && wanted_[next_] == line) {
      std::array<char, 16> digits = {};
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16).ptr;
      out_[next_++] = std::string(digits.data(), end) + ":" + std::to_string(count);
    }
  }

  std::span<const std::uint32_t> wanted_;
  std::vector<std::string>& out_;
  std::size_t next_ = 0;
  std::array<std::uint16_t, kWindow> units_ = {};
  std::array<std::uint32_t, kWindow> lines_ = {};  // whose first unit is in the slot; 0 for none
  std::size_t at_ = 0;
  std::uint64_t hash_ = 0;
  std::uint32_t line_ = 0;
  bool at_line_start_ = true;
  bool after_return_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;
};

// each_unit calls `take` for every UTF-16 unit of valid UTF-8.
template <class Take>
void each_unit(std::string_view text, const Take& take) {
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
      point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    at += size;
    if (point < 0x10000) {
      take(static_cast<std::uint16_t>(point));
    } else {
      take(static_cast<std::uint16_t>(0xD7C0 + (point >> 10U)));
      take(static_cast<std::uint16_t>(0xDC00 + (point & 0x3FFU)));
    }
  }
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view text, std::span<const std::uint32_t> lines) {
  std::vector<std::string> hashes(lines.size());
  RollingHash hash(lines, hashes);
  each_unit(text, [&](std::uint16_t unit) { hash.add(unit); });
  hash.finish();
  return hashes;
}

}  // namespace av::engine
