#pragma once
// passed.h — a call as the analysis of a function sees it: with the values that are passed.

#include "analysis/taint/forest.h"
#include "analysis/taint/program.h"
#include "analysis/taint/state.h"

#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

// KnownValue is what an instruction made.
struct KnownValue {
  TreeId tree = kEmpty;
  Access origin;
  friend bool operator==(const KnownValue&, const KnownValue&) = default;
};

// PassedArgument is one argument of a call.
struct PassedArgument {
  Argument how;
  KnownValue value;
  Selector key;  // what it is as a key
};

// CallView is a call with what is passed.
struct CallView {
  std::uint32_t index;
  const flow::Instr& instr;
  const CallSite& site;
  std::vector<PassedArgument> arguments;
};

// ValueCall is a call of a value that may be a function.
struct ValueCall {
  std::uint32_t index;
  TreeId callee;
  std::span<const PassedArgument> arguments;
};

// BoundParameter is what a parameter gets.
struct BoundParameter {
  TreeId tree = kEmpty;
  Access origin;
  Truth truth = Truth::Unknown;
  bool is_given = false;
  bool may_be_given = false;  // by *list or **dict
  bool is_none = false;       // it is certainly None
};

// Asked is a condition of which the outcome is known.
struct Asked {
  flow::ValueId condition;
  bool holds = true;
  bool is_old = false;  // it was worked out earlier and kept in a variable
};

// Invocation is one call of one function of the program.
struct Invocation {
  FunctionId callee;
  std::uint32_t instr = 0;
  TreeId function_value = kEmpty;  // with what it has captured
  std::vector<BoundParameter> parameters;
  bool is_only = true;  // no other function may be called instead
};

}  // namespace av::taint
