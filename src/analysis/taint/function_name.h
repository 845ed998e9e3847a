#pragma once
// function_name.h — what people call a function of a program.

#include "analysis/taint/program.h"

#include <string>

namespace av::taint {

// dotted_name is a function's name with those of the functions and classes around it; of a module,
// and of a lambda in one, it is empty.
std::string dotted_name(const Program& program, FunctionId function);

}  // namespace av::taint
