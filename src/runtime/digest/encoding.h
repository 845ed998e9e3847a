#pragma once
// encoding.h — hexadecimal, base64 and base32 for secrets.
//
// Constant-time: no table and no branch depends on the bytes encoded or on the valid characters
// decoded; that a text is no encoding is no secret.  Decoding is strict: one spelling a value.
// Source: RFC 4648.

#include <antivenom/secret.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace av::digest {

using secret::ByteView;

// Base64 is an alphabet's last two characters and whether the text is padded with =.
struct Base64 {
  char plus = '+';
  char slash = '/';
  enum class Padding : unsigned char { Required, None } padding = Padding::Required;
};
inline constexpr Base64 kBase64 = {};
inline constexpr Base64 kBase64NoPadding = {'+', '/', Base64::Padding::None};
inline constexpr Base64 kBase64Url = {'-', '_', Base64::Padding::Required};
inline constexpr Base64 kBase64UrlNoPadding = {'-', '_', Base64::Padding::None};

// to_base64 and to_hex are for digests and other public bytes; the secret_ forms give SecretBytes.
std::string to_hex(ByteView bytes);
std::string to_base64(ByteView bytes, const Base64& form = kBase64);
SecretBytes secret_hex(ByteView bytes);
SecretBytes secret_base64(ByteView bytes, const Base64& form = kBase64);

// from_hex takes either case; nothing when the text is no encoding of whole bytes.
std::optional<SecretBytes> from_hex(std::string_view text);
std::optional<SecretBytes> from_base64(std::string_view text, const Base64& form = kBase64);

// base64_length is how many characters `size` bytes take.
std::size_t base64_length(std::size_t size, const Base64& form);

}  // namespace av::digest
