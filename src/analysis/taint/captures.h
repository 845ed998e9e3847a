#pragma once
// captures.h — which variables of a file are used from elsewhere: from functions within, from other
// files.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

namespace av::taint {

// find_captures sets UnitFunction::captures of all functions of a unit.
void find_captures(Unit& unit);

// name_cells names the variables of the module and of class bodies, which are cells seen from
// wherever.
void name_cells(names::FileNames& names, Unit& unit);

}  // namespace av::taint
