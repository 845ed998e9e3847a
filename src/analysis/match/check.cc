#include "analysis/match/check.h"

#include "analysis/match/check_context.h"
#include "analysis/match/dispatch.h"
#include "analysis/match/flow_run.h"
#include "analysis/match/grade.h"
#include "analysis/match/ignores.h"
#include "analysis/match/pattern_run.h"
#include "analysis/text/test_path.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <optional>
#include <tuple>

namespace av::match {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Looker shows the nodes of one file to code and patterns.
class Looker {
 public:
  Looker(CheckContext& context, const Dispatch& dispatch, const Versions& versions)
      : context_(context), dispatch_(dispatch), run_(context, dispatch.patterns, versions) {}

  // look_at is for nodes of a kind that is wanted.
  void look_at(NodeId id) {
    const NodeKind kind = context_.tree().kind(id);
    if (kind == NodeKind::Call) {
      return look_at_call(id);
    }
    for (const Dispatch::Entry& entry : dispatch_.at(kind)) {
      context_.set_rule(*entry.rule);
      entry.subscription.on_node(context_, id);
    }
    if (dispatch_.patterns.wants(kind)) {
      run_.look_at(id);
    }
  }

 private:
  // Calls are looked at by many rules: the view is made once for all.
  void look_at_call(NodeId id) {
    const Call call(context_.names(), id);
    const auto entries = dispatch_.at(NodeKind::Call);
    for (auto left = dispatch_.of_call(call); left != 0; left &= left - 1) {
      const Dispatch::Entry& entry = entries[static_cast<std::size_t>(std::countr_zero(left))];
      context_.set_rule(*entry.rule);
      entry.subscription.on_call(context_, call);
    }
    if (dispatch_.patterns.wants(NodeKind::Call)) {
      run_.look_at_call(call);
    }
  }

  CheckContext& context_;
  const Dispatch& dispatch_;
  PatternRun run_;
};

std::vector<Finding> run_rules(const CheckInput& input) {
  const Versions any;
  CheckContext context(input.source.path, input.names, input.versions);
  const Dispatch& dispatch = input.rules.dispatch();
  Looker looker(context, dispatch, input.versions == nullptr ? any : *input.versions);
  std::array<bool, kNodeKinds> is_wanted = {};
  for (std::size_t kind = 0; kind < kNodeKinds; ++kind) {
    is_wanted[kind] = dispatch.wants(static_cast<NodeKind>(kind));
  }
  const auto nodes = input.tree.nodes();
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (is_wanted[static_cast<std::size_t>(nodes[i].kind)]) {
      looker.look_at(NodeId(i));
    }
  }
  std::vector<Finding> findings = context.take_findings();
  FlowRun flows(context, input.rules.dispatch());
  flows.run(input.flows, findings);
  flows.heed(input.cleared, findings);
  return findings;
}

void sort_findings(std::vector<Finding>& findings) {
  const auto key = [](const Finding& finding) {
    return std::tuple(finding.span.start, finding.rule->id, finding.span.end);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [key](const Finding& a, const Finding& b) { return key(a) < key(b); });
  const auto same = [key](const Finding& a, const Finding& b) { return key(a) == key(b); };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

// A key or password in a test or an example is nearly always made up for it.
bool is_of_credentials(const knowledge::Rule& rule) {
  constexpr std::uint16_t kHardCodedKey = 321;
  constexpr std::uint16_t kHardCodedCredentials = 798;
  return std::ranges::any_of(rule.cwes, [](std::uint16_t cwe) {
    return cwe == kHardCodedKey || cwe == kHardCodedCredentials;
  });
}

// Whose certificate a test does not check is a server that the test has set up itself.
bool is_of_certificates(const knowledge::Rule& rule) {
  constexpr std::uint16_t kCertificateNotChecked = 295;
  return std::ranges::find(rule.cwes, kCertificateNotChecked) != rule.cwes.end();
}

void lower(std::string_view path, std::vector<Finding>& findings) {
  const bool is_test = text::is_test_path(path);
  const bool is_shown = is_test || text::is_example_path(path);
  for (Finding& finding : findings) {
    finding.severity = is_test ? lowered(finding.severity) : finding.severity;
    if ((is_shown && is_of_credentials(*finding.rule)) ||
        (is_test && is_of_certificates(*finding.rule))) {
      finding.severity = std::min(finding.severity, knowledge::Severity::Low);
    }
  }
}

}  // namespace

CheckResult check_file(const CheckInput& input) {
  CheckResult result;
  result.findings = run_rules(input);
  sort_findings(result.findings);
  lower(input.source.path, result.findings);
  Ignores ignores(input);
  ignores.apply(result);
  const knowledge::Rule* rule = input.rules.dispatch().ignore_rule;
  if (rule != nullptr) {
    ignores.add_faults(*rule, result.findings);
    sort_findings(result.findings);
  }
  return result;
}

}  // namespace av::match
