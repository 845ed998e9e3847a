#pragma once
// selection.h — which rules the words of a user mean.
//
// A selector is a rule's id ("AV101"), its name ("shell-command"), a chapter ("injection") or
// "all".
// Failure: Error with a suggestion when a selector means nothing.

#include "analysis/knowledge/rule.h"
#include <antivenom/result.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::engine {

using Rules = std::vector<const knowledge::Rule*>;

bool contains(const Rules& rules, const knowledge::Rule* rule);

// rules_named are the rules that one selector means, ascending by id.
Result<Rules> rules_named(std::string_view selector);

// all_named are the rules of several selectors; one may be there more than once.
Result<Rules> all_named(std::span<const std::string> selectors);

// find_rule_or_suggest is the one rule with that id or name.
Result<const knowledge::Rule*> find_rule_or_suggest(std::string_view id_or_name);

// select_rules are those that `select` means (all, when it is empty) without those that `ignore`
// means, ascending by id.
Result<Rules> select_rules(std::span<const std::string> select,
                           std::span<const std::string> ignore);

}  // namespace av::engine
