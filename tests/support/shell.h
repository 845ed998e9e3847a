#pragma once
// shell.h — runs another program, for tests that compare with it.

#include <string>

namespace av::test {

// ShellResult is what a command wrote to standard output, and its exit code (-1: it was killed).
struct ShellResult {
  int exit_code = -1;
  std::string output;
};

// run_shell runs `command` with /bin/sh.
ShellResult run_shell(const std::string& command);

}  // namespace av::test
