#include "lexis/strings.h"

#include "base/utf8.h"
#include "lexis/escapes.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace av::lexis {
namespace {

using Sort = StringReading::Sort;
using Braces = StringReading::Braces;

constexpr std::size_t kMaxPrefix = 2;
constexpr const char* kNotAscii = "bytes can only contain ASCII literal characters";

constexpr bool is_quote(char c) {
  return c == '"' || c == '\'';
}

// Adds one letter to a prefix; false when the letter cannot be there (again).
bool add_letter(char letter, StringPrefix& prefix) {
  const auto set = [](bool& flag) { return !std::exchange(flag, true); };
  switch (letter) {
    case 'r':
    case 'R':
      return set(prefix.raw);
    case 'b':
    case 'B':
      return set(prefix.bytes);
    case 'u':
    case 'U':
      return set(prefix.unicode);
    case 'f':
    case 'F':
      return set(prefix.format);
    case 't':
    case 'T':
      return set(prefix.templated);
    default:
      return false;
  }
}

// Of b, u, f and t only one; and `ru` is no prefix though `ur` once was.
bool is_combination(const StringPrefix& prefix, std::string_view letters) {
  const int sorts =
      int{prefix.bytes} + int{prefix.unicode} + int{prefix.format} + int{prefix.templated};
  const bool swapped = prefix.unicode && prefix.raw && (letters[0] == 'r' || letters[0] == 'R');
  return sorts <= 1 && !swapped;
}

// Whether `body` ends in `mark` and no backslash makes that a part of the string.
bool is_closed(std::string_view body, std::string_view mark) {
  if (!body.ends_with(mark)) {
    return false;
  }
  body.remove_suffix(mark.size());
  const std::size_t last = body.find_last_not_of('\\');
  const std::size_t backslashes =
      last == std::string_view::npos ? body.size() : body.size() - last - 1;
  return backslashes % 2 == 0;
}

// Decoder appends the value of a body to `out`, piece by piece.
class Decoder {
 public:
  Decoder(std::string_view body, const StringReading& reading, DecodedString& out)
      : body_(body), reading_(reading), out_(out) {}

  void decode() {
    while (at_ < body_.size()) {
      copy_plain();
      if (at_ < body_.size()) {
        special();
      }
    }
  }

 private:
  [[nodiscard]] bool is_special(char c) const {
    switch (c) {
      case '\\':
        return !reading_.raw || reads_raw_unicode();
      case '\r':
        return true;
      case '{':
      case '}':
        return reading_.braces == Braces::Doubled;
      default:
        return static_cast<unsigned char>(c) >= 0x80 && refuses_non_ascii();
    }
  }

  [[nodiscard]] bool refuses_non_ascii() const {
    return reading_.sort == Sort::Bytes && !reading_.python2;
  }

  [[nodiscard]] bool reads_raw_unicode() const {
    return reading_.raw && reading_.python2 && reading_.sort == Sort::Text;
  }

  // Text in which only backslashes and carriage returns are special: those are found faster.
  [[nodiscard]] bool is_plain_text() const {
    return reading_.sort == Sort::Text && !reading_.raw && reading_.braces == Braces::Plain;
  }

  // The next carriage return, looked for again only when the last one found is passed.
  std::size_t next_return(std::size_t from) {
    if (return_ < from || from == 0) {
      return_ = body_.find('\r', from);
    }
    return return_;
  }

  void copy_plain() {
    const std::size_t start = at_;
    if (is_plain_text()) {
      at_ = std::min({body_.size(), body_.find('\\', at_), next_return(at_)});
    }
    while (at_ < body_.size() && !is_special(body_[at_])) {
      ++at_;
    }
    out_.value.append(body_, start, at_ - start);
  }

  void special() {
    switch (body_[at_]) {
      case '\\':
        return reading_.raw ? raw_backslashes() : backslash();
      case '\r':
        return line_end();
      case '{':
      case '}':
        return brace();
      default:
        return non_ascii();
    }
  }

  void line_end() {
    out_.value.push_back('\n');
    at_ += body_.substr(at_).starts_with("\r\n") ? 2U : 1U;
  }

  void brace() {
    const char c = body_[at_];
    out_.value.push_back(c);
    at_ += at_ + 1 < body_.size() && body_[at_ + 1] == c ? 2U : 1U;
  }

  void non_ascii() {
    std::size_t end = at_;
    while (end < body_.size() && static_cast<unsigned char>(body_[end]) >= 0x80) {
      ++end;
    }
    problem(end - at_, kNotAscii);
    keep(end - at_);
  }

  void backslash() {
    // A piece of an f-string may end in a backslash: `\{x}` is a backslash and a field.
    if (at_ + 1 == body_.size() && reading_.braces == Braces::Doubled) {
      return unknown();
    }
    const auto set = reading_.sort == Sort::Text ? EscapeSet::Text : EscapeSet::Bytes;
    take(read_escape(body_.substr(at_), set));
  }

