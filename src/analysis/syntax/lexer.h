#pragma once
// lexer.h — turns the text of one Python file into tokens.
//
// In: UTF-8 text with padding.  Out: Tokens.  Never fails: what is no token becomes Unknown or is
// ended where the line ends, with a Problem.  Time and memory linear in the text.
// Recovery: a keyword that only starts statements, first on its line, closes all open brackets.
// Source: The Python Language Reference, chapter 2, for 2.7 to 3.15; PEP 701 for f-strings.

#include "analysis/syntax/token.h"
#include "base/padded_text.h"

namespace av::syntax {

// LexOptions chooses among readings of the same text.
struct LexOptions {
  Dialect dialect = Dialect::Python3;
  // The interpreter whose limits apply (nesting, indentation), or 0 for none but ours.
  Version limits_of = 0;
};

// lex fills `tokens` (cleared first) from `source`, which must be under 4 GiB.
void lex(base::PaddedView source, const LexOptions& options, Tokens& tokens);

}  // namespace av::syntax
