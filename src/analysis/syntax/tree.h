#pragma once
// tree.h — the syntax tree of one Python file.
//
// In: made by parse() (parser.h).  Out: an immutable view; nodes.def lists kinds and children.
// Layout: one array of 16-byte nodes.  The children of a node lie side by side, in source order,
// and before their parent; the root is last.  So a pass over the array sees children before
// parents, a backward pass parents before children, and neither needs recursion, however deep the
// text is nested.
// Spans are byte offsets into the UTF-8 text.  A node's span encloses its children's; siblings do
// not overlap; what lies between is white space, comments and fixed tokens.
// Threads: any number may read.  Lifetime: until the SyntaxArena it was parsed into is used again.

#include "analysis/syntax/feature.h"
#include "base/assert.h"
#include "base/id.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace av::syntax {

// NodeKind says what a node is; nodes.def is the list, with the children of each.
enum class NodeKind : std::uint8_t {
#define AV_NODE(kind, children, what) kind,
#include "analysis/syntax/nodes.def"
#undef AV_NODE
};

// name_of gives the kind's name as nodes.def spells it.
std::string_view name_of(NodeKind kind);

struct NodeTag;
// NodeId is the place of a node in Tree's array.
using NodeId = base::Id<NodeTag>;

// Flags, in Node::flags.  The high bit is common to all expressions; the others mean what the
// kind gives them.
namespace flag {
inline constexpr std::uint8_t kParenthesized = 0x80;  // any expression: written in parentheses

inline constexpr std::uint8_t kAsync = 0x01;           // FunctionDef, For, With, ComprehensionFor
inline constexpr std::uint8_t kReturns = 0x02;         // FunctionDef: a return annotation is there
inline constexpr std::uint8_t kSimple = 0x01;          // AnnAssign
inline constexpr std::uint8_t kFrom = 0x01;            // Raise: the last child is the cause
inline constexpr std::uint8_t kLazy = 0x01;            // Import, ImportFrom
inline constexpr std::uint8_t kChevron = 0x01;         // Print: >>file
inline constexpr std::uint8_t kTrailingComma = 0x02;   // Print, WithItems (parenthesised)
inline constexpr std::uint8_t kAs = 0x01;              // Handler, MatchAs
inline constexpr std::uint8_t kGuard = 0x01;           // Case
inline constexpr std::uint8_t kStar = 0x01;            // Parameter, TypeParam, Try, MatchStar
inline constexpr std::uint8_t kDoubleStar = 0x02;      // Parameter, TypeParam, MatchStar
inline constexpr std::uint8_t kAnnotated = 0x04;       // Parameter, TypeParam
inline constexpr std::uint8_t kDefault = 0x08;         // Parameter, TypeParam
inline constexpr std::uint8_t kBytes = 0x01;           // String
inline constexpr std::uint8_t kTemplate = 0x02;        // FString: t"…"
inline constexpr std::uint8_t kLower = 0x01;           // Slice
inline constexpr std::uint8_t kUpper = 0x02;           // Slice
inline constexpr std::uint8_t kStep = 0x04;            // Slice
inline constexpr std::uint8_t kDebug = 0x10;           // Field: {expr=}
inline constexpr std::uint8_t kConversionMask = 0x03;  // Field: 0 none, 1 !s, 2 !r, 3 !a
inline constexpr std::uint8_t kOperatorMask = 0x1F;  // BinOp, AugAssign, UnaryOp, BoolOp, CompareOp
}  // namespace flag

// Operator is the operator of BinOp, AugAssign, UnaryOp, BoolOp and CompareOp.
enum class Operator : std::uint8_t {
  Add,
  Sub,
  Mult,
  Div,
  FloorDiv,
  Mod,
  MatMult,
  Pow,
  BitAnd,
  BitOr,
  BitXor,
  LShift,
  RShift,
  Invert,
  Not,
  UAdd,
  USub,
  And,
  Or,
  Eq,
  NotEq,
  Lt,
  LtE,
  Gt,
  GtE,
  Is,
  IsNot,
  In,
  NotIn,
};

