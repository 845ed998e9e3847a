#pragma once
// model_table_source.h — the C++ source of the frozen tables of model.h, made at build time.

#include "analysis/knowledge/model_file.h"

#include <string>
#include <vector>

namespace av::knowledge {

// model_table_source writes the tables for `models`, which need not be sorted and must not clash.
// The same models give the same bytes.  At most 32,767 functions and as many aliases.
std::string model_table_source(const std::vector<Model>& models);

}  // namespace av::knowledge
