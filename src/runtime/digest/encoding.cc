#include "runtime/digest/encoding.h"

#include <cstdint>
#include <span>

namespace av::digest {
namespace {

// All arithmetic below is on values under 2^16, so that a borrow shows in bit 31.
// within is all ones when low <= value <= high, else zero, without a branch.
constexpr std::uint32_t within(std::uint32_t value, std::uint32_t low, std::uint32_t high) {
  const std::uint32_t outside = ((value - low) | (high - value)) >> 31U;
  return outside - 1;
}

constexpr char digit_of(std::uint32_t value, const Base64& form) {
  const std::uint32_t upper = within(value, 0, 25) & (value + 'A');
  const std::uint32_t lower = within(value, 26, 51) & (value - 26 + 'a');
  const std::uint32_t number = within(value, 52, 61) & (value - 52 + '0');
  const std::uint32_t plus = within(value, 62, 62) & static_cast<unsigned char>(form.plus);
  const std::uint32_t slash = within(value, 63, 63) & static_cast<unsigned char>(form.slash);
  return static_cast<char>(upper | lower | number | plus | slash);
}

// value_of is 0 to 63, or has bit 8 set for what is no digit.
constexpr std::uint32_t value_of(char digit, const Base64& form) {
  const std::uint32_t c = static_cast<unsigned char>(digit);
  const std::uint32_t plus = static_cast<unsigned char>(form.plus);
  const std::uint32_t slash = static_cast<unsigned char>(form.slash);
  const std::uint32_t upper = within(c, 'A', 'Z');
  const std::uint32_t lower = within(c, 'a', 'z');
  const std::uint32_t number = within(c, '0', '9');
  const std::uint32_t is_plus = within(c, plus, plus);
  const std::uint32_t is_slash = within(c, slash, slash);
  const std::uint32_t value = (upper & (c - 'A')) | (lower & (c - 'a' + 26)) |
                              (number & (c - '0' + 52)) | (is_plus & 62U) | (is_slash & 63U);
  return value | (~(upper | lower | number | is_plus | is_slash) & 0x100U);
}

constexpr char hex_digit(std::uint32_t value) {
  return static_cast<char>((within(value, 0, 9) & (value + '0')) |
                           (within(value, 10, 15) & (value - 10 + 'a')));
}

constexpr std::uint32_t hex_value(char digit) {
  const std::uint32_t c = static_cast<unsigned char>(digit);
  const std::uint32_t number = within(c, '0', '9');
  const std::uint32_t lower = within(c | 0x20U, 'a', 'f');
  const std::uint32_t value = (number & (c - '0')) | (lower & ((c | 0x20U) - 'a' + 10));
  return value | (~(number | lower) & 0x100U);
}

template <class Out>
void encode_hex(ByteView bytes, Out out) {
  std::size_t at = 0;
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<std::uint32_t>(byte);
    out[at++] = hex_digit(value >> 4U);
    out[at++] = hex_digit(value & 15U);
  }
}

// encode_base64 fills `out`, which has base64_length characters.
void encode_base64(ByteView bytes, const Base64& form, std::span<char> out) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group =
          group << 8U | (i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0);
    }
    const std::size_t digits = bytes.size() - i < 3 ? bytes.size() - i + 1 : 4;
    for (std::size_t k = 0; k < digits; ++k) {
      out[at++] = digit_of(group >> (18 - 6 * k) & 63U, form);
    }
  }
  while (at < out.size()) {
    out[at++] = '=';
  }
}

std::span<char> chars_of(SecretBytes& secret) {
  return {static_cast<char*>(static_cast<void*>(secret.writable().data())), secret.size()};
}

// strip_padding takes off the = that the form wants; nothing when they are not those.
std::optional<std::string_view> strip_padding(std::string_view text, const Base64& form) {
  if (form.padding == Base64::Padding::None) {
    return text.size() % 4 == 1 ? std::nullopt : std::optional(text);
  }
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  return text.substr(0, text.size() - padding);
}

}  // namespace

std::size_t base64_length(std::size_t size, const Base64& form) {
  return form.padding == Base64::Padding::Required ? (size + 2) / 3 * 4 : (size * 4 + 2) / 3;
}

std::string to_hex(ByteView bytes) {
  std::string text(bytes.size() * 2, '\0');
  encode_hex(bytes, text.data());
  return text;
}

SecretBytes secret_hex(ByteView bytes) {
  SecretBytes text = SecretBytes::zeros(bytes.size() * 2);
  encode_hex(bytes, chars_of(text).data());
  return text;
}

std::string to_base64(ByteView bytes, const Base64& form) {
  std::string text(base64_length(bytes.size(), form), '\0');
  encode_base64(bytes, form, text);
  return text;
}

SecretBytes secret_base64(ByteView bytes, const Base64& form) {
  SecretBytes text = SecretBytes::zeros(base64_length(bytes.size(), form));
  encode_base64(bytes, form, chars_of(text));
  return text;
}

std::optional<SecretBytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return std::nullopt;
  }
  SecretBytes bytes = SecretBytes::zeros(text.size() / 2);
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint32_t high = hex_value(text[2 * i]);
    const std::uint32_t low = hex_value(text[2 * i + 1]);
    seen |= high | low;
    bytes.writable()[i] = static_cast<std::byte>(high << 4U | low);
  }
  return seen < 0x100 ? std::optional(std::move(bytes)) : std::nullopt;
}

std::optional<SecretBytes> from_base64(std::string_view text, const Base64& form) {
  const auto digits = strip_padding(text, form);
  if (!digits) {
    return std::nullopt;
  }
  SecretBytes bytes = SecretBytes::zeros(digits->size() * 3 / 4);
  std::uint32_t seen = 0;
  std::uint32_t group = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < digits->size(); ++i) {
    const std::uint32_t value = value_of((*digits)[i], form);
    seen |= value;
    group = (group << 6U | (value & 63U)) & 0xFFFFFFU;
    if (i % 4 != 0) {
      bytes.writable()[at++] = static_cast<std::byte>(group >> (6 - 2 * (i % 4)));
    }
  }
  // The last digit's unused bits must be zero, or two texts would mean the same.
  const std::size_t rest = digits->size() % 4;
  const std::uint32_t unused = rest == 2 ? group & 15U : rest == 3 ? group & 3U : 0;
  return (seen & 0x100U) == 0 && unused == 0 && rest != 1 ? std::optional(std::move(bytes))
                                                          : std::nullopt;
}

}  // namespace av::digest
