#pragma once
// unit_builder.h — one file's flow with its names looked up: a Unit.
//
// In: the names of a file.  Out: a Unit that needs neither tree nor names any more.  Never fails.
// Linear in the instructions, but for what names.h says of look-ups.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace av::taint {

// hash_of_text is what a unit keeps of its text; the same within one process only.
std::uint64_t hash_of_text(std::string_view text);

// build_unit makes the unit of the file that is `module` of the project, or of none.  Its names get
// numbers in `table`, which many units may share, of one thread, and which must outlive the linking
// of their program.
Unit build_unit(names::FileNames& names, NameTable& table, std::string path,
                names::ModuleId module);

}  // namespace av::taint
