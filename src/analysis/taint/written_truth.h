#pragma once
// written_truth.h — whether what is written counts as true, where its names say so.

#include "analysis/names/file_names.h"
#include "analysis/taint/callees.h"
#include "analysis/taint/program.h"

namespace av::taint {

// written_truth is the truth of a constant, or of a name that holds one.
Truth written_truth(names::FileNames& names, syntax::NodeId node);

// depends_on_truth: what a call does may depend on whether one of its arguments is true.
bool depends_on_truth(const Callee& callee, const CallCheck& check);

// is_with_none says whether a comparison is `is` or `is not` with None.
bool is_with_none(const syntax::Tree& tree, const flow::File& code, const flow::Instr& compare);

}  // namespace av::taint
