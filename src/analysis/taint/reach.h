#pragma once
// reach.h — how a value gets into a sink, and what a return says of a function's parameters.

#include "analysis/knowledge/taint_model.h"
#include "analysis/taint/summary.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace av::taint {

// Reach is a way into a sink: here, or inside of a callee.
struct Reach {
  SinkPlace sink;
  std::optional<Condition> condition;
  std::uint32_t instr = 0;
  const SinkEntry* inner = nullptr;
  FunctionId callee;
  const knowledge::TaintSink* row = nullptr;
};

// ReturnFacts is what each parameter is cleared of where a return gives true, or false.
struct ReturnFacts {
  struct Cleared {
    knowledge::SinkSet if_true;
    knowledge::SinkSet if_false;
  };
  bool may_be_true = false;
  bool may_be_false = false;
  std::vector<Cleared> parameters;
};

}  // namespace av::taint
