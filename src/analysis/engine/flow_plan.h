#pragma once
// flow_plan.h — from the flows of a program to what each of its files has to tell.
//
// In: a program, the flows found in it, which of them count.  Out: for each file that flows end in
// or lead through, the ends, for its rules, and the steps, to be shown.  The same for any order.

#include "analysis/engine/settings.h"
#include "analysis/match/check.h"
#include "analysis/match/flow_end.h"
#include "analysis/taint/analysis.h"
#include "analysis/taint/program.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace av::engine {

// StepAt is one step of a way, to be told of a file.
struct StepAt {
  enum class Kind : std::uint8_t {
    Source,   // the value comes from outside here
    Passed,   // to a function that the way goes on in
    Arrives,  // as a parameter
    Kept,     // in a variable or a part of something
    Returned,
    Through,  // out of what it was put in
    Reaches,  // where it does harm
  };
  syntax::NodeId node;
  Kind kind = Kind::Through;
  knowledge::SourceKind source = knowledge::SourceKind::Request;  // of Kind::Source
  friend auto operator<=>(const StepAt&, const StepAt&) = default;
};

// FlowFile is what one file has to tell.
struct FlowFile {
  taint::UnitId unit;
  std::vector<match::FlowEnd> ends;
  std::vector<StepAt> steps;  // ascending, each once
  std::vector<match::ClearedEnd> cleared;
};

// StepRef is a step of a file of a plan.
struct StepRef {
  std::uint32_t file = 0;
  std::uint32_t step = 0;
};

// FlowPlan is all files that have something to tell, ascending by unit, and the steps of each way.
struct FlowPlan {
  std::vector<FlowFile> files;
  std::vector<std::vector<StepRef>> ways;  // by match::Way::number
};

// FlowChoice is which flows count: those that a rule wants, that come from under one of the
// threats, and that end in a file that is reported on, or at least lead through one: the last line
// there is their end then.
struct FlowChoice {
  const match::RuleSet& rules;
  Threats threats = kDefaultThreats;
  std::vector<bool> is_reported = {};  // by unit; empty: all are
  std::vector<bool> has_findings =
      {};  // by unit: of shape, which may be less than they look; the same
};

FlowPlan plan_flows(const taint::Program& program, const taint::TaintResult& taint,
                    const FlowChoice& choice);

}  // namespace av::engine
