// SSH to a host whose key nobody knows.  Page: catalog/rules/transport/unknown-host-key.md
#include "analysis/match/names_in.h"
#include "analysis/match/option_around.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

constexpr const char* kMend =
    "load known host keys (`client.load_system_host_keys()`) and refuse others "
    "(`paramiko.RejectPolicy`)";

constexpr auto kPolicies = path_table<std::string_view>({
    {"paramiko.AutoAddPolicy", "any host key is accepted and kept"},
    {"paramiko.WarningPolicy", "any host key is accepted with a warning"},
});

// Whoever switches the check off has been asked.
constexpr std::string_view kStrong[] = {"insecure", "accept", "auto", "trust", "ignore", "disable"};
constexpr std::string_view kWeak[] = {"verify", "strict", "check", "known", "host_key", "reject"};
constexpr OptionWords kOptionWords = {kStrong, kWeak};

void report(CheckContext& check, NodeId at, std::string message) {
  const bool is_chosen = is_under_option(check, at, kOptionWords);
  check.report({.at = at,
                .severity = is_chosen ? Severity::Low : Severity::Medium,
                .confidence = Confidence::High,
                .message = std::move(message),
                .mend = kMend});
}

void look_at_call(CheckContext& check, const Call& call) {
  if (call.method() == "set_missing_host_key_policy") {
    const Argument policy = call.argument({0, "policy"});
    for (const names::Meaning& meaning : policy.is_given() ? check.meanings(policy.node).all()
                                                           : std::span<const names::Meaning>()) {
      const std::string_view* what = kPolicies.find(meaning.path);
      if (what != nullptr) {
        return report(check, call.node(), std::string(*what));
      }
    }
  }
  if (call.is("asyncssh.connect") &&
      call.value({Parameter::kKeywordOnly, "known_hosts"}).is(ValueKind::None)) {
    report(check, call.node(), "`asyncssh.connect` accepts any host key: `known_hosts` is None");
  }
}

// options = pysftp.CnOpts(); options.hostkeys = None
void look_at_assign(CheckContext& check, NodeId statement) {
  const NodeId target = check.tree().child(statement, 0);
  const NodeId value = check.tree().children(statement).back();
  if (check.tree().is(target, NodeKind::Attribute) && target_name(check, target) == "hostkeys" &&
      check.value(value).is(ValueKind::None) && check.may_be(target, "pysftp.CnOpts.hostkeys")) {
    report(check, statement, check.quoted(target) + " is None: any host key is accepted");
  }
}

constexpr auto kCallees =
    std::to_array<std::string_view>({"set_missing_host_key_policy", "connect"});

}  // namespace

namespace rules {
extern constinit const RuleCode unknown_host_key = {
    "unknown-host-key", {on_call(look_at_call, kCallees), on(NodeKind::Assign, look_at_assign)}};
}  // namespace rules

}  // namespace av::match
