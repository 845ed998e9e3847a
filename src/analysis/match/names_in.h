#pragma once
// names_in.h — the names that an expression is made of.

#include "analysis/match/check_context.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::match {

// names_in is the variables, attributes and constant keys in `expr`: `form["password"].encode()`
// has form, password and encode.  At most 100 nodes are looked at.
std::vector<std::string_view> names_in(CheckContext& check, syntax::NodeId expr);

// target_name is what a target is called: `x`, the last of `a.b.x`, the key of `config["x"]`;
// empty for others.
std::string_view target_name(CheckContext& check, syntax::NodeId target);

// definition_name is what a FunctionDef or ClassDef defines.
std::string_view definition_name(CheckContext& check, syntax::NodeId definition);

// names_around is what the functions and classes around a node are called, the innermost first, and
// what the file is, without its folder and ending.
std::vector<std::string_view> names_around(CheckContext& check, syntax::NodeId node);

// function_name is the name of the function around a node; empty outside of functions.
std::string_view function_name(CheckContext& check, syntax::NodeId node);

}  // namespace av::match
