#pragma once
// taint_table_source.h — the C++ source of the frozen tables of taint_model.h, made at build time.

#include "analysis/knowledge/taint_reader.h"

#include <string>
#include <vector>

namespace av::knowledge {

// taint_table_source writes the tables of rows in any order; rows of one path are joined.  The
// same rows give the same bytes.  At most 32,767 paths.
std::string taint_table_source(std::vector<TaintRow> rows);

}  // namespace av::knowledge
