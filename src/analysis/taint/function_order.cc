#include "analysis/taint/function_order.h"

#include <cstdint>

namespace av::taint {

// Depth first, each function when all that it leads to is done: what is met again while it is open
// closes a cycle, and counts as done.
std::vector<FunctionId> bottom_up(const References& references) {
  const Lists<FunctionId>& needs = references.needs;
  const auto count = static_cast<std::uint32_t>(references.sources.size());
  struct Open {
    std::uint32_t function;
    std::uint32_t next;
  };
  std::vector<bool> seen(count);
  std::vector<FunctionId> order;
  order.reserve(count);
  std::vector<Open> open;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (seen[root]) {
      continue;
    }
    seen[root] = true;
    open.push_back({root, 0});
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next == needs[top.function].size()) {
        order.emplace_back(top.function);
        open.pop_back();
        continue;
      }
      const std::uint32_t next = needs[top.function][top.next++].index();
      if (!seen[next]) {
        seen[next] = true;
        open.push_back({next, 0});
      }
    }
  }
  return order;
}

}  // namespace av::taint
