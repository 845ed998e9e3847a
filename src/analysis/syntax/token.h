#pragma once
// token.h — the tokens of one file, kept as three parallel arrays.
//
// The parser looks at kinds far more often than at places, so kinds lie by themselves: one byte a
// token, 64 tokens a cache line.  Layout is made explicit: Newline ends a logical line, Indent and
// Dedent bracket blocks; white space, comments and blank lines are no tokens (comments are listed
// in Tokens::comments).  The last token is EndOfFile.

#include "analysis/syntax/tree.h"
#include "base/buffer.h"

#include <cstdint>
#include <string_view>

namespace av::syntax {

// TokenKind says what a token is; tokens.def is the list.
enum class TokenKind : std::uint8_t {
#define AV_TOKEN(name, spelling) name,
#include "analysis/syntax/tokens.def"
#undef AV_TOKEN
};

// spelling_of is the token as written, or what it is for those that are written variously.
std::string_view spelling_of(TokenKind kind);

// is_name covers Name and the soft keywords.
inline bool is_name(TokenKind kind) {
  return kind >= TokenKind::Name && kind <= TokenKind::NameExec;
}
// is_keyword covers the words that are always keywords in Python 3.
inline bool is_keyword(TokenKind kind) {
  return kind >= TokenKind::KwFalse && kind <= TokenKind::KwYield;
}
// is_augmented covers += and its kin.
inline bool is_augmented(TokenKind kind) {
  return kind >= TokenKind::PlusEqual && kind <= TokenKind::RightShiftEqual;
}

// Tokens is the token table of one file.  Entry i is kind[i], start[i], end[i] (byte offsets).
struct Tokens {
  base::Buffer<TokenKind> kind;
  base::Buffer<std::uint32_t> start;
  base::Buffer<std::uint32_t> end;
  base::Buffer<Comment> comments;
  base::Buffer<Problem> problems;     // ascending; what the lexer found wrong
  base::Buffer<FeatureUse> features;  // ascending; what the lexer found version-specific

  void clear() {
    kind.clear();
    start.clear();
    end.clear();
    comments.clear();
    problems.clear();
    features.clear();
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(kind.size()); }
};

}  // namespace av::syntax
