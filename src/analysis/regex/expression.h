#pragma once
// expression.h — a Python regular expression as a tree.
//
// In: a pattern as `re` takes it, decoded to code points.  Out: nodes, children before parents.
// Failure: what `re.compile` would refuse, with the place.
// Source: the documentation of Python's `re`, 3.13; the interpreter is the oracle of the tests.

#include "analysis/regex/char_set.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace av::regex {

// Flags are those of `re` that change what a pattern means.
struct Flags {
  bool ignore_case = false;
  bool multi_line = false;
  bool dot_all = false;
  bool verbose = false;
  bool ascii = false;
};

enum class NodeKind : std::uint8_t {
  Empty,
  Set,            // one character of `set`
  Concat,         // children in a row
  Alternate,      // one of the children, the first that lets the whole match
  Repeat,         // the child, `min` to `max` times
  Group,          // capturing: `index` is its number; the child
  Atomic,         // the child, without going back into it; also possessive repeats
  Look,           // lookahead or lookbehind: `is_negative`, `is_behind`; the child
  Backreference,  // to group `index`
  Conditional,    // by group `index`: first child, else second
  Anchor,         // `anchor`
};

enum class Anchor : std::uint8_t {
  TextStart,        // \A, ^
  LineStart,        // ^ with MULTILINE
  TextEnd,          // \Z
  LastLineEnd,      // $: at the end, or before a newline there
  LineEnd,          // $ with MULTILINE
  WordBoundary,     // \b
  NotWordBoundary,  // \B
};

inline constexpr std::uint32_t kUnbounded = 0xFFFFFFFF;

struct Node {
  NodeKind kind = NodeKind::Empty;
  Anchor anchor = Anchor::TextStart;
  bool is_lazy = false;
  bool is_negative = false;
  bool is_behind = false;
  std::uint32_t index = 0;
  std::uint32_t min = 0;
  std::uint32_t max = 0;
  CharSet set = {};
  std::vector<std::uint32_t> children = {};
};

// Expression is a whole pattern.  The root is the last node.
struct Expression {
  std::vector<Node> nodes;
  std::uint32_t group_count = 0;
  Flags flags;  // the pattern's own (?i) included
  [[nodiscard]] std::uint32_t root() const { return static_cast<std::uint32_t>(nodes.size() - 1); }
};

// Limits of what is read; beyond them the answer is ErrorCode::LimitExceeded.
inline constexpr std::size_t kMaxPatternLength = 20'000;
inline constexpr int kMaxGroupDepth = 100;

// parse_expression reads `pattern` (UTF-8).
Result<Expression> parse_expression(std::string_view pattern, Flags flags = {});

// word_set, digit_set and space_set are \w, \d and \s, for text or with the ASCII flag.  Beyond
// ASCII they are approximated by whole ranges of letters.
const CharSet& word_set(bool ascii);
const CharSet& digit_set(bool ascii);
const CharSet& space_set(bool ascii);

}  // namespace av::regex
