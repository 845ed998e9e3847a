#include "lexis/decoding.h"

#include "base/utf8.h"
#include "lexis/escapes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <iconv.h>
#include <memory>

namespace av::lexis {
namespace {

constexpr std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

// Writer appends to a Decoded, and keeps count of damage.
class Writer {
 public:
  explicit Writer(Decoded& out) : out_(out) {}

  // put appends a character; a surrogate is no character.
  void put(char32_t code_point) {
    if (base::is_surrogate(code_point) || code_point > base::kMaxCodePoint) {
      damaged();
    } else {
      base::append_utf8(out_.text, code_point);
    }
  }

  void put_text(std::string_view utf8) { out_.text += utf8; }

  void damaged() {
    const std::size_t start = out_.text.size();
    base::append_utf8(out_.text, base::kReplacementCharacter);
    const bool goes_on = out_.damaged_runs > 0 && start == damage_end_;
    damage_end_ = out_.text.size();
    if (!goes_on) {
      ++out_.damaged_runs;
      if (out_.damage.size() < Decoded::kMaxDamagedRuns) {
        out_.damage.push_back({start, damage_end_});
      }
    } else if (out_.damaged_runs == out_.damage.size()) {
      out_.damage.back().end = damage_end_;
    }
  }

 private:
  Decoded& out_;
  std::size_t damage_end_ = 0;
};

void decode_utf8_text(std::string_view bytes, Writer& out) {
  while (!bytes.empty()) {
    const std::size_t good = std::min(base::find_invalid_utf8(bytes), bytes.size());
    out.put_text(bytes.substr(0, good));
    bytes.remove_prefix(good);
    if (!bytes.empty()) {
      out.damaged();
      bytes.remove_prefix(base::decode_utf8(bytes).length);
    }
  }
}

void decode_ascii(std::string_view bytes, Writer& out) {
  for (const char c : bytes) {
    static_cast<unsigned char>(c) < 0x80 ? out.put(static_cast<unsigned char>(c)) : out.damaged();
  }
}

void decode_latin1(std::string_view bytes, Writer& out) {
  for (const char c : bytes) {
    out.put(static_cast<unsigned char>(c));
  }
}

void decode_table(const Codec& codec, std::string_view bytes, Writer& out) {
  constexpr char16_t kUndefined = 0xFFFF;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_lower = byte < 0x80;
    const char16_t* half = is_lower ? codec.lower : codec.upper;
    const char16_t value = half == nullptr ? char16_t{byte} : half[byte & 0x7F];
    value == kUndefined ? out.damaged() : out.put(value);
  }
}

void decode_rot13(std::string_view bytes, Writer& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const unsigned lower = byte | 0x20U;
    const bool is_letter = lower >= 'a' && lower <= 'z';
    const unsigned turned = lower < 'n' ? byte + 13U : byte - 13U;
    out.put(is_letter ? turned : byte);
  }
}

// Bytes are Latin-1 but for backslash escapes, as in string literals.
void decode_unicode_escape(std::string_view bytes, Writer& out) {
  for (std::size_t i = 0; i < bytes.size();) {
    if (bytes[i] != '\\') {
      out.put(byte_at(bytes, i++));
      continue;
    }
    const std::string_view rest = bytes.substr(i);
    const bool is_return = rest.size() > 1 && rest[1] == '\r';
    const Escape escape = is_return ? Escape{} : read_escape(rest, EscapeSet::Text);
    if (escape.kind == EscapeKind::Character) {
      out.put(escape.value);
    } else if (escape.kind == EscapeKind::Unknown) {
      out.put('\\');
    } else if (escape.kind == EscapeKind::Malformed) {
      out.damaged();
    }
    i += escape.length;
  }
}

void decode_raw_unicode_escape(std::string_view bytes, Writer& out) {
  for (std::size_t i = 0; i < bytes.size();) {
    const bool is_pair = bytes[i] == '\\' && i + 1 < bytes.size();
    const Escape escape = is_pair ? read_unicode_escape(bytes.substr(i)) : Escape{};
    if (escape.kind == EscapeKind::Unknown) {
      for (const std::size_t end = i + (is_pair ? 2 : 1); i < end; ++i) {
        out.put(byte_at(bytes, i));
      }
      continue;
    }
    escape.kind == EscapeKind::Character ? out.put(escape.value) : out.damaged();
    i += escape.length;
  }
}

