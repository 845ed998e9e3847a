#pragma once
// owned_pattern.h — a pattern that owns what it points at: those of pages that were just read.

#include "analysis/knowledge/pattern.h"
#include "analysis/knowledge/pattern_compiler.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// OwnedConstraint is a Constraint and its lists.
struct OwnedConstraint {
  Constraint what;
  std::vector<std::string_view> names;
  std::vector<std::uint16_t> roots;
};

// OwnedPattern is one [[pattern]], read.  Views are of `program.texts`; moving leaves them valid.
struct OwnedPattern {
  using Roots = std::vector<std::uint16_t>;

  PatternProgram program;
  Roots find, unless, inside, not_inside, file_has, file_lacks;
  std::vector<OwnedConstraint> constraints;
  std::vector<VersionLimit> versions;
  std::vector<std::string_view> files;
  Pattern head;  // all that is no list

  // view is the pattern as `match` takes it; `kept` holds its constraints.
  [[nodiscard]] Pattern view(std::vector<Constraint>& kept) const;
};

}  // namespace av::knowledge
