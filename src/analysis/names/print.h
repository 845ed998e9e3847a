#pragma once
// print.h — what names mean and what values are, as text for people and for tests.
//
// Stable for the same text and project.

#include "analysis/names/file_names.h"
#include "analysis/names/meaning.h"
#include "analysis/names/project.h"
#include "analysis/names/value.h"

#include <string>
#include <vector>

namespace av::names {

// describe writes meanings as one word: "os.system|local f|a:x.Y", where a: stands before what is
// an instance, and a final "|?" for whatever else it may be; "?" when nothing is known.
std::string describe(const Meanings& meanings, const syntax::Tree& tree);

// describe writes a value as Python does (texts in double quotes), holes as {source}, filled holes
// as {source=text}, alternatives joined by |, an open container ending in "…", and ? for unknown.
std::string describe(const Value& value, const syntax::Tree& tree);

// VisibleName is a name that a module has once it was imported.
struct VisibleName {
  std::string name;
  bool is_certain = false;  // on every way through the module
  Platform platform = Platform::Any;
  std::string from;  // the module of a star import that brings it, or empty
};

// visible_names is all names of a module, ascending: its own, those of its star imports as far as
// they lead into the project, and submodules that it imports.
std::vector<VisibleName> visible_names(const Project& project, ModuleId module);

// print_names lists a module: names with what they refer to and their constants, classes with bases
// and members, functions with parameters and returns, imports with where they lead.
std::string print_names(FileNames& names, const Project& project, ModuleId module);

// print_values lists every expression of which something is known, in source order.
std::string print_values(FileNames& names);

}  // namespace av::names
