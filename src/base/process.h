#pragma once
// process.h — runs another program and takes what it prints.
//
// No shell; the program is looked for in PATH.  It inherits the environment and standard error.

#include <antivenom/result.h>

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace av::base {

// ProcessOptions is how a program is run.
struct ProcessOptions {
  std::string input = "/dev/null";                               // the file it reads
  std::vector<std::pair<std::string, std::string>> environment;  // set beside the inherited
  std::size_t max_output_bytes = std::size_t{64} << 20;
  // Keep: its standard error is ours.  Drop: nobody sees it.
  enum class Errors : unsigned char { Keep, Drop };
  Errors errors = Errors::Drop;
};

// ProcessResult is how a program ended.
struct ProcessResult {
  int exit_code = 0;  // 128 + n when signal n ended it
  std::string output;
};

// run_process runs `arguments` (the program first) and waits.  Error: NotFound when there is no
// such program, LimitExceeded when it prints too much, Io.
Result<ProcessResult> run_process(std::span<const std::string> arguments,
                                  const ProcessOptions& options = {});

}  // namespace av::base
