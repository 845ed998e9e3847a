#include "lexis/identifiers.h"

#include "base/utf8.h"
#include "lexis/range.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <span>

namespace av::lexis {
namespace {

#include "lexis/xid_tables.inc"

bool is_in(std::span<const Range> ranges, char32_t code_point) {
  const auto behind =
      std::upper_bound(ranges.begin(), ranges.end(), code_point,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return behind != ranges.begin() && code_point <= std::prev(behind)->last;
}

// What an ASCII character may be in a name: 0 nothing, 1 not the first, 2 any.
constexpr std::array<std::uint8_t, 128> kAscii = [] {
  std::array<std::uint8_t, 128> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    table[c] = letter ? 2 : digit ? 1 : 0;
  }
  return table;
}();

bool may_start(char32_t code_point) {
  return code_point < 0x80 ? kAscii[code_point] == 2 : is_in(kXidStart, code_point);
}

bool may_continue(char32_t code_point) {
  return code_point < 0x80 ? kAscii[code_point] != 0 : is_in(kXidContinue, code_point);
}

}  // namespace

std::size_t find_invalid_identifier_byte(std::string_view name) {
  if (name.empty()) {
    return 0;
  }
  std::size_t i = 0;
  while (i < name.size()) {
    const base::Utf8Step step = base::decode_utf8(name.substr(i));
    const bool good =
        step.valid && (i == 0 ? may_start(step.code_point) : may_continue(step.code_point));
    if (!good) {
      return i;
    }
    i += step.length;
  }
  return std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  // Names are short: less is done by a look at each byte.
  constexpr std::size_t kShort = 16;
  if (text.size() > kShort) {
    return base::find_non_ascii(text) == text.size();
  }
  unsigned bits = 0;
  for (const char c : text) {
    bits |= static_cast<unsigned char>(c);
  }
  return bits < 0x80;
}

std::string normalized(std::string_view name) {
  if (is_ascii(name)) {
    return std::string(name);
  }
  utf8proc_uint8_t* mapped = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                   static_cast<utf8proc_ssize_t>(name.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) {
    return std::string(name);
  }
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

}  // namespace av::lexis
