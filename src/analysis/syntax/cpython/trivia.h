#pragma once
// trivia.h — finding the fixed tokens between nodes, which the tree does not keep.
//
// All functions take and return byte offsets into the text; all expect to be started outside
// strings, where white space, comments and line continuations may lie between tokens.

#include "analysis/syntax/tree.h"

#include <cstdint>
#include <string_view>

namespace av::syntax::cpython {

constexpr bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

// skip_trivia is the offset of the first byte at or behind `at` that is no white space, line end,
// comment or line continuation; the text's size when there is none.
std::uint32_t skip_trivia(std::string_view text, std::uint32_t at);

// skip_closing goes past trivia and any number of closing parentheses.
std::uint32_t skip_closing(std::string_view text, std::uint32_t at);

// count_opening counts the `(`, count_closing the `)` in [from, to), comments left out.
std::uint32_t count_opening(std::string_view text, std::uint32_t from, std::uint32_t to);
std::uint32_t count_closing(std::string_view text, std::uint32_t from, std::uint32_t to);

// outer_end is the end of `inner` with the parentheses around it; `from` is an offset before these,
// with nothing but trivia, operators and they between it and the node.
std::uint32_t outer_end(std::string_view text, const Node& inner, std::uint32_t from);

}  // namespace av::syntax::cpython
