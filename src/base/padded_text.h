#pragma once
// padded_text.h — text followed by a few zero bytes that may be read.
//
// The lexer compares and skips in 16-byte steps and stops at a NUL; with padding it needs no
// length test per byte.  PaddedText owns the bytes, PaddedView borrows them and carries the
// promise that kPadding zero bytes follow its end.

#include <cstddef>
#include <string>
#include <string_view>

namespace av::base {

inline constexpr std::size_t kPadding = 64;

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

// PaddedText owns text and its padding.  Keeps its capacity when assigned again.
class PaddedText {
 public:
  PaddedText() : bytes_(kPadding, '\0') {}
  explicit PaddedText(std::string_view text) { assign(text); }

  void assign(std::string_view text) {
    bytes_.assign(text);
    bytes_.append(kPadding, '\0');
  }

  // fill makes room for `size` bytes and returns where to write them; the padding is set.
  char* fill(std::size_t size) {
    bytes_.resize(size);
    bytes_.append(kPadding, '\0');
    return bytes_.data();
  }

  // shrink cuts the text to `size` bytes, at most its present size.
  void shrink(std::size_t size) {
    bytes_.resize(size);
    bytes_.append(kPadding, '\0');
  }

  [[nodiscard]] std::string_view text() const {
    return std::string_view(bytes_).substr(0, bytes_.size() - kPadding);
  }
  [[nodiscard]] PaddedView view() const { return PaddedView(text()); }

 private:
  std::string bytes_;
};

}  // namespace av::base
