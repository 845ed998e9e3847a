#pragma once
// collect.h — from a file's instructions to facts on where functions and objects go.
//
// In: bindings and flow's instructions of one file.  Out: facts.h's rows, which need neither any
// more.  Locals are told apart by binding (`a = f; a = g; a()` calls g only), names that other
// functions see are not.  What a constant key of a container was set to is followed within straight
// code.  Never fails.  Linear, but for locals of very large functions, which get a budget.

#include "analysis/calls/facts.h"
#include "analysis/names/bindings.h"

namespace av::calls {

// collect makes the facts of the file that is `module` of its project.
FileFacts collect(const names::Bindings& bindings, const flow::File& file, names::ModuleId module);

}  // namespace av::calls
