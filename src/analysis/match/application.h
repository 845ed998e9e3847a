#pragma once
// application.h — does a file belong to an application, or to a library?
//
// A library does what its callers ask for: they chose the cipher, the statement, the command.  An
// application chose it itself.  In: one file's names; what the package around serves is the index's
// to know (names::Module).  Linear, in one pass; never fails.

#include "analysis/names/file_names.h"

namespace av::match {

// is_application says whether a file serves clients, is run itself, or opens its own database: it
// imports a web framework, asks whether it is `__main__` or just calls its own functions outside of
// them, or connects there.
bool is_application(const names::FileNames& names);

// serves_clients says whether a file imports a web framework itself.
bool serves_clients(const names::FileNames& names);

}  // namespace av::match
