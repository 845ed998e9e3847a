#include "lexis/unicode_names.h"

#include "lexis/range.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace av::lexis {
namespace {

#include "lexis/name_tables.inc"

constexpr std::size_t kMaxNameBytes = 128;

// Entry is one name in kNameBytes; see write_names in unicode_tables_tool.cc.
struct Entry {
  std::size_t shared;
  std::string_view rest;
  char32_t code_point;
  std::size_t next;  // offset of the entry behind it
};

Entry entry_at(std::size_t offset) {
  const std::uint8_t* bytes = kNameBytes + offset;
  const std::size_t rest = bytes[1];
  const std::uint8_t* code = bytes + 2 + rest;
  return {bytes[0],
          {reinterpret_cast<const char*>(bytes + 2), rest},
          static_cast<char32_t>((code[0] << 16) | (code[1] << 8) | code[2]),
          offset + 2 + rest + 3};
}

std::optional<char32_t> find_in_block(std::size_t offset, std::string_view name) {
  std::string candidate;
  for (std::size_t i = 0; i < kNamesPerBlock && offset < std::size(kNameBytes); ++i) {
    const Entry entry = entry_at(offset);
    candidate.resize(entry.shared);
    candidate += entry.rest;
    if (candidate == name) {
      return entry.code_point;
    }
    offset = entry.next;
  }
  return std::nullopt;
}

std::optional<char32_t> find_listed(std::string_view name) {
  const std::span<const std::uint32_t> blocks(kNameBlocks);
  const auto behind = std::upper_bound(
      blocks.begin(), blocks.end(), name,
      [](std::string_view wanted, std::uint32_t block) { return wanted < entry_at(block).rest; });
  return behind == blocks.begin() ? std::nullopt : find_in_block(*std::prev(behind), name);
}

// The parts of a syllable's name in the order of their numbers (The Unicode Standard, 3.12).
constexpr std::array<std::string_view, 19> kLeading = {"G", "GG", "N", "D",  "DD", "R", "M",
                                                       "B", "BB", "S", "SS", "",   "J", "JJ",
                                                       "C", "K",  "T", "P",  "H"};
constexpr std::array<std::string_view, 21> kVowels = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                                      "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                                      "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr std::array<std::string_view, 28> kTrailing = {
    "",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
    "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H"};

// Takes the longest of `parts` that `text` starts with; the number of it, or none.
std::optional<std::size_t> take_longest(std::span<const std::string_view> parts,
                                        std::string_view& text) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (text.starts_with(parts[i]) && (!best || parts[i].size() > parts[*best].size())) {
      best = i;
    }
  }
  if (best) {
    text.remove_prefix(parts[*best].size());
  }
  return best;
}

std::optional<char32_t> find_syllable(std::string_view text) {
  const auto leading = take_longest(kLeading, text);
  const auto vowel = leading ? take_longest(kVowels, text) : std::nullopt;
  const auto trailing = vowel ? take_longest(kTrailing, text) : std::nullopt;
  if (!trailing || !text.empty()) {
    return std::nullopt;
  }
  return static_cast<char32_t>(0xAC00 + (*leading * kVowels.size() + *vowel) * kTrailing.size() +
                               *trailing);
}

bool is_upper_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

std::optional<char32_t> find_ideograph(std::string_view digits) {
  const bool is_number = (digits.size() == 4 || digits.size() == 5) &&
                         std::all_of(digits.begin(), digits.end(), is_upper_hex);
  if (!is_number) {
    return std::nullopt;
  }
  std::uint32_t code_point = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), code_point, 16);
  for (const Range& range : kIdeographs) {
    if (code_point >= range.first && code_point <= range.last) {
      return code_point;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<char32_t> find_character(std::string_view name) {
  constexpr std::string_view kSyllable = "HANGUL SYLLABLE ";
  constexpr std::string_view kIdeograph = "CJK UNIFIED IDEOGRAPH-";
  if (name.starts_with(kSyllable)) {
    return find_syllable(name.substr(kSyllable.size()));
  }
  if (name.starts_with(kIdeograph)) {
    return find_ideograph(name.substr(kIdeograph.size()));
  }
  if (name.size() > kMaxNameBytes) {
    return std::nullopt;
  }
  std::string upper(name);
  for (char& c : upper) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return find_listed(upper);
}

}  // namespace av::lexis
