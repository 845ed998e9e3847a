#pragma once
// file_scan.h — one file's text through parser, names and rules to what a report says of it.
//
// Never fails: what is no Python or no text makes the file partly analysed.  Linear in the text.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
#include "analysis/names/project.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/source.h"

#include <memory>

namespace av::engine {

// Workspace is the memory that a worker uses for file after file.
struct Workspace {
  text::Source source;
  syntax::SyntaxArena arena;
  Totals totals;  // of the files it scanned
};

// give_back_memory frees what one giant file made a workspace take.
void give_back_memory(Workspace& workspace);

// scan_source analyses one file and counts it in `workspace.totals`; null when there is nothing to
// say of it.  Imports are followed into `project`, where the file is found by its path.
std::unique_ptr<FileResult> scan_source(const text::Source& source, const Plan& plan,
                                        const names::Project& project, Workspace& workspace);

}  // namespace av::engine
