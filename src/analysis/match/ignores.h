#pragma once
// ignores.h — the comments of one file that silence findings.

#include "analysis/match/check.h"
#include "analysis/match/finding.h"
#include "analysis/match/ignore_comment.h"
#include "analysis/match/statement_lines.h"
#include "analysis/text/lines.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace av::match {

// Ignores knows what each comment silences, and which have silenced nothing.
class Ignores {
 public:
  explicit Ignores(const CheckInput& input);

  // apply moves the silenced of `result.findings` to `result.silenced`, and counts foreign
  // comments.
  void apply(CheckResult& result);
  // add_faults reports comments that do nothing, by the rule faulty-ignore.
  void add_faults(const knowledge::Rule& rule, std::vector<Finding>& findings) const;

 private:
  struct Entry {
    IgnoreComment comment;
    text::Span span;
    LineRange lines;  // what it applies to
    bool is_foreign = false;
    bool used = false;
  };

  void read(const syntax::Comment& comment);
  void place();
  [[nodiscard]] bool is_alone(const Entry& entry) const;
  Entry* find(const Finding& finding);
  static bool names(const Entry& entry, const knowledge::Rule& rule);
  void add_fault(const Entry& entry, const knowledge::Rule& rule,
                 std::vector<Finding>& findings) const;
  [[nodiscard]] std::string describe_fault(const Entry& entry) const;
  [[nodiscard]] std::string_view unknown_rule(const Entry& entry) const;

  const CheckInput& input_;
  std::optional<text::LineIndex> lines_;  // made when there is a comment to place
  std::vector<Entry> entries_;            // ascending by their first line
};

}  // namespace av::match
