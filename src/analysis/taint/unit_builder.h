#pragma once
// unit_builder.h — one file's flow with its names looked up: a Unit.
//
// In: the names of a file.  Out: a Unit that needs neither tree nor names any more.  Never fails.
// Linear in the instructions, but for what names.h says of look-ups.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

#include <string>

namespace av::taint {

// build_unit makes the unit of the file that is `module` of the project, or of none.
Unit build_unit(names::FileNames& names, std::string path, names::ModuleId module);

}  // namespace av::taint
