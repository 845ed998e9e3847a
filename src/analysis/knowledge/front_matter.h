#pragma once
// front_matter.h — the TOML part of a rule page.

#include "analysis/knowledge/page.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace av::knowledge {

// read_front_matter reads `toml`, whose first line is line `line` of the page, into `page`
// (whose path is set).  Keys that are required and missing, and unknown ones, are Errors.
Result<void> read_front_matter(std::string_view toml, std::uint32_t line, RulePage& page);

}  // namespace av::knowledge
