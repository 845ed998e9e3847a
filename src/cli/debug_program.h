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
  // text_of is the code of an instruction, of a call what is called: one line, cut when it is long.
  std::string text_of(const taint::FlowStep& step);
  // on_line is the instructions of a unit whose code begins in a line; spanning_line those that
  // begin before it and end in it or behind it.
  std::vector<taint::FlowStep> on_line(taint::UnitId unit, std::uint32_t line);
  std::vector<taint::FlowStep> spanning_line(taint::UnitId unit, std::uint32_t line);
  // line_text is a line without the space around it; nothing when the file has no such line.
  std::optional<std::string> line_text(taint::UnitId unit, std::uint32_t line);

 private:
  // File is one file, read again.
  struct File {
    text::Source source;
    syntax::SyntaxArena arena;
    std::optional<syntax::Tree> tree;  // none: it could not be read again
  };
  // Lines is where the code of an instruction begins and ends.
  struct Lines {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  File& file_of(taint::UnitId unit);
  template <class Wanted>
  std::vector<taint::FlowStep> instructions(taint::UnitId unit, const Wanted& wanted);

  const engine::ReadProgram& read_;
  std::map<std::uint32_t, File> files_;
};

}  // namespace av::cli
