#pragma once
// encodings.h — the encodings a Python file may say it is in, by the names Python knows.
//
// Source: PEP 263; CPython's tokenizer and `encodings` package for names and aliases, its codecs
// for what bytes mean.  Single-byte codecs have tables here, so that they read the same on every
// machine; East Asian ones are read by the C library's iconv, which must have them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::lexis {

// CodecKind is how bytes become text.
enum class CodecKind : std::uint8_t {
  Utf8,
  Ascii,
  Latin1,
  Table,   // one byte, one character
  Ebcdic,  // the same, and ASCII is somewhere else
  Utf7,    // the others hide ASCII behind other ASCII
  UnicodeEscape,
  RawUnicodeEscape,
  Rot13,
  Utf16,
  Utf16Le,
  Utf16Be,
  Utf32,
  Utf32Le,
  Utf32Be,
  Framed,    // East Asian: the first byte of a character tells how many there are
  Stateful,  // ISO 2022: escape sequences switch what bytes mean
  Hz,
  NotText,  // base64, zlib and kin: no Python reads source through them
};

// Framing is how the bytes of one character beyond ASCII are found (Framed, Hz).
enum class Framing : std::uint8_t { None, Double, Gb18030, ShiftJis, Euc, EucPair };

// Codec is one encoding.  Immutable; references stay valid for the life of the process.
struct Codec {
  std::string name;  // Python's, with hyphens: "utf-8", "latin-1", "cp1252", "shift-jis"
  CodecKind kind = CodecKind::Utf8;
  bool hides = false;               // the bytes read differently to a person than to Python
  bool python3 = true;              // Python 3 accepts it for source; otherwise only Python 2 did
  const char16_t* lower = nullptr;  // what bytes 00..7F mean, when not ASCII
  const char16_t* upper = nullptr;  // what bytes 80..FF mean (Table, Ebcdic)
  const char* iconv_name = nullptr;
  Framing framing = Framing::None;
};

// find_codec is the encoding that a cookie names (any case, `latin_1`, `utf8`, `utf-8-unix`, …), or
// nullptr when Python knows none.  Thread-safe.
const Codec* find_codec(std::string_view name);

// canonical_cookie is what CPython's tokenizer makes of a cookie before it compares it with a
// byte-order mark: "UTF_8-unix" -> "utf-8"; a name it has no rule for stays as it is.
std::string_view canonical_cookie(std::string_view name);

// all_codecs lists every encoding, ascending by name.
const std::vector<Codec>& all_codecs();

}  // namespace av::lexis
