#pragma once
// print.h — lowered code as text, for people and for tests.

#include "analysis/flow/ir.h"
#include "analysis/names/bindings.h"

#include <string>

namespace av::flow {

// print renders a whole file: functions, their blocks, an instruction a line.  Values are %n,
// counted from 0 in each function, blocks b0, b1, …  Stable for the same text.
std::string print(const File& file, const names::Bindings& bindings);

}  // namespace av::flow
