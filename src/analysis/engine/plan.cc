#include "analysis/engine/plan.h"

#include "analysis/engine/secrets.h"

#include <algorithm>
#include <utility>

namespace av::engine {
namespace {

bool contains(const Rules& rules, const knowledge::Rule* rule) {
  return std::ranges::find(rules, rule) != rules.end();
}

}  // namespace

Result<Plan> Plan::make(Settings settings, std::chrono::sys_days today) {
  Rules selected = AV_TRY(select_rules(settings.select, settings.ignore));
  Rules run;
  for (const knowledge::Rule& rule : knowledge::builtin_rules()) {
    if (contains(selected, &rule) || is_about_secrets(rule)) {
      run.push_back(&rule);
    }
  }
  return Plan(std::move(settings), today, std::move(selected), run);
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
  static_cast<void>(path);
  return {};
}

bool Plan::fails(knowledge::Severity severity, knowledge::Confidence confidence) const {
  const FailLevel level = settings_.fail_on.value_or(FailLevel());
  return severity >= level.severity && confidence >= level.confidence;
}

}  // namespace av::engine
