#include "analysis/syntax/cpython/encoding.h"

#include "base/utf8.h"
#include "lexis/encodings.h"

#include <algorithm>
#include <cstdint>
#include <iconv.h>

namespace av::syntax::cpython {
namespace {

constexpr std::size_t kUpperHalf = 128;

// byte_of is the byte for `c` in a codec of one byte a character; -1 when it has none.
int byte_of(char32_t c, const lexis::Codec& codec) {
  if (codec.kind == lexis::CodecKind::Latin1) {
    return c < 256 ? static_cast<int>(c) : -1;
  }
  const char16_t* end = codec.upper + kUpperHalf;
  const char16_t* found = std::find(codec.upper, end, static_cast<char16_t>(c));
  return found != end && c <= 0xFFFF ? static_cast<int>(found - codec.upper) + 128 : -1;
}

bool append_bytes(std::string_view text, const lexis::Codec& codec, std::string& out) {
  while (!text.empty()) {
    const base::Utf8Step step = base::decode_utf8(text);
    const int byte = step.code_point < kUpperHalf ? static_cast<int>(step.code_point)
                                                  : byte_of(step.code_point, codec);
    if (byte < 0) {
      return false;
    }
    out += static_cast<char>(byte);
    text.remove_prefix(step.length);
  }
  return true;
}

bool append_by_iconv(std::string_view text, const char* name, std::string& out) {
  const iconv_t converter = iconv_open(name, "UTF-8");
  if (reinterpret_cast<std::intptr_t>(converter) == -1) {
    return false;
  }
  std::string from(text);
  std::string to(text.size() * 4, '\0');
  char* in = from.data();
  char* at = to.data();
  std::size_t in_left = from.size();
  std::size_t room = to.size();
  const bool done = iconv(converter, &in, &in_left, &at, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  out.append(to, 0, to.size() - room);
  return done;
}

}  // namespace

bool append_encoded(std::string_view text, std::string_view encoding, std::string& out) {
  const lexis::Codec* codec = lexis::find_codec(encoding);
  if (codec == nullptr) {
    return false;
  }
  switch (codec->kind) {
    case lexis::CodecKind::Utf8:
    case lexis::CodecKind::Ascii:
      out += text;
      return true;
    case lexis::CodecKind::Latin1:
    case lexis::CodecKind::Table:
      return append_bytes(text, *codec, out);
    default:
      return codec->iconv_name != nullptr && append_by_iconv(text, codec->iconv_name, out);
  }
}

}  // namespace av::syntax::cpython
