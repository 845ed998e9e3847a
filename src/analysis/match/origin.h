#pragma once
// origin.h — where a value visibly comes from, within one file and mostly one function.
//
// Looks backwards from an expression through names, text building, containers and the calls of
// origins.def, up to a fixed number of steps; the worst that it meets is the answer.  No taint
// analysis: what passes through other functions is Unknown.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <cstdint>

namespace av::match {

// Origin is how far a value is to be trusted, from the best to the worst.
enum class Origin : std::uint8_t {
  Constant,   // written in the file
  Harmless,   // a number, quoted for the shell, made by the program itself
  File,       // the content of a file whose path is no worse
  Unknown,    // from where the file does not show
  Parameter,  // a parameter of a function: whoever calls it decides
  Local,      // the command line, standard input, the environment
  Remote,     // a request, a response, a socket
};

// Provenance is an origin and the expression that brings it (none for Constant).
struct Provenance {
  Origin origin = Origin::Constant;
  syntax::NodeId place;
};

// origin_of is where the value of `expr` comes from.
Provenance origin_of(names::FileNames& names, syntax::NodeId expr);

}  // namespace av::match
