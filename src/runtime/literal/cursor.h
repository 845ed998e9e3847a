#pragma once
// cursor.h — walks the text of a literal: blanks, numbers, strings, and the failure that ends it.
//
// What reader.h needs and what does not depend on where values go.  The text is valid UTF-8 without
// NUL, padded (check_text).
// Source: CPython's tokenizer.c for which blanks, comments and continuations are taken where.

#include "base/padded_text.h"
#include "lexis/strings.h"
#include <antivenom/literal.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace av::literal {

// Fault is why and where a reading stopped.
struct Fault {
  ErrorCode code = ErrorCode::InvalidArgument;
  std::string message;
  std::size_t offset = 0;
};

// place_of counts lines (\n, \r\n, \r) and characters up to a byte offset.  Linear.
Place place_of(std::string_view text, std::size_t offset);

// to_error words a fault: "line 2, column 5: ...".
Error to_error(const Fault& fault, const Place& place);

// check_text tests what must hold before reading: size, UTF-8, no NUL.  True when all is well.
bool check_text(std::string_view text, const Options& options, Fault& fault);

// Number is a number read and not yet handed on: a sign or `+ 2j` may belong to it.
struct Number {
  enum class Sort : std::uint8_t { Small, Big, Real, Imaginary };
  Sort sort = Sort::Small;
  bool is_negative = false;
  std::int64_t small = 0;
  double real = 0;         // of Real and Imaginary
  std::string_view token;  // of Big

  // as_double is the value, infinite where no double is large enough.
  [[nodiscard]] double as_double() const;
};

// decimal_of is a Big number in decimal with its sign.
std::string decimal_of(const Number& number);

// Cursor is a place in the text.
class Cursor {
 public:
  Cursor(base::PaddedView text, const Options& options)
      : options_(options), start_(text.data()), end_(text.data() + text.size()), at_(text.data()) {}

  [[nodiscard]] const Fault& fault() const { return fault_; }

 protected:
  // StringToken is one or more literals side by side.  `value` lives until the next is read.
  struct StringToken {
    std::string_view value;
    bool is_bytes = false;
    bool is_ascii = false;  // surely; what has escapes in it counts as not
  };

  bool fail_at(const char* at, ErrorCode code, std::string message);
  bool fail_here(std::string message);
  bool limit(const char* at, const char* what, std::size_t count);
  bool refuse(const char* at, const char* what);

  // skip passes blanks, and within brackets also line ends and comments.
  bool skip();
  // skip_lead passes empty lines in front of the literal, which must not be indented.
  bool skip_lead();
  // skip_tail passes empty lines and comments behind it; true when there is nothing else.
  bool skip_tail();
  // number reads an unsigned number at a digit or a dot.
  bool number(Number& out);
  // begins_string says whether a string literal (of any prefix) starts here.
  [[nodiscard]] bool begins_string() const;
  bool string(StringToken& out);

  [[nodiscard]] std::string_view rest() const {
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }

  const Options& options_;
  const char* start_;
  const char* end_;
  const char* at_;
  std::uint32_t depth_ = 0;  // open brackets

 private:
  bool slow_skip();
  bool skip_indentation(bool& is_indented);
  bool continuation();
  bool slow_number(Number& out);
  bool one_string(StringToken& out);
  bool plain_string(StringToken& out);
  bool find_string_end(const lexis::StringPrefix& prefix, const char*& end);
  bool decode(std::string_view token, StringToken& out);
  bool check_string(std::size_t size, const char* at);

  Fault fault_;
  lexis::DecodedString decoded_;
  std::string joined_;
};

inline bool Cursor::skip() {
  while (*at_ == ' ') {
    ++at_;
  }
  // Every other blank, and what begins a comment or a continuation, is below or in this set.
  const auto c = static_cast<unsigned char>(*at_);
  return c > '#' && c != '\\' ? true : slow_skip();
}

inline bool Cursor::number(Number& out) {
  constexpr std::ptrdiff_t kMaxFastDigits = 18;
  const char* at = at_;
  std::uint64_t value = 0;
  while (*at >= '0' && *at <= '9' && at - at_ < kMaxFastDigits) {
    value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    ++at;
  }
  // What may end a plain number: anything below the digits but a dot, or a closing bracket.
  const bool ends = (*at < '0' && *at >= 0 && *at != '.') || *at == ']' || *at == '}' || *at == ':';
  const bool leading_zero = *at_ == '0' && at - at_ > 1;
  const auto digits = static_cast<std::size_t>(at - at_);
  if (!ends || leading_zero || digits == 0 || digits > options_.max_int_digits) {
    return slow_number(out);
  }
  out.sort = Number::Sort::Small;
  out.is_negative = false;
  out.small = static_cast<std::int64_t>(value);
  at_ = at;
  return true;
}

}  // namespace av::literal
