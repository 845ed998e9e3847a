#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace av::base {
namespace {

struct Range {
  char32_t first, last;
};

// Invisible or direction-changing characters, ascending.  U+200D (joiner) is one of them: between
// letters it hides as well as it joins emoji.
constexpr std::array kHidden = {
    Range{0x00, 0x1F},        Range{0x7F, 0x9F},       Range{0xAD, 0xAD},
    Range{0x34F, 0x34F},      Range{0x600, 0x605},     Range{0x61C, 0x61C},
    Range{0x6DD, 0x6DD},      Range{0x70F, 0x70F},     Range{0x890, 0x891},
    Range{0x8E2, 0x8E2},      Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5},
    Range{0x180B, 0x180F},    Range{0x200B, 0x200F},   Range{0x2028, 0x202E},
    Range{0x2060, 0x206F},    Range{0x3164, 0x3164},   Range{0xD800, 0xF8FF},
    Range{0xFE00, 0xFE0E},    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},
    Range{0xFFF0, 0xFFFB},    Range{0xFFFE, 0xFFFF},   Range{0x110BD, 0x110BD},
    Range{0x110CD, 0x110CD},  Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A},
    Range{0xE0000, 0x10FFFF},
};

constexpr std::string_view kHexDigits = "0123456789abcdef";

void add_hex(std::string& out, char32_t value, unsigned digits) {
  for (unsigned shift = digits * 4; shift > 0; shift -= 4) {
    out += kHexDigits[(value >> (shift - 4)) & 0xF];
  }
}

// length_of is the number of bytes that a lead byte announces, 0 when it leads nothing.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return 2;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return 3;
  }
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_well_formed(char32_t code, std::size_t bytes) {
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= kLeast[bytes] && code <= 0x10FFFF && !surrogate;
}

}  // namespace

Character character_at(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const Character stray = {lead, 1, false};
  const std::size_t bytes = length_of(lead);
  if (bytes == 1) {
    return {lead, 1, true};
  }
  if (bytes == 0 || bytes > text.size()) {
    return stray;
  }
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80) {
      return stray;
    }
    code = (code << 6U) | (next & 0x3FU);
  }
  return is_well_formed(code, bytes) ? Character{code, bytes, true} : stray;
}

bool is_hidden(char32_t code) {
  if (code >= 0x20 && code < 0x7F) {
    return false;
  }
  const auto* const range = std::ranges::lower_bound(kHidden, code, {}, &Range::last);
  return range != kHidden.end() && code >= range->first;
}

void add_escaped(std::string& out, Character character) {
  if (!character.valid || character.code < 0x100) {
    out += "\\x";
    add_hex(out, character.code, 2);
  } else if (character.code < 0x10000) {
    out += "\\u";
    add_hex(out, character.code, 4);
  } else {
    out += "\\U";
    add_hex(out, character.code, 8);
  }
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = character_at(text);
    if (!character.valid || is_hidden(character.code)) {
      add_escaped(out, character);
    } else {
      out.append(text.substr(0, character.bytes));
    }
    text.remove_prefix(character.bytes);
  }
  return out;
}

}  // namespace av::base
