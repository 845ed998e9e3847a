#include "lexis/encodings.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace av::lexis {
namespace {

struct Alias {
  std::string_view alias;
  std::string_view module;
};

struct TableCodec {
  std::string_view module;
  int upper;
  int lower;
};

#include "lexis/codec_tables.inc"

// Codecs without a table, by Python's module name.
struct NamedCodec {
  std::string_view module;
  CodecKind kind;
  const char* iconv_name = nullptr;
  Framing framing = Framing::None;
};

constexpr NamedCodec kNamedCodecs[] = {
    {"ascii", CodecKind::Ascii},
    {"base64_codec", CodecKind::NotText},
    {"big5", CodecKind::Framed, "BIG5", Framing::Double},
    {"big5hkscs", CodecKind::Framed, "BIG5-HKSCS", Framing::Double},
    {"bz2_codec", CodecKind::NotText},
    {"charmap", CodecKind::Latin1},
    {"cp932", CodecKind::Framed, "CP932", Framing::ShiftJis},
    {"cp949", CodecKind::Framed, "CP949", Framing::Double},
    {"cp950", CodecKind::Framed, "BIG5", Framing::Double},
    {"euc_jis_2004", CodecKind::Framed, "EUC-JISX0213", Framing::Euc},
    {"euc_jisx0213", CodecKind::Framed, "EUC-JISX0213", Framing::Euc},
    {"euc_jp", CodecKind::Framed, "EUC-JP", Framing::Euc},
    {"euc_kr", CodecKind::Framed, "EUC-KR", Framing::EucPair},
    {"gb18030", CodecKind::Framed, "GB18030", Framing::Gb18030},
    {"gb2312", CodecKind::Framed, "GB2312", Framing::EucPair},
    {"gbk", CodecKind::Framed, "GBK", Framing::Double},
    {"hex_codec", CodecKind::NotText},
    {"hz", CodecKind::Hz, "GB2312", Framing::EucPair},
    {"idna", CodecKind::Ascii},
    {"iso2022_jp", CodecKind::Stateful, "ISO-2022-JP"},
    {"iso2022_jp_1", CodecKind::Stateful, "ISO-2022-JP-2"},
    {"iso2022_jp_2", CodecKind::Stateful, "ISO-2022-JP-2"},
    {"iso2022_jp_2004", CodecKind::Stateful, "ISO-2022-JP-3"},
    {"iso2022_jp_3", CodecKind::Stateful, "ISO-2022-JP-3"},
    {"iso2022_jp_ext", CodecKind::Stateful, "ISO-2022-JP-2"},
    {"iso2022_kr", CodecKind::Stateful, "ISO-2022-KR"},
    {"iso8859_1", CodecKind::Latin1},
    {"johab", CodecKind::Framed, "JOHAB", Framing::Double},
    {"latin_1", CodecKind::Latin1},
    {"mbcs", CodecKind::NotText},
    {"oem", CodecKind::NotText},
    {"punycode", CodecKind::Ascii},
    {"quopri_codec", CodecKind::NotText},
    {"raw_unicode_escape", CodecKind::RawUnicodeEscape},
    {"rot_13", CodecKind::Rot13},
    {"shift_jis", CodecKind::Framed, "SHIFT_JIS", Framing::ShiftJis},
    {"shift_jis_2004", CodecKind::Framed, "SHIFT_JISX0213", Framing::ShiftJis},
    {"shift_jisx0213", CodecKind::Framed, "SHIFT_JISX0213", Framing::ShiftJis},
    {"undefined", CodecKind::NotText},
    {"unicode_escape", CodecKind::UnicodeEscape},
    {"utf_16", CodecKind::Utf16},
    {"utf_16_be", CodecKind::Utf16Be},
    {"utf_16_le", CodecKind::Utf16Le},
    {"utf_32", CodecKind::Utf32},
    {"utf_32_be", CodecKind::Utf32Be},
    {"utf_32_le", CodecKind::Utf32Le},
    {"utf_7", CodecKind::Utf7},
    {"utf_8", CodecKind::Utf8},
    {"utf_8_sig", CodecKind::Utf8},
    {"uu_codec", CodecKind::NotText},
    {"zlib_codec", CodecKind::NotText},
};

// JIS X 0201 in the lower half: yen for backslash, overline for tilde.
constexpr std::array<char16_t, 128> kYenLower = [] {
  std::array<char16_t, 128> half{};
  for (std::size_t i = 0; i < half.size(); ++i) {
    half[i] = static_cast<char16_t>(i);
  }
  half['\\'] = u'\u00A5';
  half['~'] = u'\u203E';
  return half;
}();

bool has_yen(std::string_view module) {
  return module == "shift_jis_2004" || module == "shift_jisx0213";
}

std::string hyphenated(std::string_view module) {
  std::string name(module);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

// Text in these looks like other text: a person, or a tool that reads ASCII, sees something else.
bool hides_text(std::string_view module, CodecKind kind) {
  switch (kind) {
    case CodecKind::Ebcdic:
    case CodecKind::Utf7:
    case CodecKind::UnicodeEscape:
    case CodecKind::RawUnicodeEscape:
    case CodecKind::Rot13:
    case CodecKind::Utf16:
    case CodecKind::Utf16Le:
    case CodecKind::Utf16Be:
    case CodecKind::Utf32:
    case CodecKind::Utf32Le:
    case CodecKind::Utf32Be:
    case CodecKind::Hz:
      return true;
    default:
      return module.starts_with("iso2022") || module == "idna" || module == "punycode";
  }
}

// Found by trying every codec on CPython 2.7, 3.8 and 3.13.
bool is_for_python3(CodecKind kind) {
  switch (kind) {
    case CodecKind::Ebcdic:
    case CodecKind::Rot13:
    case CodecKind::Utf16:
    case CodecKind::Utf16Le:
    case CodecKind::Utf16Be:
    case CodecKind::Utf32:
    case CodecKind::Utf32Le:
    case CodecKind::Utf32Be:
    case CodecKind::NotText:
      return false;
    default:
      return true;
  }
}

Codec make_codec(std::string_view module, CodecKind kind) {
  return {.name = hyphenated(module),
          .kind = kind,
          .hides = hides_text(module, kind),
          .python3 = is_for_python3(kind)};
}

Codec make_table_codec(const TableCodec& row) {
  const char16_t* lower = row.lower < 0 ? nullptr : kLowerHalves[row.lower];
  const bool is_ascii_like = lower == nullptr || lower[0x61] == u'a';
  Codec codec = make_codec(row.module, is_ascii_like ? CodecKind::Table : CodecKind::Ebcdic);
  codec.lower = lower;
  codec.upper = kUpperHalves[row.upper];
  return codec;
}

std::vector<Codec> make_codecs() {
  std::vector<Codec> codecs;
  for (const NamedCodec& row : kNamedCodecs) {
    codecs.push_back(make_codec(row.module, row.kind));
    codecs.back().iconv_name = row.iconv_name;
    codecs.back().framing = row.framing;
    codecs.back().lower = has_yen(row.module) ? kYenLower.data() : nullptr;
  }
  for (const TableCodec& row : kTableCodecs) {
    codecs.push_back(make_table_codec(row));
  }
  std::sort(codecs.begin(), codecs.end(),
            [](const Codec& a, const Codec& b) { return a.name < b.name; });
  return codecs;
}

const Codec* find_module(std::string_view module) {
  const std::string name = hyphenated(module);
  const auto& codecs = all_codecs();
  const auto found = std::lower_bound(
      codecs.begin(), codecs.end(), name,
      [](const Codec& codec, std::string_view wanted) { return codec.name < wanted; });
  return found != codecs.end() && found->name == name ? &*found : nullptr;
}

const Codec* find_alias(std::string_view alias) {
  const auto* const found = std::lower_bound(
      std::begin(kAliases), std::end(kAliases), alias,
      [](const Alias& row, std::string_view wanted) { return row.alias < wanted; });
  const bool is_found = found != std::end(kAliases) && found->alias == alias;
  return is_found ? find_module(found->module) : nullptr;
}

constexpr bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
}

constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Python's own way: lower case, one underscore for each run of other characters.
std::string normalized_name(std::string_view name) {
  std::string out;
  bool is_between = false;
  for (const char raw : name) {
    const char c = lower_case(raw);
    if (!is_word(c)) {
      is_between = true;
      continue;
    }
    if (is_between && !out.empty()) {
      out.push_back('_');
    }
    out.push_back(c);
    is_between = false;
  }
  return out;
}

}  // namespace

std::string_view canonical_cookie(std::string_view name) {
  constexpr std::size_t kCompared = 12;  // as many characters as the tokenizer looks at
  std::string start(name.substr(0, kCompared));
  for (char& c : start) {
    c = c == '_' ? '-' : lower_case(c);
  }
  const auto is = [&start](std::string_view known) {
    return start == known || (start.starts_with(known) && start[known.size()] == '-');
  };
  if (is("utf-8")) {
    return "utf-8";
  }
  return is("latin-1") || is("iso-8859-1") || is("iso-latin-1") ? "iso-8859-1" : name;
}

const Codec* find_codec(std::string_view name) {
  std::string key = normalized_name(canonical_cookie(name));
  if (const Codec* codec = find_alias(key)) {
    return codec;
  }
  if (key.find('.') == std::string::npos) {
    return find_module(key);
  }
  std::replace(key.begin(), key.end(), '.', '_');
  return find_alias(key);
}

const std::vector<Codec>& all_codecs() {
  static const std::vector<Codec> kCodecs = make_codecs();
  return kCodecs;
}

}  // namespace av::lexis