  // Python 2's ur'': \u and \U are escapes behind an even number of backslashes.
  void raw_backslashes() {
    std::size_t end = at_;
    while (end < body_.size() && body_[end] == '\\') {
      ++end;
    }
    const bool is_odd = (end - at_) % 2 == 1;
    keep(end - at_ - (is_odd ? 1 : 0));
    if (is_odd) {
      const Escape escape = read_unicode_escape(body_.substr(at_));
      escape.kind == EscapeKind::Unknown ? keep(1) : take(escape);
    }
  }

  void take(const Escape& escape) {
    switch (escape.kind) {
      case EscapeKind::Unknown:
        return unknown();
      case EscapeKind::Malformed:
        problem(escape.length, escape.problem);
        return keep(escape.length);
      case EscapeKind::Nothing:
        break;
      case EscapeKind::Character:
        if (escape.large_octal) {
          out_.unknown_escapes.push_back(static_cast<std::uint32_t>(at_));
        }
        character(escape.value);
        break;
    }
    at_ += escape.length;
  }

  void character(char32_t value) {
    if (reading_.sort == Sort::Text) {
      base::append_utf8(out_.value, value);
    } else {
      out_.value.push_back(static_cast<char>(value));
    }
  }

  void unknown() {
    out_.unknown_escapes.push_back(static_cast<std::uint32_t>(at_));
    keep(1);
  }

  void problem(std::size_t length, const char* reason) {
    out_.problems.push_back(
        {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(length), reason});
  }

  void keep(std::size_t length) {
    out_.value.append(body_, at_, length);
    at_ += length;
  }

  std::string_view body_;
  StringReading reading_;
  DecodedString& out_;
  std::size_t at_ = 0;
  std::size_t return_ = 0;  // where next_return() found one
};

}  // namespace

PrefixResult read_prefix(std::string_view text) {
  PrefixResult result;
  StringPrefix& prefix = result.prefix;
  std::size_t i = 0;
  while (i < text.size() && !is_quote(text[i])) {
    if (i == kMaxPrefix || !add_letter(text[i], prefix)) {
      return {};
    }
    ++i;
  }
  if (i == text.size() || !is_combination(prefix, text)) {
    return {};
  }
  prefix.length = static_cast<std::uint8_t>(i);
  prefix.python2 = prefix.unicode && prefix.raw;
  const bool is_rb = prefix.bytes && prefix.raw && (text[0] == 'r' || text[0] == 'R');
  prefix.python3 = is_rb || prefix.format || prefix.templated;
  result.is_prefix = true;
  return result;
}

StringParts split_string(std::string_view token) {
  StringParts parts;
  const PrefixResult found = read_prefix(token);
  if (!found.is_prefix) {
    return parts;
  }
  parts.prefix = found.prefix;
  const std::string_view quoted = token.substr(parts.prefix.length);
  parts.quote = quoted[0];
  const std::string mark(3, parts.quote);
  parts.triple = quoted.starts_with(mark);
  const std::size_t width = parts.triple ? 3 : 1;
  parts.body_start = parts.prefix.length + width;
  parts.body = quoted.substr(width);
  parts.closed = is_closed(parts.body, std::string_view(mark).substr(0, width));
  if (parts.closed) {
    parts.body.remove_suffix(width);
  }
  return parts;
}

StringReading reading_of(const StringPrefix& prefix) {
  return {.sort = prefix.bytes ? Sort::Bytes : Sort::Text,
          .raw = prefix.raw,
          .braces = prefix.format || prefix.templated ? Braces::Doubled : Braces::Plain,
          .python2 = false};
}

StringReading python2_reading_of(const StringPrefix& prefix) {
  return {.sort = prefix.unicode ? Sort::Text : Sort::Bytes,
          .raw = prefix.raw,
          .braces = Braces::Plain,
          .python2 = true};
}

bool reads_as_written(std::string_view body, const StringReading& reading) {
  const bool ascii_only = reading.sort == Sort::Bytes && !reading.python2;
  const bool doubled = reading.braces == Braces::Doubled;
  const bool escapes = !reading.raw || (reading.python2 && reading.sort == Sort::Text);
  if (!ascii_only && !doubled) {
    return body.find('\r') == std::string_view::npos &&
           (!escapes || body.find('\\') == std::string_view::npos);
  }
  return std::none_of(body.begin(), body.end(), [&](char c) {
    return c == '\r' || (escapes && c == '\\') || (doubled && (c == '{' || c == '}')) ||
           (ascii_only && static_cast<unsigned char>(c) >= 0x80);
  });
}

void decode_string(std::string_view body, const StringReading& reading, DecodedString& out) {
  out.value.clear();
  out.problems.clear();
  out.unknown_escapes.clear();
  if (reads_as_written(body, reading)) {
    out.value = body;
    return;
  }
  out.value.reserve(body.size());
  Decoder(body, reading, out).decode();
}

}  // namespace av::lexis
