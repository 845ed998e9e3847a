#pragma once
// span.h — a stretch of a file's text, in byte offsets.

#include <cstdint>

namespace av::text {

// Span is bytes [start, end) of the UTF-8 text of one file.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend bool operator==(Span, Span) = default;
};

}  // namespace av::text
