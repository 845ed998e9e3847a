#pragma once
// line_hash.h — the hash by which GitHub's code scanning knows a line again.
//
// A rolling hash of the hundred UTF-16 units from the start of the line on, without spaces and tabs
// and with every line end as \n; published with github/codeql-action, which computes it for results
// that bring none.  Linear in the text.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::engine {

// line_hashes gives `hash:n` for each of `lines` (from 1, ascending) of a text: n counts the lines
// up to this one that have the same hash.
std::vector<std::string> line_hashes(std::string_view text, std::span<const std::uint32_t> lines);

}  // namespace av::engine
