#pragma once
// padded_text.h — text followed by a few zero bytes that may be read.
//
// The lexer compares and skips in 16-byte steps and stops at a NUL; with padding it needs no
// length test per byte.  PaddedText owns the bytes, PaddedView borrows them and carries the
// promise that kPadding zero bytes follow its end.

#include "base/assert.h"
#include "base/buffer.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace av::base {

inline constexpr std::size_t kPadding = 64;
// kMostBytes is more than any text has; a larger size is one that was computed wrongly.
inline constexpr std::size_t kMostBytes = std::size_t{1} << 48;

// PaddedView is text with kPadding readable zero bytes behind it.  Lives no longer than its owner.
class PaddedView {
 public:
  // `text.data()` must be followed by kPadding zero bytes.
  explicit PaddedView(std::string_view text) : text_(text) {}
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const char* data() const { return text_.data(); }
  [[nodiscard]] std::size_t size() const { return text_.size(); }

 private:
  std::string_view text_;
};

// PaddedText owns text and its padding.  Keeps its memory when assigned again.
class PaddedText {
 public:
  PaddedText() { fill(0); }
  explicit PaddedText(std::string_view text) { assign(text); }

  // assign copies `text`, which must not be a part of this text.
  void assign(std::string_view text) {
    AV_ASSERT(text.size() < kMostBytes);  // again where gcc sees it, or it warns of the copy
    char* to = fill(text.size());
    std::copy(text.begin(), text.end(), to);
  }

  // fill makes room for `size` bytes and returns where to write them; the padding is set, the
  // bytes are what was there before or indeterminate.
  char* fill(std::size_t size) {
    AV_ASSERT(size < kMostBytes);
    bytes_.resize_for_overwrite(size + kPadding);
    std::fill_n(bytes_.data() + size, kPadding, '\0');
    return bytes_.data();
  }

  // shrink cuts the text to `size` bytes, at most its present size.
  void shrink(std::size_t size) { fill(size); }

  // drop_front takes the first `size` bytes away.
  void drop_front(std::size_t size) {
    const std::string_view rest = text().substr(size);
    std::copy(rest.begin(), rest.end(), bytes_.data());
    shrink(rest.size());
  }

  // release gives the memory back, for after one exceptionally large file.
  void release() {
    bytes_.release();
    fill(0);
  }

  // text is empty after a move from here.
  [[nodiscard]] std::string_view text() const {
    return bytes_.empty() ? std::string_view()
                          : std::string_view(bytes_.data(), bytes_.size() - kPadding);
  }
  [[nodiscard]] PaddedView view() const { return PaddedView(text()); }

 private:
  Buffer<char> bytes_;
};

}  // namespace av::base