constexpr int base64_value(std::uint8_t c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

// Utf7Decoder follows RFC 2152 as CPython reads it: `+` opens a run of base64 with UTF-16 in it,
// any other character closes it, and only `-` is eaten by that.
class Utf7Decoder {
 public:
  explicit Utf7Decoder(Writer& out) : out_(out) {}

  void decode(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
      i += is_shifted_ ? shifted(byte_at(bytes, i)) : plain(bytes.substr(i));
    }
    const bool is_cut = high_ != 0 || bits_ >= 6 || buffer_ != 0;
    if (is_shifted_ && is_cut) {
      out_.damaged();
    }
  }

 private:
  // Both return how many bytes they took.
  std::size_t plain(std::string_view rest) {
    const std::uint8_t c = byte_at(rest, 0);
    if (c != '+') {
      c < 0x80 ? out_.put(c) : out_.damaged();
      return 1;
    }
    if (rest.size() > 1 && rest[1] == '-') {
      out_.put('+');
      return 2;
    }
    if (rest.size() > 1 && base64_value(byte_at(rest, 1)) < 0) {
      out_.damaged();
      return 2;
    }
    is_shifted_ = true;
    bits_ = 0;
    buffer_ = 0;
    high_ = 0;
    return 1;
  }

  std::size_t shifted(std::uint8_t c) {
    const int value = base64_value(c);
    if (value < 0) {
      return close(c);
    }
    buffer_ = (buffer_ << 6) | static_cast<std::uint32_t>(value);
    bits_ += 6;
    if (bits_ >= 16) {
      bits_ -= 16;
      unit(buffer_ >> bits_);
      buffer_ &= (1U << bits_) - 1;
    }
    return 1;
  }

  std::size_t close(std::uint8_t c) {
    is_shifted_ = false;
    if (bits_ >= 6 || buffer_ != 0) {
      out_.damaged();
      return 1;
    }
    if (high_ != 0) {
      out_.damaged();
    }
    return c == '-' ? 1 : 0;
  }

  void unit(std::uint32_t value) {
    const bool is_low = value >= 0xDC00 && value <= 0xDFFF;
    if (high_ != 0 && is_low) {
      out_.put(0x10000 + ((high_ - 0xD800) << 10) + (value - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_ != 0) {
      out_.damaged();
      high_ = 0;
    }
    if (value >= 0xD800 && value <= 0xDBFF) {
      high_ = value;
    } else {
      out_.put(value);
    }
  }

  Writer& out_;
  bool is_shifted_ = false;
  unsigned bits_ = 0;
  std::uint32_t buffer_ = 0;
  std::uint32_t high_ = 0;  // a high surrogate that waits for its low one
};

enum class ByteOrder : std::uint8_t { Little, Big };

std::uint32_t unit_at(std::string_view bytes, std::size_t width, ByteOrder order) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t from = order == ByteOrder::Big ? i : width - 1 - i;
    value = (value << 8) | byte_at(bytes, from);
  }
  return value;
}

void decode_utf32(std::string_view bytes, ByteOrder order, Writer& out) {
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    out.put(unit_at(bytes, 4, order));
  }
  if (!bytes.empty()) {
    out.damaged();
  }
}

void decode_utf16(std::string_view bytes, ByteOrder order, Writer& out) {
  while (bytes.size() >= 2) {
    const std::uint32_t unit = unit_at(bytes, 2, order);
    bytes.remove_prefix(2);
    if (unit < 0xD800 || unit > 0xDBFF || bytes.size() < 2) {
      out.put(unit);
      continue;
    }
    const std::uint32_t low = unit_at(bytes, 2, order);
    if (low < 0xDC00 || low > 0xDFFF) {
      out.damaged();
      continue;
    }
    bytes.remove_prefix(2);
    out.put(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
  }
  if (!bytes.empty()) {
    out.damaged();
  }
}

// Takes a byte-order mark off `bytes`; little end first without one, as Python does here.
ByteOrder take_order(std::string_view& bytes, std::size_t width) {
  constexpr std::uint32_t kMark = 0xFEFF;
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    if (bytes.size() >= width && unit_at(bytes, width, order) == kMark) {
      bytes.remove_prefix(width);
      return order;
    }
  }
  return ByteOrder::Little;
}

void decode_marked_utf16(std::string_view bytes, Writer& out) {
  const ByteOrder order = take_order(bytes, 2);
  decode_utf16(bytes, order, out);
}

