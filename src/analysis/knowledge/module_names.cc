#include "analysis/knowledge/module_names.h"

#include "analysis/knowledge/module_table.h"

#include <algorithm>

namespace av::knowledge {
namespace {

const ModuleRow* find_row(std::string_view module) {
  const auto rows = module_rows();
  const auto at = std::ranges::lower_bound(rows, module, {}, &ModuleRow::module);
  return at != rows.end() && at->module == module ? &*at : nullptr;
}

}  // namespace

bool is_native_module(std::string_view module) {
  const ModuleRow* row = find_row(module);
  return row != nullptr && row->is_native;
}

std::vector<std::string_view> hidden_names(std::string_view module) {
  std::vector<std::string_view> names;
  const ModuleRow* row = find_row(module);
  std::string_view rest = row == nullptr ? std::string_view() : row->names;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    names.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return names;
}

bool has_hidden_name(std::string_view module, std::string_view name) {
  const ModuleRow* row = find_row(module);
  if (row == nullptr || name.empty() || name.find(' ') != std::string_view::npos) {
    return false;
  }
  const std::string_view names = row->names;
  for (std::size_t at = names.find(name); at != std::string_view::npos;
       at = names.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || names[at - 1] == ' ') && (end == names.size() || names[end] == ' ')) {
      return true;
    }
  }
  return false;
}

std::optional<std::int64_t> find_number(std::string_view path) {
  const auto rows = number_rows();
  const auto at = std::ranges::lower_bound(rows, path, {}, &NumberRow::path);
  return at != rows.end() && at->path == path ? std::optional(at->number) : std::nullopt;
}

}  // namespace av::knowledge
