#pragma once
// matcher.h — matches as Python's `re` does, by backtracking, and counts the steps.
//
// Not for matching: for evidence.  The number of steps on texts of growing length shows whether a
// pattern can be made to backtrack without end.

#include "analysis/regex/expression.h"

#include <cstdint>
#include <span>

namespace av::regex {

// Use is how a program applies a pattern.
enum class Use : std::uint8_t { Match, FullMatch, Search };

// Trial is the outcome of one attempt.
struct Trial {
  bool matched = false;
  bool gave_up = false;  // the step limit was reached; `matched` means nothing
  std::uint64_t steps = 0;
};

// try_match runs `expression` on `text` (code points) for at most `max_steps` steps.
Trial try_match(const Expression& expression, std::span<const std::uint32_t> text, Use use,
                std::uint64_t max_steps);

}  // namespace av::regex
