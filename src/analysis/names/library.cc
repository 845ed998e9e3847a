#include "analysis/names/library.h"

#include <algorithm>
#include <array>

namespace av::names {
namespace {

constexpr auto kBuiltins = [] {
#define AV_BUILTIN(name) std::string_view(#name),
  auto names = std::to_array<std::string_view>({
#include "analysis/names/builtins.def"
  });
#undef AV_BUILTIN
  std::sort(names.begin(), names.end());
  return names;
}();
static_assert(std::adjacent_find(kBuiltins.begin(), kBuiltins.end()) == kBuiltins.end());

}  // namespace

bool is_builtin(std::string_view name) {
  return std::binary_search(kBuiltins.begin(), kBuiltins.end(), name);
}

}  // namespace av::names
