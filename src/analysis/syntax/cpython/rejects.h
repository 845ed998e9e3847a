#pragma once
// rejects.h — what an interpreter refuses at parse level although our parser reads it.
//
// The parser reads the union of all versions and notes what only some read (FeatureUse).  Beyond
// these stand rules that one parser had for a while: they are here.  Values that cannot be (an
// integer that is too long, a broken escape) are found where they are printed.

#include "analysis/syntax/feature.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/source.h"

#include <cstdint>
#include <optional>
#include <string>

namespace av::syntax::cpython {

// Rejection is where and why an interpreter refuses a file.
struct Rejection {
  std::uint32_t offset;
  std::string reason;
};

// find_rejection says why Python `as` refuses the file, or nothing when it reads it.  Linear.
std::optional<Rejection> find_rejection(const Tree& tree, const text::Source& source, Version as);

// find_old_fstring_fault does that for the f-string token `id` by the rules before 3.12: the token
// was found like any string, and its fields by a scan of their own.
std::optional<Rejection> find_old_fstring_fault(const Tree& tree, NodeId id, Version as);

// find_debug_binding finds what is called __debug__, which the parser refused until 3.8.
std::optional<Rejection> find_debug_binding(const Tree& tree);

}  // namespace av::syntax::cpython
