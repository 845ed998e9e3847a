#pragma once
// places.h — byte offsets of a text as lines and columns, each found in a time that does not grow
// with the length of its line: a generated file may be one line, and has many nodes.

#include "analysis/text/lines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace av::python {

// Place is an offset in lines and columns, both from 1, columns in characters.
struct Place {
  std::uint32_t line;
  std::uint32_t column;
  std::uint32_t offset;
};

// Places knows a text, which must outlive it.  Read-only once made.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text), lines_(text) {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += kBlock) {
      continuing_.push_back(count);
      count += count_continuing(text.substr(at, kBlock));
    }
    continuing_.push_back(count);
  }

  [[nodiscard]] Place at(std::uint32_t offset) const {
    const auto end = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    const std::uint32_t line = lines_.line_at(end);
    const std::uint32_t start = lines_.line_start(line);
    return {line, 1 + end - start - (continuing_before(end) - continuing_before(start)), end};
  }

 private:
  static constexpr std::size_t kBlock = 256;

  // A byte that goes on with a character of UTF-8 is no column of its own.
  static std::uint32_t count_continuing(std::string_view bytes) {
    return static_cast<std::uint32_t>(std::ranges::count_if(
        bytes, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }));
  }
  [[nodiscard]] std::uint32_t continuing_before(std::uint32_t offset) const {
    const std::size_t block = offset / kBlock;
    return continuing_[block] +
           count_continuing(text_.substr(block * kBlock, offset - block * kBlock));
  }

  std::string_view text_;
  text::LineIndex lines_;
  std::vector<std::uint32_t> continuing_;  // such bytes before each block
};

}  // namespace av::python
