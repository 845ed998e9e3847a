#pragma once
// write_call.h — calls that open a file for writing or write one.

#include "analysis/match/call.h"
#include "analysis/match/check_context.h"

namespace av::match {

// find_written_path is the path a call writes to; none when it writes nothing, or creates the file
// only if it is not there (mode "x", O_EXCL).
syntax::NodeId find_written_path(CheckContext& check, const Call& call);

}  // namespace av::match
