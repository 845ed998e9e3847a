#pragma once
// flow_table.h — the [[flow]] tables of a page's front matter (docs/rules.md has the keys).

#include "analysis/knowledge/page.h"
#include <antivenom/result.h>

#include <toml++/toml.h>

#include <cstdint>

namespace av::knowledge {

// read_flows reads the page's [[flow]] tables into `page.flows`; `line` is the page's line of the
// first line of `front`, whose other keys were read into `page` before.
Result<void> read_flows(const toml::table& front, std::uint32_t line, RulePage& page);

}  // namespace av::knowledge
