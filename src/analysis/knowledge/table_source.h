#pragma once
// table_source.h — the C++ source of the frozen rule table, made from pages at build time.

#include "analysis/knowledge/page.h"

#include <string>
#include <vector>

namespace av::knowledge {

// table_source writes the definition of builtin_rules() for `pages`, which need not be sorted.
// The same pages give the same bytes.
std::string table_source(std::vector<RulePage> pages);

}  // namespace av::knowledge
