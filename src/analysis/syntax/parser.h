#pragma once
// parser.h — turns the text of one Python file into a syntax tree.
//
// Hand-written recursive descent with precedence climbing, for the union of Python 2.7 to 3.15:
// what only some versions read is accepted and recorded as a FeatureUse.  Never fails and never
// overflows the stack: text that is no Python becomes Error nodes and Problems, nesting beyond
// kMaxDepth too.  Time and memory linear in the text.
// Oracle: CPython's own `ast`, node by node (tests/differential).

#include "analysis/syntax/lexer.h"
#include "analysis/syntax/tree.h"
#include "base/buffer.h"
#include "base/padded_text.h"

namespace av::syntax {

// kMaxDepth is how deep expressions and blocks may nest before an Error node takes their place.
inline constexpr int kMaxDepth = 1000;

// SyntaxArena is the memory of a parse, used again for the next.  One per worker thread.
struct SyntaxArena {
  Tokens tokens;
  base::Buffer<Node> nodes;
  base::Buffer<Node> stack;
  base::Buffer<Problem> problems;
  base::Buffer<FeatureUse> features;
};

// ParseOptions chooses the reading; by default it is decided from the text (see dialect.h).
struct ParseOptions {
  enum class Reading : std::uint8_t { FromText, Python2, Python3 };
  Reading reading = Reading::FromText;
  // The interpreter whose limits count as errors (200 nested parentheses, 100 levels of
  // indentation) and to which `await` is what it was then, or 0 for none but ours.
  Version limits_of = 0;
};

// parse builds the tree of `source` in `arena`; both must outlive the result, which the next parse
// into the same arena ends.  `source` must be under 1 GiB.
Tree parse(base::PaddedView source, const ParseOptions& options, SyntaxArena& arena);

}  // namespace av::syntax
