#pragma once
// checked_field.h — attributes that pydantic has made sure are numbers.
//
// `item.count` of `class Item(BaseModel): count: int` is one, whatever a client sent: a model is
// not made from other values.  In: an Attribute.  Asks for the meanings of the object and its
// class's bases, at most kMaxBases deep.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <string_view>

namespace av::names {

// is_number_type says whether `path` is a type of which no value holds text that anybody chose.
bool is_number_type(std::string_view path);

bool is_checked_number(FileNames& names, syntax::NodeId attribute);

}  // namespace av::names
