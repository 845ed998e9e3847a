#pragma once
// export_collector.h — what one file defines, for the index of its project.
//
// In: a file's names, worked out without the project.  Out: the tables of one module: the names of
// the module and of its classes, with what each refers to and its constant value; functions with
// parameters and what they return.  What is inside functions is left out.
// Time linear in the file's definitions; values are capped.

#include "analysis/names/bindings.h"
#include "analysis/names/evaluator.h"
#include "analysis/names/meaner.h"
#include "analysis/names/project.h"

namespace av::names {

// FileParts is a file's names, as the collector needs them.
struct FileParts {
  const Bindings& bindings;
  Meaner& meaner;
  Evaluator& evaluator;
};

// collect_exports makes the tables of one module: one row in `modules`, without name and path.
ProjectTables collect_exports(const FileParts& file);

}  // namespace av::names
