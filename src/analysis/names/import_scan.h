#pragma once
// import_scan.h — which modules a file imports, read off its bytes without parsing it.
//
// Finds too much rather than too little: text in a docstring that reads like an import counts, and
// each name that `from m import name` takes may be a submodule.  Linear; a few GB a second.

#include <string>
#include <string_view>
#include <vector>

namespace av::names {

// imports_in is every module that may be imported, as written ("a.b", "..a"), ascending, each once:
// for `from a import b` both "a" and "a.b", and the argument of importlib.import_module("a.b").
std::vector<std::string> imports_in(std::string_view text);

}  // namespace av::names
