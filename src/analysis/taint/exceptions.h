#pragma once
// exceptions.h — which handlers get which exceptions.
//
// In: the class that a `raise` names and one that an `except` names.  Out: whether the one is
// caught by the other, as far as the classes of the program and Python's own say.  An exception
// that a library raises is never of a class of the program.

#include "analysis/taint/program.h"

#include <compare>
#include <cstdint>
#include <string_view>

namespace av::taint {

// RaisedClass is the class of an exception: of the program, or of a library by its path; neither
// when it is not known.
struct RaisedClass {
  ClassId type;
  NameId path;
  bool is_bound = false;  // or of a class below
  friend auto operator<=>(const RaisedClass&, const RaisedClass&) = default;
};

// raised_class is what a row of a unit names, once linked.
RaisedClass raised_class(const ExceptionRow& row);

enum class Catches : std::uint8_t { Never, Perhaps, Always };

// catches says whether a handler of `wanted` gets an exception of the class `raised`.
Catches catches(const Program& program, const ExceptionRow& wanted, const RaisedClass& raised);

// is_builtin_below says whether a builtin exception is another one or derives from it; both as
// paths, "builtins.OSError".
bool is_builtin_below(std::string_view path, std::string_view base);

}  // namespace av::taint
