#pragma once
// show.h — trees and tokens as text for people: what `antivenom debug tree` and `tokens` print.
//
// One node or token a line: kind, what its flags mean, place as line:column-line:column (both from
// 1, columns in characters), and the source text of leaves.  Children are indented by two.
// Linear and without recursion.

#include "analysis/syntax/token.h"
#include "analysis/syntax/tree.h"
#include "base/sink.h"

#include <string>
#include <string_view>

namespace av::syntax {

// show_tree writes `tree`, then its problems and the features that not every version has.
void show_tree(const Tree& tree, base::Sink& out);

// show_tokens writes the tokens of `text`.
void show_tokens(const Tokens& tokens, std::string_view text, base::Sink& out);

// flag_words says what the flags of a node mean: "async, returns"; empty when none is set.
std::string flag_words(const Node& node);

}  // namespace av::syntax
