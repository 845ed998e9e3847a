#pragma once
// checked_field.h — attributes and types that leave no room for text that anybody chose.
//
// `item.count` of `class Item(BaseModel): count: int` is a number, whatever a client sent: a model
// is not made from other values.  `x.value` of an enum's member is what the program wrote.  In: an
// Attribute, or what a type means.  Asks for the meanings of the object and its class's bases, at
// most kMaxFieldBases deep.

#include "analysis/names/file_names.h"
#include "analysis/names/meaning.h"
#include "analysis/syntax/tree.h"

#include <string_view>

namespace av::names {

// is_number_type says whether `path` is a type of which no value holds text that anybody chose.
bool is_number_type(std::string_view path);
// is_closed_type says the same of a type, which may be an enum of the program.
bool is_closed_type(FileNames& names, const Meaning& type);
// is_model_type says whether a type is a model of pydantic's, which checks what it is made of.
bool is_model_type(FileNames& names, const Meaning& type);

bool is_checked_number(FileNames& names, syntax::NodeId attribute);
// declared_field is the annotated assignment that an attribute of one of pydantic's models is
// declared by; none where the class is not of this file.
syntax::NodeId declared_field(FileNames& names, syntax::NodeId attribute);
// has_pattern says whether a model lets only what matches a pattern into the attribute.
bool has_pattern(FileNames& names, syntax::NodeId attribute);

}  // namespace av::names
