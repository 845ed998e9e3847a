#pragma once
// written_import.h — which module, or variable of a module, a name of an import stands for.

#include "analysis/names/file_names.h"

#include <optional>
#include <string_view>

namespace av::taint {

// WrittenImport is a variable of a module of the project; without a name the module itself.
struct WrittenImport {
  names::ModuleId module;
  std::string_view name;
};

// written_import is what `import a`, `import a.b as c` and `from a import b` bind their name to; of
// `import a.b`, which binds `a`, and of what leaves the project it is none.
std::optional<WrittenImport> written_import(names::FileNames& names, syntax::NodeId alias);

}  // namespace av::taint
