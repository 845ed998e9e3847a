#pragma once
// pattern_compiler.h — makes the program of a pattern's text.
//
// In: Python with metavariables, one expression or one statement.  Out: nodes added to a program.
// Failure: a PatternFault that says where in the text and how to mend it.  Linear.

#include "analysis/knowledge/pattern.h"
#include "analysis/knowledge/pattern_text.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// PatternProgram is the nodes of a page's pattern, which share their metavariables.  Owns texts;
// moving it leaves them where they are.
struct PatternProgram {
  static constexpr std::size_t kMostVariables = 12;
  static constexpr std::size_t kMostNodes = 60'000;

  std::vector<PatternNode> nodes;
  std::vector<std::string_view> variables;
  std::deque<std::string> texts;

  PatternProgram() = default;
  PatternProgram(const PatternProgram&) = delete;  // views would be of the other's texts
  PatternProgram& operator=(const PatternProgram&) = delete;
  PatternProgram(PatternProgram&&) = default;
  PatternProgram& operator=(PatternProgram&&) = default;
  ~PatternProgram() = default;

  // keep returns the program's own copy of `text`.
  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }
  // find_variable is the number of the metavariable `name`, or kNoVariable.
  [[nodiscard]] std::uint8_t find_variable(std::string_view name) const;
};

// add_pattern compiles `pattern` and returns the place of its root.
tl::expected<std::uint16_t, PatternFault> add_pattern(std::string_view pattern,
                                                      PatternProgram& program);

}  // namespace av::knowledge
