#pragma once
// keywords.h — from a word's spelling to its token kind, without a branch per keyword.
//
// Words of two to eight letters are compared as one 64-bit number against a perfect hash table
// made at compile time.

#include "analysis/syntax/token.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace av::syntax::keywords {

struct Entry {
  std::uint64_t word = 0;
  TokenKind kind = TokenKind::Name;
};

inline constexpr int kHashBits = 8;
using Table = std::array<Entry, std::size_t{1} << kHashBits>;

constexpr std::uint64_t pack(std::string_view word) {
  std::uint64_t packed = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    packed |= static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) << (8 * i);
  }
  return packed;
}

constexpr std::size_t slot_of(std::uint64_t word, std::uint64_t multiplier) {
  return static_cast<std::size_t>((word * multiplier) >> (64 - kHashBits));
}

struct Word {
  std::string_view text;
  TokenKind kind;
};

inline constexpr Word kTokens[] = {
#define AV_TOKEN(name, spelling) {spelling, TokenKind::name},
#include "analysis/syntax/tokens.def"
#undef AV_TOKEN
};

constexpr bool is_reserved(TokenKind kind) {
  return (kind > TokenKind::Name && kind <= TokenKind::NameExec) ||
         (kind >= TokenKind::KwFalse && kind <= TokenKind::KwYield);
}

constexpr bool fill(Table& table, std::uint64_t multiplier) {
  for (const Word& word : kTokens) {
    if (!is_reserved(word.kind)) {
      continue;
    }
    Entry& entry = table[slot_of(pack(word.text), multiplier)];
    if (entry.word != 0) {
      return false;
    }
    entry = {pack(word.text), word.kind};
  }
  return true;
}

struct Hash {
  std::uint64_t multiplier = 0;
  Table table = {};
};

// make_hash tries odd multipliers from a fixed sequence until no two keywords share a slot.
consteval Hash make_hash() {
  std::uint64_t candidate = 0x9E3779B97F4A7C15;
  for (;;) {
    Hash hash{candidate | 1, {}};
    if (fill(hash.table, hash.multiplier)) {
      return hash;
    }
    candidate = candidate * 6364136223846793005 + 1442695040888963407;
  }
}

inline constexpr Hash kHash = make_hash();

// kind_of is the token kind of the `length` bytes at `word`, of which eight may be read.
inline TokenKind kind_of(const char* word, std::size_t length) {
  if (length - 2 > 6) {
    return TokenKind::Name;
  }
  std::uint64_t packed = 0;
  std::memcpy(&packed, word, sizeof packed);
  packed &= ~std::uint64_t{0} >> (64 - 8 * length);
  const Entry& entry = kHash.table[slot_of(packed, kHash.multiplier)];
  return entry.word == packed ? entry.kind : TokenKind::Name;
}

}  // namespace av::syntax::keywords
