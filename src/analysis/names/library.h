#pragma once
// library.h — the little that resolving names must know of Python's libraries: builtins, second
// names of one thing, and what calls return.
//
// Source: the documentation of each library; the lists are builtins.def, aliases.def, returns.def.

#include <string_view>

namespace av::names {

// is_builtin says whether `name` is a name of Python 2's or 3's builtins module.
bool is_builtin(std::string_view name);

// find_alias is the name by which rules know `path` ("cPickle" is "pickle"), or empty when it is
// known by its own.  Only whole paths are looked up.
std::string_view find_alias(std::string_view path);

// find_returned_type is the type of what a call of `callable` returns ("sqlite3.connect" returns a
// "sqlite3.Connection"), or empty when that is not known.  `type.__enter__` is what `with` binds.
std::string_view find_returned_type(std::string_view callable);

}  // namespace av::names
