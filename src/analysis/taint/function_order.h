#pragma once
// function_order.h — in which order functions are looked at: callees before callers.

#include "analysis/taint/references.h"

#include <vector>

namespace av::taint {

// bottom_up is all functions, each behind those that it needs, as far as there are no cycles.
// Linear; no recursion.
std::vector<FunctionId> bottom_up(const References& references);

}  // namespace av::taint
