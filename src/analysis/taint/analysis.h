#pragma once
// analysis.h — where the values of a whole program go.
//
// In: a linked program.  Out: every flow from a source to a sink, with the shortest way found.
// Only functions that something from a source may come to are looked at, and those that they need:
// where a function brings something, those that may get it are looked at next (references.h).  They
// are gone through bottom-up, callees before callers, again and again until nothing changes,
// kMostRounds times at most.  The same program gives the same flows.

#include "analysis/taint/forest.h"
#include "analysis/taint/harms.h"
#include "analysis/taint/program.h"
#include "analysis/taint/summary.h"
#include "base/stop.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace av::taint {

// kMostRounds is how often one function is looked at.
inline constexpr std::uint32_t kMostRounds = 8;
// kMostFlowSteps is how many steps of a way are told.
inline constexpr std::size_t kMostFlowSteps = 64;

// FlowStep is one step of a way, an instruction of a function.
struct FlowStep {
  FunctionId function;
  std::uint32_t instr = 0;
  friend auto operator<=>(const FlowStep&, const FlowStep&) = default;
};

// Flow is a source that reaches a sink.
struct Flow {
  Origin origin;
  SinkPlace sink;
  bool via_unknown = false;
  std::uint8_t guesses = 0;     // how often on its way the value was not certain to come along
  Around around = 0;            // where in the sink's text the value lands, on every way
  std::vector<FlowStep> steps;  // from the source to the sink
};

// AnalysisOptions says what is looked for.
struct AnalysisOptions {
  bool library = false;     // also what the parameters of public functions bring
  bool everywhere = false;  // also functions that nothing from a source comes near: to compare
  bool all_sinks = false;  // also those that none of the program's sources harms: to be asked about
  Harms harms = all_harms();
  unsigned threads = 1;  // for what can be split; it is the same for any number
  const base::StopFlag* stop =
      nullptr;  // asked before each function: what is found then is partial
};

// TaintResult is all flows, in the order of their sinks, and what the analysis met.
struct TaintResult {
  std::vector<Flow> flows;
  Limits limits;
  std::uint64_t functions = 0;
  std::uint64_t passes = 0;          // over functions
  std::vector<FunctionId> given_up;  // ascending: those not followed to the end
  // Ascending: where what a source brings comes harmless, and nothing else that a source brings.
  std::vector<SinkPlace> cleared_sinks;
  // Ascending: calls of which nothing is known that input passes, by function and instruction.
  std::vector<std::pair<FunctionId, std::uint32_t>> unknown_calls;
};

// find_flows analyses a program.
TaintResult find_flows(const Program& program, const AnalysisOptions& options = {});

// KnownFunction is what was found of one function.
struct KnownFunction {
  Summary summary;
  Paths paths;      // of its inputs
  Origins origins;  // of its sources
};

// analyse_function looks at every function of a program and tells of one.
KnownFunction analyse_function(const Program& program, FunctionId function);

}  // namespace av::taint
