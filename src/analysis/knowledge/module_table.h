#pragma once
// module_table.h — the rows of module_names.h, made at build time by tools/compile_modules.cc.

#include <span>
#include <string_view>

namespace av::knowledge {

// ModuleRow is one module; `names` are ascending, with one space between them.
struct ModuleRow {
  std::string_view module;
  bool is_native;
  std::string_view names;
};

// module_rows is all of them, ascending by module.
std::span<const ModuleRow> module_rows();

}  // namespace av::knowledge
