#pragma once
// file_scan.h — one file's text through parser, names and rules to what a report says of it.
//
// Never fails: what is no Python or no text makes the file partly analysed.  Linear in the text.

#include "analysis/engine/flow_plan.h"
#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
#include "analysis/names/project.h"
#include "analysis/syntax/parser.h"
#include "analysis/taint/program.h"
#include "analysis/text/source.h"

#include <memory>
#include <optional>
#include <vector>

namespace av::engine {

// Workspace is the memory that a worker uses for file after file.
struct Workspace {
  text::Source source;
  syntax::SyntaxArena arena;
  Totals totals;           // of the files it scanned
  taint::NameTable names;  // of the units it made
};

// give_back_memory frees what one giant file made a workspace take.
void give_back_memory(Workspace& workspace);

// FileTask is one file to look at.  Imports are followed into the project, where the file is found
// by its path.
struct FileTask {
  const text::Source& source;
  const names::Project& project;
  bool wants_unit = false;          // of the program that values are followed through
  const FlowFile* flows = nullptr;  // what it has to tell of values from outside; null: nothing
};

// FileScan is what comes of it.
struct FileScan {
  std::unique_ptr<FileResult> result;  // null when there is nothing to say
  std::optional<taint::Unit> unit;
  std::vector<TraceStep> steps;  // as those of the task's flows
};

// scan_source analyses one file and counts it in `workspace.totals`.  Traces are without steps yet.
FileScan scan_source(const FileTask& task, const Plan& plan, Workspace& workspace);

}  // namespace av::engine