// Node is one node.  `first` is the index of the first child; the others follow it.
struct Node {
  NodeKind kind;
  std::uint8_t flags;
  std::uint16_t small_count;  // number of children, or kCountElsewhere: see Tree::children
  std::uint32_t start;        // byte offset of the first byte
  std::uint32_t end;          // byte offset behind the last byte
  std::uint32_t first;

  static constexpr std::uint16_t kCountElsewhere = 0xFFFF;

  [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  [[nodiscard]] Operator op() const { return static_cast<Operator>(flags & flag::kOperatorMask); }
};
static_assert(sizeof(Node) == 16);

// Comment is one comment, from its # to the end of the line.
struct Comment {
  std::uint32_t start;
  std::uint32_t end;
};

// Problem is a place where the text is not Python, or not as written.
struct Problem {
  std::uint32_t start;
  std::uint32_t end;
  const char* message;  // a sentence without a full stop; static storage
};

// FeatureUse records that the text at `start` needs (or no longer works in) some Python version.
struct FeatureUse {
  Feature feature;
  std::uint32_t start;
};

// Children is a node's children: their ids are consecutive.
class Children {
 public:
  class Iterator {
   public:
    explicit Iterator(std::uint32_t index) : index_(index) {}
    NodeId operator*() const { return NodeId(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    std::uint32_t index_;
  };
  Children(std::uint32_t first, std::uint32_t count) : first_(first), count_(count) {}
  [[nodiscard]] std::uint32_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] Iterator begin() const { return Iterator(first_); }
  [[nodiscard]] Iterator end() const { return Iterator(first_ + count_); }
  [[nodiscard]] NodeId operator[](std::uint32_t i) const {
    AV_ASSERT(i < count_);
    return NodeId(first_ + i);
  }
  [[nodiscard]] NodeId front() const { return (*this)[0]; }
  [[nodiscard]] NodeId back() const { return (*this)[count_ - 1]; }

 private:
  std::uint32_t first_;
  std::uint32_t count_;
};

// Tree is the result of a parse: a view, cheap to copy.
class Tree {
 public:
  struct Parts {
    std::string_view text;
    std::span<const Node> nodes;
    std::span<const Comment> comments;
    std::span<const Problem> problems;     // ascending by `start`
    std::span<const FeatureUse> features;  // ascending by `start`
    Dialect dialect = Dialect::Python3;
  };
  explicit Tree(const Parts& parts) : parts_(parts) {}

  [[nodiscard]] std::string_view text() const { return parts_.text; }
  [[nodiscard]] std::span<const Node> nodes() const { return parts_.nodes; }
  [[nodiscard]] std::span<const Comment> comments() const { return parts_.comments; }
  [[nodiscard]] std::span<const Problem> problems() const { return parts_.problems; }
  [[nodiscard]] std::span<const FeatureUse> features() const { return parts_.features; }
  // dialect is how texts that Python 2 and 3 read differently were read.
  [[nodiscard]] Dialect dialect() const { return parts_.dialect; }

  [[nodiscard]] NodeId root() const {
    return NodeId(static_cast<std::uint32_t>(parts_.nodes.size() - 1));
  }
  [[nodiscard]] const Node& operator[](NodeId id) const { return parts_.nodes[id.index()]; }
  [[nodiscard]] NodeKind kind(NodeId id) const { return (*this)[id].kind; }
  [[nodiscard]] bool is(NodeId id, NodeKind kind) const { return (*this)[id].kind == kind; }

  // children are the children of `id`, in source order.
  [[nodiscard]] Children children(NodeId id) const {
    const Node& node = (*this)[id];
    if (__builtin_expect(node.small_count == Node::kCountElsewhere, 0)) {
      // More children than 16 bits count: the number is kept in front of them.
      return {node.first, parts_.nodes[node.first - 1].first};
    }
    return {node.first, node.small_count};
  }
  [[nodiscard]] NodeId child(NodeId id, std::uint32_t i) const { return children(id)[i]; }

  // text_of is the source text of a node as written.
  [[nodiscard]] std::string_view text_of(NodeId id) const {
    const Node& node = (*this)[id];
    return parts_.text.substr(node.start, node.end - node.start);
  }

 private:
  Parts parts_;
};

}  // namespace av::syntax
