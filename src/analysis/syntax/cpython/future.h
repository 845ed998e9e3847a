#pragma once
// future.h — what a file imports from __future__.

#include "analysis/syntax/tree.h"

#include <string_view>

namespace av::syntax::cpython {

// imports_future says whether the file holds `from __future__ import <name>`, anywhere: Python 2.7
// let such an import change how the whole file is read.  Linear.
bool imports_future(const Tree& tree, std::string_view name);

}  // namespace av::syntax::cpython
