#pragma once
// analysis.h — where the values of a whole program go.
//
// In: a linked program.  Out: every flow from a source to a sink, with the shortest way found.
// Functions are looked at bottom-up, callees before callers; a cycle is gone round until nothing
// changes, kMostRounds times at most.  The same program gives the same flows.

#include "analysis/taint/forest.h"
#include "analysis/taint/program.h"
#include "analysis/taint/summary.h"

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
  Around around = 0;            // where in the sink's text the value lands, on every way
  std::vector<FlowStep> steps;  // from the source to the sink
};

// AnalysisOptions says what counts as a source beyond what models call one.
struct AnalysisOptions {
  bool library = false;  // what the parameters of public functions bring
};

// TaintResult is all flows, in the order of their sinks, and what the analysis met.
struct TaintResult {
  std::vector<Flow> flows;
  Limits limits;
  std::uint64_t functions = 0;
  std::uint64_t passes = 0;          // over functions
  std::vector<FunctionId> given_up;  // ascending: those not followed to the end
  // Ascending: calls of which nothing is known that input passes, by function and instruction.
  std::vector<std::pair<FunctionId, std::uint32_t>> unknown_calls;
};

// find_flows analyses a program.
TaintResult find_flows(const Program& program, const AnalysisOptions& options = {});

}  // namespace av::taint
