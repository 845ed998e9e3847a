#include "analysis/taint/function_order.h"

#include <algorithm>

namespace av::taint {
namespace {

constexpr std::uint32_t kUnknown = 0xFFFFFFFF;

// levels_of is, by function, one more than the highest level among those that it needs.  Depth
// first, each function when all that it leads to is done: what is met again while it is open closes
// a cycle, and does not count.
std::vector<std::uint32_t> levels_of(const Lists<FunctionId>& needs, std::uint32_t count) {
  struct Open {
    std::uint32_t function;
    std::uint32_t next;
    std::uint32_t level;
  };
  std::vector<std::uint32_t> levels(count, kUnknown);
  std::vector<bool> seen(count);
  std::vector<Open> open;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (seen[root]) {
      continue;
    }
    seen[root] = true;
    open.push_back({root, 0, 0});
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next == needs[top.function].size()) {
        levels[top.function] = top.level;
        open.pop_back();
        continue;
      }
      const std::uint32_t next = needs[top.function][top.next].index();
      if (!seen[next]) {
        seen[next] = true;
        open.push_back({next, 0, 0});
        continue;  // it is met again when it is done
      }
      if (levels[next] != kUnknown) {
        top.level = std::max(top.level, levels[next] + 1);
      }
      ++top.next;
    }
  }
  return levels;
}

}  // namespace

FunctionOrder bottom_up(const References& references) {
  const auto count = static_cast<std::uint32_t>(references.sources.size());
  const std::vector<std::uint32_t> levels = levels_of(references.needs, count);
  FunctionOrder order;
  order.functions.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    order.functions.emplace_back(i);
  }
  const auto level_of = [&](FunctionId function) { return levels[function.index()]; };
  std::ranges::stable_sort(order.functions, {}, level_of);
  order.levels.reserve(count);
  for (const FunctionId function : order.functions) {
    order.levels.push_back(level_of(function));
  }
  return order;
}

}  // namespace av::taint
