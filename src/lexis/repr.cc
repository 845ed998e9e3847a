#include "lexis/repr.h"

#include "base/utf8.h"

#include <utf8proc.h>

#include <cstdint>

namespace av::lexis {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// Single quotes, unless that would need escapes and double quotes would not.
char quote_for(std::string_view value) {
  const bool has_single = value.find('\'') != std::string_view::npos;
  return has_single && value.find('"') == std::string_view::npos ? '"' : '\'';
}

void append_hex(std::string& out, char letter, int digits, std::uint32_t value) {
  out += '\\';
  out += letter;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    out += kHexDigits[(value >> shift) & 0xF];
  }
}

// Appends the escapes that text and bytes share; false when `c` is none of them.
bool append_common_escape(std::string& out, char32_t c, char quote) {
  switch (c) {
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    case '\t':
      out += "\\t";
      return true;
    default:
      break;
  }
  if (c == '\\' || c == static_cast<unsigned char>(quote)) {
    out += '\\';
    out += static_cast<char>(c);
    return true;
  }
  return false;
}

void append_text_escape(std::string& out, char32_t c) {
  if (c < 0x100) {
    append_hex(out, 'x', 2, c);
  } else if (c < 0x10000) {
    append_hex(out, 'u', 4, c);
  } else {
    append_hex(out, 'U', 8, c);
  }
}

}  // namespace

bool is_printable(char32_t code_point) {
  if (code_point < 0x7F) {
    return code_point >= 0x20;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

std::string text_repr(std::string_view value) {
  const char quote = quote_for(value);
  std::string out(1, quote);
  for (std::size_t i = 0; i < value.size();) {
    const base::Utf8Step step = base::decode_utf8(value.substr(i), base::Surrogates::Allowed);
    if (!step.valid) {
      append_text_escape(out, 0xDC00U + static_cast<unsigned char>(value[i]));
      ++i;
      continue;
    }
    const bool is_escaped = append_common_escape(out, step.code_point, quote);
    if (!is_escaped && is_printable(step.code_point)) {
      out.append(value, i, step.length);
    } else if (!is_escaped) {
      append_text_escape(out, step.code_point);
    }
    i += step.length;
  }
  return out += quote;
}

std::string bytes_repr(std::string_view value) {
  const char quote = quote_for(value);
  std::string out = {'b', quote};
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_escaped = append_common_escape(out, byte, quote);
    if (!is_escaped && byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else if (!is_escaped) {
      append_hex(out, 'x', 2, byte);
    }
  }
  return out += quote;
}

}  // namespace av::lexis
