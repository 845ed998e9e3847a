#pragma once
// function_order.h — in which order functions are looked at: callees before callers.

#include "analysis/taint/references.h"

#include <cstdint>
#include <vector>

namespace av::taint {

// FunctionOrder is all functions, each behind those that it needs, as far as there are no cycles.
struct FunctionOrder {
  std::vector<FunctionId> functions;
  // By place in `functions`, ascending: those of one level do not need each other, but for cycles.
  std::vector<std::uint32_t> levels;
};

// bottom_up is linear, without recursion.
FunctionOrder bottom_up(const References& references);

}  // namespace av::taint
