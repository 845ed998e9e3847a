#pragma once
// pattern.h — the patterns of a rule page in the form that `match` runs: a compact program.
//
// A pattern is Python with metavariables (docs/rules.md).  pattern_compiler.h makes programs of
// texts; those of our own pages are frozen into the rule table when antivenom is built.  Plain
// data: everything that a Pattern points at lives as long as the table, or the OwnedPattern.

#include "analysis/syntax/tree.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace av::knowledge {

enum class Severity : std::uint8_t;
enum class Confidence : std::uint8_t;

// PatternOp is what a node of a program matches.  In brackets: its children.
enum class PatternOp : std::uint8_t {
  Anything,   // $_, and ... where one thing stands
  Variable,   // $X: anything, the same thing wherever it stands
  Path,       // whatever refers to the thing of this qualified name, `text`; "a.b.*": of one in a.b
  Member,     // [object] the attribute `text` (or `variable`) of it
  Call,       // [callee, arguments…]
  Keyword,    // [value] name=value
  Rest,       // ... or $...X: any number of arguments, items, entries, statements
  Text,       // whatever has this constant text as its value; `detail` 1: bytes
  Number,     // … this number
  Bool,       // … True or False: `number` 1 or 0
  None,       // … None
  List,       // [items…] a list, a tuple or a set with these items
  Dict,       // [Entry|Rest…] a dict with these entries
  Entry,      // [key, value]
  Bound,      // a name that is bound: `text`, or any for `variable`
  Assign,     // [target, value] an assignment to that one target
  Import,     // an import of the module `text` or of something in it
  ImportOf,   // from … import …, of exactly the thing `text`
  Function,   // [Bound, Block, decorators…, Parameter|Rest…]
  Parameter,  // [default?] the parameter `text`
  Class,      // [Bound, Block, bases|Keyword|Rest…]
  Handler,    // [type, Block] of an `except`; the type is Nothing for a bare one
  With,       // [context, target, Block] one item of a `with`
  Block,      // [statements|Rest…]
  Nothing,    // that nothing stands here
  Node,       // [children…] a node of the kind `detail` with the operator `operation`
};

// PatternNode is one node; its children lie side by side, at `first` of the pattern's nodes.
struct PatternNode {
  static constexpr std::uint8_t kNoVariable = 0xFF;

  PatternOp op = PatternOp::Anything;
  std::uint8_t detail = 0;
  std::uint8_t operation = 0;
  std::uint8_t variable = kNoVariable;
  std::uint16_t first = 0;
  std::uint16_t count = 0;
  double number = 0;
  std::string_view text;

  [[nodiscard]] bool has_variable() const { return variable != kNoVariable; }
  [[nodiscard]] syntax::NodeKind kind() const { return static_cast<syntax::NodeKind>(detail); }
};

// ConstraintSort is what a line under `where` asks of a metavariable.
enum class ConstraintSort : std::uint8_t {
  Value,    // its constant value matches the regular expression `text`
  Head,     // the text that it begins with, as far as it is known, matches `text`
  Literal,  // its value is constant
  Built,    // its value is a text with parts that are not known
  Type,     // it is an instance of one of `names`
  Name,     // it refers to one of `names`; "a.b.*" is all below a.b
  Spelled,  // its name, as written, matches the regular expression `text`
  Secret,   // its name stands for a password, key or token
  Compare,  // its number compares so with `number`
  Length,   // the length of its text, list, … compares so with `number`
  From,     // it comes from no better a place than `number`, a TrustLevel
  Matches,  // one of the pattern roots `roots` matches it
  Bits,     // it is a whole number with one of the bits of `number`
};

// TrustLevel is where a value may come from, from the best to the worst.
enum class TrustLevel : std::uint8_t {
  Constant,
  Harmless,
  File,
  Unknown,
  Parameter,
  Local,
  Remote
};

// Comparison is how Compare and Length compare.
enum class Comparison : std::uint8_t { Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual };

// Constraint is one such line.
struct Constraint {
  ConstraintSort sort = ConstraintSort::Literal;
  bool is_negated = false;
  std::uint8_t variable = 0;
  Comparison comparison = Comparison::Equal;
  double number = 0;
  std::string_view text;
  std::span<const std::string_view> names;
  std::span<const std::uint16_t> roots;
};

// VersionLimit is versions of a library (or of "python") that a pattern is for: "< 3.12".
struct VersionLimit {
  std::string_view library;
  Comparison comparison = Comparison::Less;
  std::string_view version;
};

// Within is where the match must lie.
enum class Within : std::uint8_t { Anywhere, Module, Class, Function };

// Pattern is one [[pattern]] of a page.
struct Pattern {
  std::span<const PatternNode> nodes;
  std::span<const std::string_view> variables;  // by number, without the $
  std::span<const std::uint16_t> find;          // roots: one of them must match,
  std::span<const std::uint16_t> unless;        // none of these, at the same place,
  std::span<const std::uint16_t> inside;        // one of these, if any, around it,
  std::span<const std::uint16_t> not_inside;    // none of these around it,
  std::span<const std::uint16_t> file_has;      // each of these somewhere in the file,
  std::span<const std::uint16_t> file_lacks;    // none of these anywhere in it
  std::span<const Constraint> constraints;
  std::span<const VersionLimit> versions;
  std::span<const std::string_view> files;  // globs; empty: every file
  std::string_view message, mend;           // with $X in them
  Severity severity = {};
  Confidence confidence = {};
  Within within = Within::Anywhere;
  std::uint8_t mark = PatternNode::kNoVariable;   // what to mark, if not the match
  std::uint8_t grade = PatternNode::kNoVariable;  // whose origin decides how bad it is
  bool by_default = false;  // of a parameter the default counts, at a lower severity
  std::uint32_t line = 0;   // in the page

  [[nodiscard]] std::span<const PatternNode> children(const PatternNode& node) const {
    return nodes.subspan(node.first, node.count);
  }
};

}  // namespace av::knowledge
