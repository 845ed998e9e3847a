#pragma once
// suggest.h — the name somebody probably meant when they misspelt one.

#include <span>
#include <string_view>

namespace av::base {

// edit_distance is how many insertions, deletions, replacements and swaps of neighbours turn one
// text into the other (optimal string alignment).  Time is the product of the lengths.
unsigned edit_distance(std::string_view left, std::string_view right);

// suggest is the nearest of `known` to `wanted`, the first of equals, or empty when none is near:
// more than a third of its letters would have to change.
std::string_view suggest(std::string_view wanted, std::span<const std::string_view> known);

}  // namespace av::base
