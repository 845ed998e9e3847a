#pragma once
// pattern_source.h — the patterns of a page as the C++ source of a frozen table.

#include "analysis/knowledge/page.h"

#include <string>

namespace av::knowledge {

// pattern_source defines an array kPatterns<number> of a page's patterns; nothing for none.
std::string pattern_source(const RulePage& page, const std::string& number);

// source_literal is `text` as string literals, one a line.
std::string source_literal(std::string_view text);

}  // namespace av::knowledge
