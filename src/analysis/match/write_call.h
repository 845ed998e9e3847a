#pragma once
// write_call.h — calls that open a file for writing or write one.

#include "analysis/match/call.h"
#include "analysis/match/check_context.h"

#include <array>
#include <string_view>

namespace av::match {

// kWriteCallees is what is called in all of them (callees.h).
inline constexpr auto kWriteCallees = std::to_array<std::string_view>(
    {"open", "file", "ZipFile", "copy", "copy2", "copyfile", "FileHandler", "RotatingFileHandler",
     "TimedRotatingFileHandler", "basicConfig", "connect", "urlretrieve", "write_text",
     "write_bytes", "touch"});

// find_written_path is the path a call writes to; none when it writes nothing, or creates the file
// only if it is not there (mode "x", O_EXCL).
syntax::NodeId find_written_path(CheckContext& check, const Call& call);

}  // namespace av::match
