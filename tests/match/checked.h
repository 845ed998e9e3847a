#pragma once
// checked.h — a piece of Python for a test, with rules run over it.

#include "analysis/match/check.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/lines.h"
#include "analysis/text/source.h"
#include "tests/support/expectations.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace av::match {

// CheckOptions of a test.
struct CheckedOptions {
  std::string path = "sample.py";
  std::vector<std::string_view> rules = {};  // by name; empty: all
  ForeignComments foreign = ForeignComments::Count;
  Versions versions = {};
  std::chrono::sys_days today = std::chrono::year(2026) / 7 / 1;
};

// Checked is the result.
class Checked {
 public:
  explicit Checked(std::string_view code, const CheckedOptions& options = {})
      : source_(source_of(code, options.path)),
        tree_(syntax::parse(source_.text.view(), {}, arena_)),
        names_(tree_),
        rules_(rules_of(options)),
        result_(check_file(
            {source_, tree_, names_, rules_, options.today, options.foreign, &options.versions})) {}

  [[nodiscard]] const CheckResult& result() const { return result_; }

  [[nodiscard]] std::vector<test::Found> found() const {
    const text::LineIndex lines(tree_.text());
    std::vector<test::Found> out;
    out.reserve(result_.findings.size());
    for (const Finding& finding : result_.findings) {
      out.push_back({lines.line_at(finding.span.start), std::string(finding.rule->name),
                     std::string(name_of(finding.severity))});
    }
    return out;
  }

 private:
  static text::Source source_of(std::string_view code, const std::string& path) {
    text::Source source;
    source.path = path;
    source.text.assign(code);
    return source;
  }

  static RuleSet rules_of(const CheckedOptions& options) {
    std::vector<const knowledge::Rule*> rules;
    rules.reserve(options.rules.size());
    for (const std::string_view name : options.rules) {
      rules.push_back(knowledge::find_rule(name));
    }
    return options.rules.empty() ? RuleSet::all() : RuleSet(rules);
  }

  text::Source source_;
  syntax::SyntaxArena arena_;
  syntax::Tree tree_;
  names::FileNames names_;
  RuleSet rules_;
  CheckResult result_;
};

}  // namespace av::match
