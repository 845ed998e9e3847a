#pragma once
// statement_lines.h — which lines belong to one statement, for comments that speak of it.

#include "analysis/syntax/tree.h"
#include "analysis/text/lines.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace av::match {

// LineRange is lines first to last, both included, from 1.
struct LineRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] bool has(std::uint32_t line) const { return first <= line && line <= last; }
};

// StatementLines is the statements of a file by their lines.  Of a compound statement the header
// counts, decorators included; statements that share a line are one.  Linear but for sorting.
class StatementLines {
 public:
  StatementLines(const syntax::Tree& tree, const text::LineIndex& lines);

  // around is the statement that has a part on `line`.
  [[nodiscard]] std::optional<LineRange> around(std::uint32_t line) const;
  // next is the first statement that begins behind `line`.
  [[nodiscard]] std::optional<LineRange> next(std::uint32_t line) const;

 private:
  std::vector<LineRange> ranges_;  // ascending, disjoint
};

}  // namespace av::match
