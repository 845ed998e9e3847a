#pragma once
// function_order.h — in which order functions are looked at: callees before callers.

#include "analysis/taint/program.h"

#include <vector>

namespace av::taint {

// bottom_up is all functions of a program, each behind those that it calls, defines or names, as
// far as there are no cycles.  Linear; no recursion.
std::vector<FunctionId> bottom_up(const Program& program);

}  // namespace av::taint
