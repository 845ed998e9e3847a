#include "analysis/match/dispatch.h"

#include "analysis/knowledge/rule_book.h"
#include "analysis/match/check.h"

#include <algorithm>
#include <functional>

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
    if (code == nullptr) {
      continue;
    }
    for (const Subscription& subscription : code->subscriptions) {
      if (subscription.on_node != nullptr || subscription.on_call != nullptr) {
        by_kind[static_cast<std::size_t>(subscription.kind)].push_back({rule, subscription});
      }
    }
  }
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

}  // namespace av::match
