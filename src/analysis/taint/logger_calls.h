#pragma once
// logger_calls.h — what a call of a logger shows of its message and its arguments.
//
// In: a call of a unit that is being made.  Out: the text of a message that is put together or
// kept in a variable, and which arguments are lists or dicts, whose text shows elements as repr()
// does.  Nothing happens where what is called is no logger.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

namespace av::taint {

// note_logger writes it into the unit: details of instructions and arguments.
void note_logger(names::FileNames& names, const flow::Instr& call, const CallSite& site,
                 Unit& unit);

}  // namespace av::taint
