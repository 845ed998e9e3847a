#pragma once
// debug_project.h — the project around the files that a debug command looks at.

#include "analysis/names/project.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/source.h"
#include <antivenom/result.h>

#include <span>
#include <string>

namespace av::cli {

// index_for_debug reads the files (by the names given) and what they import; "-" has no project.
// `root`, when there is one, is the folder that modules are named from.
names::Project index_for_debug(std::span<const std::string> files, const std::string& root = {});

}  // namespace av::cli
