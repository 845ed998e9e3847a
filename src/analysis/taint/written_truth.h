#pragma once
// written_truth.h — whether what is written counts as true, where its names say so.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

namespace av::taint {

// written_truth is the truth of a constant, or of a name that holds one.
Truth written_truth(names::FileNames& names, syntax::NodeId node);

}  // namespace av::taint