void decode_marked_utf32(std::string_view bytes, Writer& out) {
  const ByteOrder order = take_order(bytes, 4);
  decode_utf32(bytes, order, out);
}

// Iconv owns one conversion to UTF-8.
class Iconv {
 public:
  explicit Iconv(const char* name) : handle_(iconv_open("UTF-8", name)) {}
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;
  ~Iconv() {
    if (is_open()) {
      iconv_close(handle_);
    }
  }

  // iconv_open's failure is -1 cast to a pointer.
  [[nodiscard]] bool is_open() const { return std::bit_cast<std::intptr_t>(handle_) != -1; }

  // Step is how far one call came.
  struct Step {
    std::size_t taken = 0;
    std::string_view text;  // valid until the next call
    bool is_refused = false;
  };

  // step converts from the start of `bytes`; `text` may come with is_refused.
  Step step(std::string_view bytes) {
    char* from = const_cast<char*>(bytes.data());  // NOLINT(*-const-cast): iconv never writes there
    std::size_t left = bytes.size();
    return call(&from, &left, bytes.size());
  }

  // flush gives what a stateful conversion held back, and makes it start anew.
  Step flush() {
    Step held = call(nullptr, nullptr, 0);
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    return held;
  }

 private:
  // Some of glibc's converters move the output backwards when they refuse bytes.
  Step call(char** from, std::size_t* left, std::size_t size) {
    char* to = buffer_.data();
    std::size_t room = buffer_.size();
    const std::size_t result = iconv(handle_, from, left, &to, &room);
    const bool is_sound = room <= buffer_.size() && (left == nullptr || *left <= size);
    const bool is_full = result == static_cast<std::size_t>(-1) && errno == E2BIG;
    Step step;
    step.is_refused = !is_sound || (result == static_cast<std::size_t>(-1) && !is_full);
    step.taken = is_sound && left != nullptr ? size - *left : 0;
    step.text = {buffer_.data(), is_sound ? buffer_.size() - room : 0};
    return step;
  }

  iconv_t handle_;
  std::array<char, 4096> buffer_{};
};

// Encodings with shift states go through iconv as a whole; what it refuses is replaced by bytes.
bool decode_stateful(const char* name, std::string_view bytes, Writer& out) {
  Iconv converter(name);
  if (!converter.is_open()) {
    return false;
  }
  while (!bytes.empty()) {
    const Iconv::Step step = converter.step(bytes);
    out.put_text(step.text);
    bytes.remove_prefix(step.taken);
    if (step.is_refused && !bytes.empty()) {
      out.damaged();
      bytes.remove_prefix(1);
    }
  }
  out.put_text(converter.flush().text);
  return true;
}

// Pair is the first two bytes of a character; the second is 0 where there is none.
struct Pair {
  std::uint8_t lead;
  std::uint8_t next;
};

std::size_t gb18030_length(Pair pair) {
  if (pair.lead == 0x80 || pair.lead == 0xFF || pair.next < '0') {
    return 0;
  }
  return pair.next <= '9' ? 4 : 2;
}

std::size_t shift_jis_length(Pair pair) {
  if (pair.lead > 0xA0 && pair.lead < 0xE0) {
    return 1;
  }
  return pair.lead == 0x80 || pair.lead == 0xA0 || pair.lead > 0xFC || pair.next < '@' ? 0 : 2;
}

std::size_t euc_length(Pair pair) {
  if (pair.next < 0xA1) {
    return 0;
  }
  return pair.lead == 0x8F ? 3 : pair.lead == 0x8E || pair.lead > 0xA0 ? 2 : 0;
}

// How many bytes the character takes that begins with a byte beyond ASCII; 0 when none does.  What
// follows a first byte must be able to: otherwise a stray byte could swallow a quote or a line end.
std::size_t character_length(Framing framing, std::string_view bytes) {
  const Pair pair = {byte_at(bytes, 0), bytes.size() > 1 ? byte_at(bytes, 1) : std::uint8_t{0}};
  switch (framing) {
    case Framing::Double:
      return pair.lead > 0x80 && pair.lead < 0xFF && pair.next > '0' ? 2 : 0;
    case Framing::EucPair:
      return pair.lead > 0xA0 && pair.lead < 0xFF && pair.next > 0xA0 ? 2 : 0;
    case Framing::Gb18030:
      return gb18030_length(pair);
    case Framing::ShiftJis:
      return shift_jis_length(pair);
    case Framing::Euc:
      return euc_length(pair);
    case Framing::None:
      break;
  }
  return 0;
}

