#include "analysis/match/dispatch.h"

#include "analysis/knowledge/rule_book.h"
#include "analysis/match/callees.h"
#include "analysis/match/check.h"
#include "base/assert.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace av::match {
namespace {

const RuleCode* find_code(std::string_view name) {
  const auto codes = rule_codes();
  const auto found = std::find_if(codes.begin(), codes.end(),
                                  [name](const RuleCode* code) { return code->name == name; });
  return found == codes.end() ? nullptr : *found;
}

}  // namespace

Dispatch::Dispatch(std::span<const knowledge::Rule* const> enabled)
    : rules(enabled.begin(), enabled.end()) {
  std::sort(rules.begin(), rules.end(), std::less<>());
  for (const knowledge::Rule* rule : enabled) {
    const RuleCode* code = find_code(rule->name);
    if (rule->name == kIgnoreRule) {
      ignore_rule = rule;
    }
    patterns.add(*rule);
    for (const knowledge::FlowRule& flow : rule->flows) {
      flows.push_back({rule, &flow});
    }
    if (code == nullptr) {
      continue;
    }
    for (const Subscription& subscription : code->subscriptions) {
      if (subscription.on_node != nullptr || subscription.on_call != nullptr) {
        add(*rule, subscription);
      }
    }
  }
}

void Dispatch::add(const knowledge::Rule& rule, const Subscription& subscription) {
  std::vector<Entry>& entries = by_kind[static_cast<std::size_t>(subscription.kind)];
  if (subscription.on_call != nullptr) {
    AV_ASSERT(entries.size() < std::numeric_limits<CallEntries>::digits);
    add_names(subscription, CallEntries{1} << entries.size());
  }
  entries.push_back({&rule, subscription});
}

void Dispatch::add_names(const Subscription& subscription, CallEntries entry) {
  for (const Subscription::Names names : subscription.names) {
    for (const std::string_view name : names) {
      callees_[name] |= entry;
    }
  }
  of_named_arguments_ |= subscription.wants_named_arguments ? entry : 0;
}

Dispatch::CallEntries Dispatch::of_call(const Call& call) const {
  const auto under = [this](std::string_view name) {
    const CallEntries* found = callees_.find(name);
    return found == nullptr ? 0 : *found;
  };
  CallEntries found = under(call.method());
  for (const names::Meaning& meaning : call.meanings().all()) {
    found |= under(last_name(meaning.path));
  }
  return call.may_have_named() ? found | of_named_arguments_ : found;
}

RuleSet::RuleSet(std::span<const knowledge::Rule* const> rules)
    : dispatch_(std::make_unique<const Dispatch>(rules)) {}

RuleSet RuleSet::all() {
  return RuleSet(knowledge::all_rules());
}

RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

bool RuleSet::has(const knowledge::Rule& rule) const {
  return std::binary_search(dispatch_->rules.begin(), dispatch_->rules.end(), &rule, std::less<>());
}

bool RuleSet::wants_flows() const {
  return !dispatch_->flows.empty();
}

bool RuleSet::wants_flow(knowledge::SinkKind sink, knowledge::SourceKind source) const {
  return std::ranges::any_of(
      dispatch_->flows, [&](const Dispatch::Flow& flow) { return flow.what->tells(sink, source); });
}

}  // namespace av::match
