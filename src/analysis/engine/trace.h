#pragma once
// trace.h — the steps of a value's way, as a report shows them.

#include "analysis/engine/excerpt.h"
#include "analysis/engine/flow_plan.h"
#include "analysis/engine/scan_result.h"
#include "analysis/syntax/tree.h"

#include <span>
#include <string>
#include <vector>

namespace av::engine {

// tell_steps says what is to be said of the steps in one file, called `path`: where, the line, what
// happens.  Of a step over several lines the first one.
std::vector<TraceStep> tell_steps(const FileText& file, const syntax::Tree& tree,
                                  const std::string& path, std::span<const StepAt> steps);

// trace_of puts the steps of a way in a row; `told` is those of each file of the plan.  Of steps on
// one line only the first is told, and the last one of all.
std::vector<TraceStep> trace_of(std::span<const StepRef> way,
                                const std::vector<std::vector<TraceStep>>& told);

}  // namespace av::engine
