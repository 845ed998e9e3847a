#pragma once
// matcher.h — matches as Python's `re` does, by backtracking, and counts the steps.
//
// Not for matching: for evidence.  The number of steps on texts of growing length shows whether a
// pattern can be made to backtrack without end.

#include "analysis/regex/expression.h"

#include <cstdint>
#include <memory>
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

// Matcher runs one expression on many texts; the expression must outlive it.
class Matcher {
 public:
  explicit Matcher(const Expression& expression);
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  // run tries to match `text` (code points) in at most `max_steps` steps.
  Trial run(std::span<const std::uint32_t> text, Use use, std::uint64_t max_steps);

 private:
  struct Program;
  std::unique_ptr<Program> program_;
};

}  // namespace av::regex
