#pragma once
// debug_source.h — the one file that a debug command looks at.

#include "analysis/text/source.h"
#include <antivenom/result.h>

#include <string>

namespace av::cli {

// load_debug_source reads the file at `path`, or standard input when that is "-".
Result<text::Source> load_debug_source(const std::string& path);

}  // namespace av::cli
