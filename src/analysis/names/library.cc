#include "analysis/names/library.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace av::names {
namespace {

struct Pair {
  std::string_view from;
  std::string_view to;
};

constexpr bool before(const Pair& a, const Pair& b) {
  return a.from < b.from;
}

template <std::size_t kCount>
constexpr std::array<Pair, kCount> sorted(std::array<Pair, kCount> pairs) {
  std::sort(pairs.begin(), pairs.end(), before);
  return pairs;
}

#define AV_PAIR(from, to) Pair{from, to},
constexpr auto kAliases = sorted(std::to_array<Pair>({
#include "analysis/names/aliases.def"
}));
constexpr auto kReturns = sorted(std::to_array<Pair>({
#include "analysis/names/returns.def"
}));
#undef AV_PAIR

#define AV_BUILTIN(name) Pair{#name, {}},
constexpr auto kBuiltins = sorted(std::to_array<Pair>({
#include "analysis/names/builtins.def"
}));
#undef AV_BUILTIN

template <std::size_t kCount>
const Pair* find(const std::array<Pair, kCount>& pairs, std::string_view from) {
  const auto* at = std::lower_bound(pairs.begin(), pairs.end(), Pair{from, {}}, before);
  return at != pairs.end() && at->from == from ? at : nullptr;
}

template <std::size_t kCount>
constexpr bool has_twice(const std::array<Pair, kCount>& pairs) {
  for (std::size_t i = 1; i < kCount; ++i) {
    if (pairs[i - 1].from == pairs[i].from) {
      return true;
    }
  }
  return false;
}
static_assert(!has_twice(kAliases) && !has_twice(kReturns) && !has_twice(kBuiltins));

}  // namespace

bool is_builtin(std::string_view name) {
  return find(kBuiltins, name) != nullptr;
}

std::string_view find_alias(std::string_view path) {
  const Pair* alias = find(kAliases, path);
  return alias == nullptr ? std::string_view() : alias->to;
}

std::string_view find_returned_type(std::string_view callable) {
  const Pair* found = find(kReturns, callable);
  return found == nullptr ? std::string_view() : found->to;
}

}  // namespace av::names
