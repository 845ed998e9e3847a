#pragma once
// trace_text.h — where a value comes from, in words.

#include "analysis/engine/scan_result.h"
#include "analysis/report/place_text.h"
#include "base/printable.h"

#include <algorithm>
#include <string>

namespace av::report {

// step_place is path:line:column of a step.
inline std::string step_place(const engine::TraceStep& step) {
  return base::printable(step.path) + ":" + place_text(step.place.start);
}

// is_told_whole says whether all of a way lies on the lines of the finding itself, so that there is
// nothing to show beside them.
inline bool is_told_whole(const engine::FileResult& file, const engine::ReportedFinding& finding) {
  const engine::Place& place = finding.place;
  return !finding.trace ||
         std::ranges::all_of(finding.trace->steps, [&](const engine::TraceStep& step) {
           return step.path == file.path && step.place.start.cell == place.start.cell &&
                  step.place.start.line >= place.start.line &&
                  step.place.start.line <= place.end.line;
         });
}

// source_note is "the value comes from what a client sends, app.py:6:12"; empty when the finding
// shows it itself.
inline std::string source_note(const engine::FileResult& file,
                               const engine::ReportedFinding& finding) {
  if (is_told_whole(file, finding)) {
    return {};
  }
  const engine::TraceStep& first = finding.trace->steps.front();
  return "the value " + base::printable(first.message) + ", " + step_place(first);
}

}  // namespace av::report
