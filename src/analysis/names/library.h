#pragma once
// library.h — the names that every Python file has without importing anything.
//
// Source: dir(builtins) of 3.13 and dir(__builtin__) of 2.7; the list is builtins.def.  What other
// libraries have is in knowledge/model.h.

#include <string_view>

namespace av::names {

// is_builtin says whether `name` is a name of Python 2's or 3's builtins module.
bool is_builtin(std::string_view name);

}  // namespace av::names
