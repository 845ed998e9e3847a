#pragma once
// application.h — from the arguments of the process to its exit code.

#include "cli/command.h"

namespace av::cli {

// run_application parses `arguments` (argv of main), runs the command and returns the exit code.
int run_application(int count, const char* const* arguments);

// run_arguments does the same with the given console; tests call it.
Exit run_arguments(int count, const char* const* arguments, Console& console);

}  // namespace av::cli
