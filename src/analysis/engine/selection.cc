#include "analysis/engine/selection.h"

#include "analysis/knowledge/rule_book.h"
#include "base/suggest.h"

#include <algorithm>

namespace av::engine {
namespace {

using knowledge::Rule;

std::vector<std::string_view> names_of_rules() {
  std::vector<std::string_view> names;
  for (const Rule* rule : knowledge::all_rules()) {
    names.push_back(rule->name);
    names.push_back(rule->id);
  }
  return names;
}

tl::unexpected<Error> no_such_rule(std::string_view wanted,
                                   std::span<const std::string_view> names) {
  const std::string_view meant = base::suggest(wanted, names);
  return fail(ErrorCode::InvalidArgument, "there is no rule `" + std::string(wanted) + "`",
              meant.empty() ? "`antivenom rules list` lists the rules"
                            : "did you mean `" + std::string(meant) + "`?");
}

}  // namespace

bool contains(const Rules& rules, const Rule* rule) {
  return std::ranges::find(rules, rule) != rules.end();
}

Result<Rules> rules_named(std::string_view selector) {
  Rules rules;
  for (const Rule* rule : knowledge::all_rules()) {
    if (selector == "all" || selector == rule->id || selector == rule->name ||
        selector == rule->chapter) {
      rules.push_back(rule);
    }
  }
  if (!rules.empty()) {
    return rules;
  }
  std::vector<std::string_view> names = names_of_rules();
  for (const Rule* rule : knowledge::all_rules()) {
    names.push_back(rule->chapter);
  }
  return no_such_rule(selector, names);
}

Result<Rules> all_named(std::span<const std::string> selectors) {
  Rules rules;
  for (const std::string& selector : selectors) {
    const Rules named = AV_TRY(rules_named(selector));
    rules.insert(rules.end(), named.begin(), named.end());
  }
  return rules;
}

Result<const Rule*> find_rule_or_suggest(std::string_view id_or_name) {
  const Rule* const rule = knowledge::find_rule(id_or_name);
  if (rule == nullptr) {
    return no_such_rule(id_or_name, names_of_rules());
  }
  return rule;
}

Result<Rules> select_rules(std::span<const std::string> select,
                           std::span<const std::string> ignore) {
  const std::string everything[] = {"all"};
  const Rules on = AV_TRY(all_named(select.empty() ? std::span(everything) : select));
  const Rules off = AV_TRY(all_named(ignore));
  Rules chosen;
  for (const Rule* rule : knowledge::all_rules()) {
    if (contains(on, rule) && !contains(off, rule)) {
      chosen.push_back(rule);
    }
  }
  return chosen;
}

}  // namespace av::engine
