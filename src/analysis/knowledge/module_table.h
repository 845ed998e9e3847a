#pragma once
// module_table.h — the rows of module_names.h, made at build time by tools/compile_modules.cc.

#include <cstdint>
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

// NumberRow is one name of a module, or of a class in it, that stands for a number.
struct NumberRow {
  std::string_view path;
  std::int64_t number;
};

// number_rows is all of them, ascending by path.
std::span<const NumberRow> number_rows();

}  // namespace av::knowledge
