#pragma once
// chosen.h — whether conditions around a variable say that it is one of some constants there.
//
// `if mode in ("r", "w"): use(mode)`, `if mode not in MODES: raise …` before it, and the same with
// `==`.  In: a Name where it is read.  The constants have to be written in the file or another one
// of the project.  Looks at the statements around and at those before them in their blocks, up to
// the function, and not across what binds the name anew.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

namespace av::match {

bool is_chosen(names::FileNames& names, syntax::NodeId use);

}  // namespace av::match
