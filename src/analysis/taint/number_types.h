#pragma once
// number_types.h — what is a number by the way it is written.

#include "analysis/syntax/tree.h"
#include "analysis/taint/callees.h"

namespace av::taint {

// is_number says whether a type, or each of a tuple of types, is one of numbers.
bool is_number(const syntax::Tree& tree, Callees& callees, syntax::NodeId type);
// is_called_number says whether a parameter's name is one that only numbers have: those of
// processes, of users, of open files.
bool is_called_number(std::string_view parameter);
// is_number_field says whether an f-string's field can only be a number: {x:d}, {x:.2f}.
bool is_number_field(const syntax::Tree& tree, syntax::NodeId field);

}  // namespace av::taint
