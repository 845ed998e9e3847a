#pragma once
// rule_trial.h — runs the examples of a rule's page and says where they do not do what it says.
//
// An example is one file, or several: `# file: name.py` begins another.  It is scanned as any file.
// A line of an example that ends in `# error: <name>` must be found by that rule, every other line
// must not.

#include "analysis/knowledge/rule.h"

#include <cstdint>
#include <string>
#include <vector>

namespace av::engine {

// TrialFault is one line that does not do what the page says.
struct TrialFault {
  std::uint32_t line;  // of the page
  std::string message;
};

// try_rule runs all examples of `rule`, with it alone.  Empty when all is as the page says.
std::vector<TrialFault> try_rule(const knowledge::Rule& rule);

}  // namespace av::engine
