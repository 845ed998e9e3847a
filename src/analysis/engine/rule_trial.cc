#include "analysis/engine/rule_trial.h"

#include "analysis/match/check.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/lines.h"
#include "analysis/text/source.h"

#include <set>
#include <span>

namespace av::engine {
namespace {

using Lines = std::set<std::uint32_t>;

// wanted_lines is the lines that end in `# error: <name>`.
Lines wanted_lines(std::string_view code, std::string_view name) {
  const std::string mark = "# error: " + std::string(name);
  Lines lines;
  std::uint32_t line = 1;
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    const std::string_view text = code.substr(0, end);
    const std::size_t at = text.find(mark);
    const bool whole = at != std::string_view::npos &&
                       (at + mark.size() == text.size() || text[at + mark.size()] == ' ');
    if (whole) {
      lines.insert(line);
    }
    code.remove_prefix(std::min(end + 1, code.size()));
    ++line;
  }
  return lines;
}

Lines found_lines(std::string_view code, const knowledge::Rule& rule) {
  text::Source source;
  source.path = "example.py";
  source.text.assign(code);
  syntax::SyntaxArena arena;
  const syntax::Tree tree = syntax::parse(source.text.view(), {}, arena);
  names::FileNames names(tree);
  const knowledge::Rule* const only = &rule;
  const match::RuleSet rules(std::span(&only, 1));
  const match::CheckResult result = match::check_file({source, tree, names, rules, {}});
  const text::LineIndex index(tree.text());
  Lines lines;
  for (const match::Finding& finding : result.findings) {
    lines.insert(index.line_at(finding.span.start));
  }
  return lines;
}

}  // namespace

std::vector<TrialFault> try_rule(const knowledge::Rule& rule) {
  std::vector<TrialFault> faults;
  for (const knowledge::Example& example : rule.examples) {
    const Lines wanted = wanted_lines(example.code, rule.name);
    const Lines found = found_lines(example.code, rule);
    for (const std::uint32_t line : wanted) {
      if (!found.contains(line)) {
        faults.push_back({example.page_line + line - 1, "not found"});
      }
    }
    for (const std::uint32_t line : found) {
      if (!wanted.contains(line)) {
        faults.push_back({example.page_line + line - 1, "found, and should not be"});
      }
    }
  }
  return faults;
}

}  // namespace av::engine
