#pragma once
// number_types.h — what holds no text that anybody chose, by the way it is written: a number, a
// time, one of the constants that the program names.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <string_view>

namespace av::taint {

// is_number says whether a type is such: int, Optional[datetime], list[int], Literal["a"], an Enum
// of the program's, (int, float).
bool is_number(names::FileNames& names, syntax::NodeId type);
// is_checked_text says whether what a framework calls a function with is checked to be such first:
// a parameter's type, or its default, has a pattern that admits nothing else.
bool is_checked_text(names::FileNames& names, syntax::NodeId type_or_default);
// is_checked_entry says whether form.cleaned_data["x"] is a number, a date, an address of numbers
// or one of the form's own choices, as the class of one of Django's forms says.
bool is_checked_entry(names::FileNames& names, syntax::NodeId element);
// is_checked_field says whether an attribute of an object of one of pydantic's classes, which the
// file defines, may only hold what matches a harmless pattern: slug: str =
// Field(pattern="^[a-z]+$").
bool is_checked_field(names::FileNames& names, syntax::NodeId attribute);
// is_called_number says whether a parameter's name is one that only numbers have: those of
// processes, of users, of open files.
bool is_called_number(std::string_view parameter);
// is_number_pattern: `case int(x)`, where what is captured is a number.
bool is_number_pattern(names::FileNames& names, syntax::NodeId pattern);
// is_constant_pattern says whether a pattern lets only constants or numbers pass.
bool is_constant_pattern(names::FileNames& names, syntax::NodeId pattern);
// is_number_field says whether an f-string's field can only be a number: {x:d}, {x:.2f}.
bool is_number_field(const syntax::Tree& tree, syntax::NodeId field);
// is_short_slice says whether a Slice takes only a few places of a text: x[:4], x[-4:].
bool is_short_slice(names::FileNames& names, syntax::NodeId slice);

}  // namespace av::taint
