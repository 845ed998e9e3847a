#include "runtime/literal/cursor.h"

#include "base/scan.h"
#include "base/utf8.h"
#include "lexis/numbers.h"

#include <charconv>
#include <cstring>
#include <limits>
#include <system_error>
#include <utility>

namespace av::literal {
namespace {

constexpr bool is_prefix_letter(char c) {
  switch (c | 0x20) {
    case 'r':
    case 'b':
    case 'u':
    case 'f':
    case 't':
      return true;
    default:
      return false;
  }
}

constexpr bool is_quote(char c) {
  return c == '\'' || c == '"';
}

// How many bytes the line end at `at` has.
std::ptrdiff_t line_end_length(const char* at) {
  return *at == '\r' && at[1] == '\n' ? 2 : 1;
}

// The value of an integer token in any radix when it fits 63 bits.
bool read_small(std::string_view token, std::int64_t& value) {
  constexpr std::size_t kDigits = 19;
  const auto text = lexis::integer_text(token, kDigits);
  if (!text) {
    return false;
  }
  return std::from_chars(text->data(), text->data() + text->size(), value).ec == std::errc();
}

constexpr bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

Place place_of(std::string_view text, std::size_t offset) {
  Place place;
  place.offset = offset;
  for (std::size_t i = 0; i < offset; ++i) {
    const char c = text[i];
    const bool is_pair = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (c == '\n' || (c == '\r' && !is_pair)) {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

Error to_error(const Fault& fault, const Place& place) {
  return {fault.code,
          "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " +
              fault.message,
          {}};
}

bool check_text(std::string_view text, const Options& options, Fault& fault) {
  if (text.size() > options.max_bytes) {
    fault = {ErrorCode::LimitExceeded,
             "more than " + std::to_string(options.max_bytes) + " bytes of text", 0};
    return false;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    fault = {ErrorCode::InvalidArgument, "a NUL character", nul};
    return false;
  }
  if (const std::size_t bad = base::find_invalid_utf8(text); bad != std::string_view::npos) {
    fault = {ErrorCode::InvalidArgument, "bytes that are not UTF-8", bad};
    return false;
  }
  return true;
}

double Number::as_double() const {
  constexpr std::size_t kDigitsOfLargestDouble = 309;
  const double sign = is_negative ? -1.0 : 1.0;
  switch (sort) {
    case Sort::Small:
      return static_cast<double>(small);
    case Sort::Big: {
      const auto text = lexis::integer_text(token, kDigitsOfLargestDouble);
      return sign * (text ? lexis::float_value(*text) : std::numeric_limits<double>::infinity());
    }
    default:
      return real;
  }
}

std::string decimal_of(const Number& number) {
  const auto text = lexis::integer_text(number.token, std::numeric_limits<std::size_t>::max() / 16);
  return (number.is_negative ? "-" : "") + text.value_or("0");
}

bool Cursor::fail_at(const char* at, ErrorCode code, std::string message) {
  fault_ = {code, std::move(message), static_cast<std::size_t>(at - start_)};
  return false;
}

bool Cursor::fail_here(std::string message) {
  return fail_at(at_, ErrorCode::InvalidArgument, std::move(message));
}

bool Cursor::limit(const char* at, const char* what, std::size_t count) {
  return fail_at(at, ErrorCode::LimitExceeded,
                 std::string(what) + ", the limit is " + std::to_string(count));
}

bool Cursor::refuse(const char* at, const char* what) {
  return fail_at(at, ErrorCode::Denied, std::string(what) + " not allowed here");
}

bool Cursor::slow_skip() {
  for (;;) {
    switch (*at_) {
      case ' ':
      case '\t':
      case '\f':
        ++at_;
        break;
      case '\n':
      case '\r':
        if (depth_ == 0) {
          return true;
        }
        ++at_;
        break;
      case '#':
        if (depth_ == 0) {
          return true;
        }
        at_ = base::find_line_end(at_);
        break;
      case '\\':
        if (!continuation()) {
          return false;
        }
        break;
      default:
        return true;
    }
  }
}

// A backslash joins two lines; nothing may stand behind it, and something must follow.
bool Cursor::continuation() {
  if (!is_line_end(at_[1])) {
    return fail_here("a backslash that ends no line");
  }
  at_ += 1 + line_end_length(at_ + 1);
  return at_ < end_ || fail_here("the text ends behind a backslash");
}

bool Cursor::skip_lead() {
  while (*at_ == ' ' || *at_ == '\t') {
    ++at_;
  }
  for (;;) {
    bool is_indented = false;
    if (!skip_indentation(is_indented)) {
      return false;
    }
    if (*at_ == '#') {
      at_ = base::find_line_end(at_);
    }
    if (is_line_end(*at_)) {
      at_ += line_end_length(at_);
      continue;
    }
    return !is_indented || at_ == end_ || fail_here("an indented line");
  }
}

bool Cursor::skip_tail() {
  bool is_new_line = false;
  for (;;) {
    bool is_indented = false;
    if (!skip_indentation(is_indented)) {
      return false;
    }
    if (*at_ == '#') {
      at_ = base::find_line_end(at_);
      is_indented = false;
    }
    if (is_line_end(*at_)) {
      at_ += line_end_length(at_);
      is_new_line = true;
      continue;
    }
    if (at_ < end_) {
      return fail_here("more text behind the literal");
    }
    // Blanks that no line end follows are an indented line to CPython, which has nothing in it.
    return !(is_new_line && is_indented) || fail_here("an indented line");
  }
}

// Blanks and continued lines; a form feed takes the indentation back.
bool Cursor::skip_indentation(bool& is_indented) {
  for (;; ++at_) {
    if (*at_ == '\\') {
      if (!continuation()) {
        return false;
      }
      --at_;
    } else if (*at_ == ' ' || *at_ == '\t') {
      is_indented = true;
    } else if (*at_ == '\f') {
      is_indented = false;
    } else {
      return true;
    }
  }
}

bool Cursor::slow_number(Number& out) {
  const lexis::NumberToken token = lexis::scan_number(at_);
  const std::string_view text(at_, token.length);
  if (token.problem != nullptr || token.old_octal || token.long_suffix) {
    return fail_here(token.problem != nullptr ? token.problem : "an integer only Python 2 reads");
  }
  out.is_negative = false;
  if (token.kind == lexis::NumberKind::Int) {
    if (token.length > options_.max_int_digits) {
      return limit(at_, "too many digits", options_.max_int_digits);
    }
    out.sort = read_small(text, out.small) ? Number::Sort::Small : Number::Sort::Big;
    out.token = text;
  } else {
    const bool is_imaginary = token.kind == lexis::NumberKind::Imaginary;
    if (is_imaginary && !options_.allow.complex) {
      return refuse(at_, "complex numbers are");
    }
    out.sort = is_imaginary ? Number::Sort::Imaginary : Number::Sort::Real;
    out.real = lexis::float_value(text);
  }
  at_ += token.length;
  return true;
}

bool Cursor::begins_string() const {
  if (is_quote(*at_)) {
    return true;
  }
  return is_prefix_letter(*at_) &&
         (is_quote(at_[1]) || (is_prefix_letter(at_[1]) && is_quote(at_[2])));
}

bool Cursor::string(StringToken& out) {
  const char* first = at_;
  if (!(is_quote(*at_) && plain_string(out)) && !one_string(out)) {
    return false;
  }
  if (!skip()) {
    return false;
  }
  if (!begins_string()) {
    return check_string(out.value.size(), first);
  }
  std::string joined(out.value);
  while (begins_string()) {
    StringToken next;
    if (!one_string(next)) {
      return false;
    }
    if (next.is_bytes != out.is_bytes) {
      return fail_at(first, ErrorCode::InvalidArgument, "text and bytes side by side");
    }
    joined += next.value;
    if (!check_string(joined.size(), first) || !skip()) {
      return false;
    }
  }
  joined_ = std::move(joined);
  out.value = joined_;
  out.is_ascii = false;
  return true;
}

bool Cursor::check_string(std::size_t size, const char* at) {
  return size <= options_.max_string_bytes ||
         limit(at, "too long a string", options_.max_string_bytes);
}

// The usual string: no prefix, one quote, ASCII without escapes.  False, with nothing consumed, for
// any other.
bool Cursor::plain_string(StringToken& out) {
  const char quote = *at_;
  const char* body = at_ + 1;
  if (*body == quote && body[1] == quote) {
    return false;
  }
  const char* end = base::find_block(body, [quote](base::Block block) {
    return block.equal(quote) | block.equal('\\') | block.equal('\n') | block.equal('\r') |
           block.equal('\0') | block.non_ascii();
  });
  if (*end != quote) {
    return false;
  }
  out.value = {body, static_cast<std::size_t>(end - body)};
  out.is_bytes = false;
  out.is_ascii = true;
  at_ = end + 1;
  return true;
}

bool Cursor::one_string(StringToken& out) {
  const auto [prefix, is_prefix] = lexis::read_prefix(rest().substr(0, 3));
  if (!is_prefix) {
    return fail_here("a string prefix that Python does not have");
  }
  if (prefix.format || prefix.templated) {
    return fail_here("a string with fields in it is no literal");
  }
  if (prefix.python2) {
    return fail_here("a string prefix of Python 2");
  }
  if (prefix.bytes && !options_.allow.bytes) {
    return refuse(at_, "bytes are");
  }
  const char* end = nullptr;
  if (!find_string_end(prefix, end)) {
    return false;
  }
  const std::string_view token(at_, static_cast<std::size_t>(end - at_));
  if (!decode(token, out)) {
    return false;
  }
  at_ = end;
  return true;
}

bool Cursor::find_string_end(const lexis::StringPrefix& prefix, const char*& end) {
  const char* at = at_ + prefix.length;
  const char quote = *at;
  const bool is_triple = at[1] == quote && at[2] == quote;
  at += is_triple ? 3 : 1;
  for (;;) {
    at = base::find_block(at, [quote](base::Block block) {
      return block.equal(quote) | block.equal('\\') | block.equal('\n') | block.equal('\r') |
             block.equal('\0');
    });
    if (*at == quote && (!is_triple || (at[1] == quote && at[2] == quote))) {
      end = at + (is_triple ? 3 : 1);
      return true;
    }
    if (at >= end_ || (is_line_end(*at) && !is_triple)) {
      return fail_here("a string without its closing quotes");
    }
    if (*at == '\\') {
      at += at[1] == '\0' ? 1 : 1 + line_end_length(at + 1);
    } else {
      ++at;
    }
  }
}

bool Cursor::decode(std::string_view token, StringToken& out) {
  const lexis::StringParts parts = lexis::split_string(token);
  const lexis::StringReading reading = lexis::reading_of(parts.prefix);
  out.is_bytes = parts.prefix.bytes;
  out.is_ascii = false;
  if (lexis::reads_as_written(parts.body, reading)) {
    out.value = parts.body;
    return true;
  }
  lexis::decode_string(parts.body, reading, decoded_);
  if (!decoded_.problems.empty()) {
    const lexis::StringProblem& problem = decoded_.problems.front();
    return fail_at(parts.body.data() + problem.offset, ErrorCode::InvalidArgument, problem.reason);
  }
  out.value = decoded_.value;
  return true;
}

}  // namespace av::literal
