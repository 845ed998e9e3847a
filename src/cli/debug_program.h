#pragma once
// debug_program.h — what the debug commands that follow values share.

#include "analysis/engine/program_reader.h"
#include "analysis/syntax/parser.h"
#include "analysis/taint/analysis.h"
#include "analysis/text/source.h"
#include "cli/command.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace av::cli {

// read_debug_program reads the files in `paths`, and what they import.  Nothing when there are no
// such paths; `console` was told.  It is also told of each file that could not be read.
std::optional<engine::ReadProgram> read_debug_program(const std::vector<std::string>& paths,
                                                      Console& console);

// ProgramLines finds the lines of instructions; each file is parsed again when it is first asked
// for.
class ProgramLines {
 public:
  explicit ProgramLines(const engine::ReadProgram& read) : read_(read) {}

  // place_of is "app.py:3: code of the line".
  std::string place_of(const taint::FlowStep& step);

 private:
  // File is one file, read again.
  struct File {
    text::Source source;
    std::vector<std::uint32_t> starts;  // by node
  };

  const File& file_of(taint::UnitId unit);

  const engine::ReadProgram& read_;
  syntax::SyntaxArena arena_;
  std::map<std::uint32_t, File> files_;
};

}  // namespace av::cli
