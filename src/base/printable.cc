#include "base/printable.h"

#include <algorithm>
#include <array>

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

void add_escaped(std::string& out, char32_t code) {
  if (code < 0x100) {
    out += "\\x";
    add_hex(out, code, 2);
  } else if (code < 0x10000) {
    out += "\\u";
    add_hex(out, code, 4);
  } else {
    out += "\\U";
    add_hex(out, code, 8);
  }
}

}  // namespace

bool is_hidden(char32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) {
    return false;
  }
  const auto* const range = std::ranges::lower_bound(kHidden, code_point, {}, &Range::last);
  return range != kHidden.end() && code_point >= range->first;
}

void add_printable(std::string& out, std::string_view text, Utf8Step step) {
  const std::string_view bytes = text.substr(0, step.length);
  if (step.valid && !is_hidden(step.code_point)) {
    out.append(bytes);
  } else if (step.valid) {
    add_escaped(out, step.code_point);
  } else {
    for (const char byte : bytes) {
      add_escaped(out, static_cast<unsigned char>(byte));
    }
  }
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Step step = decode_utf8(text);
    add_printable(out, text, step);
    text.remove_prefix(step.length);
  }
  return out;
}

}  // namespace av::base
