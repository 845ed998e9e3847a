#include "analysis/engine/plan.h"

#include "analysis/engine/secrets.h"
#include "analysis/knowledge/rule_book.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

namespace av::engine {
namespace {

// relative_to is `path` seen from `folder`, or empty when it does not lie in it.
std::string relative_to(const std::string& folder, std::string_view path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path full = fs::absolute(path, ignored).lexically_normal();
  const fs::path base = folder.empty() ? fs::current_path(ignored) : fs::path(folder);
  const fs::path relative = full.lexically_relative(base);
  return relative.empty() || *relative.begin() == ".." ? std::string() : relative.string();
}

}  // namespace

Result<Plan> Plan::make(Settings settings, std::chrono::sys_days today, Wanted wanted) {
  Rules selected = AV_TRY(select_rules(settings.select, settings.ignore));
  Rules run;
  for (const knowledge::Rule* rule : knowledge::all_rules()) {
    if (contains(selected, rule) || is_about_secrets(*rule)) {
      run.push_back(rule);
    }
  }
  Plan plan(std::move(settings), today, std::move(selected), run);
  plan.wanted_ = wanted;
  for (const PathIgnore& ignore : plan.settings_.path_ignores) {
    text::IgnoreRules pattern;
    pattern.add(ignore.pattern);
    Rules ignored = AV_TRY(all_named(ignore.selectors));
    plan.path_rules_.push_back({std::move(pattern), std::move(ignored)});
  }
  return plan;
}

Plan Plan::of_rules(Rules rules) {
  const Rules run = rules;
  return {Settings(), {}, std::move(rules), run};
}

Plan::Plan(Settings settings, std::chrono::sys_days today, Rules selected, const Rules& run)
    : settings_(std::move(settings)), today_(today), selected_(std::move(selected)), rules_(run) {}

Plan::Verdict Plan::judge(match::Finding& finding, const Rules& off) const {
  if (!contains(selected_, finding.rule) || contains(off, finding.rule)) {
    return Verdict::Dropped;
  }
  for (const auto& [rule, severity] : settings_.severities) {
    if (rule == finding.rule) {
      finding.severity = severity;
    }
  }
  const bool shown =
      finding.severity >= settings_.min_severity.value_or(knowledge::Severity::Note) &&
      finding.confidence >= settings_.min_confidence.value_or(knowledge::Confidence::Low);
  return shown ? Verdict::Reported : Verdict::Hidden;
}

Rules Plan::rules_off(std::string_view path) const {
  Rules off;
  if (path_rules_.empty()) {
    return off;
  }
  const std::string relative = relative_to(settings_.folder, path);
  for (const PathRules& rules : path_rules_) {
    if (!relative.empty() && rules.pattern.verdict_within(relative, text::EntryKind::File) ==
                                 text::IgnoreVerdict::Ignored) {
      off.insert(off.end(), rules.off.begin(), rules.off.end());
    }
  }
  return off;
}

bool Plan::fails(knowledge::Severity severity, knowledge::Confidence confidence) const {
  const FailLevel level = settings_.fail_on.value_or(FailLevel());
  return severity >= level.severity && confidence >= level.confidence;
}

}  // namespace av::engine
