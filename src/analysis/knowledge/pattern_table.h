#pragma once
// pattern_table.h — the [[pattern]] tables of a page's front matter (docs/rules.md has the keys).

#include "analysis/knowledge/page.h"
#include "analysis/knowledge/page_error.h"

#include <toml++/toml.h>

#include <cstdint>

namespace av::knowledge {

// read_patterns reads the page's [[pattern]] tables into `page.patterns`; `line` is the page's line
// of the first line of `front`, whose other keys were read into `page` before.
Result<void> read_patterns(const toml::table& front, std::uint32_t line, RulePage& page);

}  // namespace av::knowledge
