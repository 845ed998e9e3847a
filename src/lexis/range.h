#pragma once
// range.h — a row of the tables that unicode_tables_tool.cc writes.

namespace av::lexis {

// Range is the code points from `first` to `last`.
struct Range {
  char32_t first;
  char32_t last;
};

}  // namespace av::lexis
