#pragma once
// file_scan.h — one file's text through parser, names and rules to what a report says of it.
//
// Never fails: what is no Python or no text makes the file partly analysed.  Linear in the text.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
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

// scan_source analyses one file and counts it in `workspace.totals`; null when there is nothing to
// say of it.
std::unique_ptr<FileResult> scan_source(const text::Source& source, const Plan& plan,
                                        Workspace& workspace);

}  // namespace av::engine