// Encodings whose characters begin with a byte that tells their length.  Only what is not ASCII
// goes through iconv, one character at a time: hostile bytes meet as little of it as possible, and
// a backslash is a backslash even where iconv says yen.
bool decode_framed(const Codec& codec, std::string_view bytes, Writer& out) {
  Iconv converter(codec.iconv_name);
  if (!converter.is_open()) {
    return false;
  }
  while (!bytes.empty()) {
    const std::uint8_t lead = byte_at(bytes, 0);
    if (lead < 0x80) {
      out.put(codec.lower == nullptr ? lead : codec.lower[lead]);
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t length = character_length(codec.framing, bytes);
    const bool is_whole = length != 0 && length <= bytes.size();
    const Iconv::Step step = is_whole ? converter.step(bytes.substr(0, length)) : Iconv::Step{};
    const bool is_good = is_whole && !step.is_refused && step.taken == length;
    std::string text(is_good ? step.text : "");
    const Iconv::Step held = converter.flush();
    text += held.text;
    is_good ? out.put_text(text) : out.damaged();
    bytes.remove_prefix(is_good ? length : 1);
  }
  return true;
}

// HZ (RFC 1843) as the eight-bit form of GB 2312 that iconv reads; what is wrong becomes byte FF.
std::string eight_bit_of_hz(std::string_view bytes) {
  std::string out;
  bool is_double = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    const char next = i + 1 < bytes.size() ? bytes[i + 1] : '\0';
    if (c == '~' && next == (is_double ? '}' : '{')) {
      is_double = !is_double;
      i += 2;
    } else if (c == '~' && !is_double && (next == '~' || next == '\n')) {
      out.append(next == '~' ? "~" : "");
      i += 2;
    } else if (c == '~' || static_cast<unsigned char>(c) >= 0x80) {
      out.push_back('\xFF');
      i += 1;
    } else if (is_double && c > ' ' && next > ' ') {
      out.push_back(static_cast<char>(c | 0x80));
      out.push_back(static_cast<char>(next | 0x80));
      i += 2;
    } else {
      out.push_back(is_double ? '\xFF' : c);
      i += 1;
    }
  }
  return out;
}

// False when the machine's iconv does not have the codec.
bool decode_into(const Codec& codec, std::string_view bytes, Writer& out) {
  switch (codec.kind) {
    case CodecKind::Utf8:
      decode_utf8_text(bytes, out);
      return true;
    case CodecKind::Ascii:
      decode_ascii(bytes, out);
      return true;
    case CodecKind::Latin1:
      decode_latin1(bytes, out);
      return true;
    case CodecKind::Table:
    case CodecKind::Ebcdic:
      decode_table(codec, bytes, out);
      return true;
    case CodecKind::Utf7:
      Utf7Decoder(out).decode(bytes);
      return true;
    case CodecKind::UnicodeEscape:
      decode_unicode_escape(bytes, out);
      return true;
    case CodecKind::RawUnicodeEscape:
      decode_raw_unicode_escape(bytes, out);
      return true;
    case CodecKind::Rot13:
      decode_rot13(bytes, out);
      return true;
    case CodecKind::Utf16:
      decode_marked_utf16(bytes, out);
      return true;
    case CodecKind::Utf16Le:
      decode_utf16(bytes, ByteOrder::Little, out);
      return true;
    case CodecKind::Utf16Be:
      decode_utf16(bytes, ByteOrder::Big, out);
      return true;
    case CodecKind::Utf32:
      decode_marked_utf32(bytes, out);
      return true;
    case CodecKind::Utf32Le:
      decode_utf32(bytes, ByteOrder::Little, out);
      return true;
    case CodecKind::Utf32Be:
      decode_utf32(bytes, ByteOrder::Big, out);
      return true;
    case CodecKind::Hz:
      return decode_framed(codec, eight_bit_of_hz(bytes), out);
    case CodecKind::Framed:
      return decode_framed(codec, bytes, out);
    case CodecKind::Stateful:
      return decode_stateful(codec.iconv_name, bytes, out);
    case CodecKind::NotText:
      return false;
  }
  return false;
}

}  // namespace

Decoded decode_bytes(const Codec& codec, std::string_view bytes) {
  Decoded decoded;
  decoded.text.reserve(bytes.size() + bytes.size() / 8);
  Writer writer(decoded);
  decoded.is_available = decode_into(codec, bytes, writer);
  return decoded;
}

}  // namespace av::lexis
