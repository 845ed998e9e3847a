#include "analysis/engine/selection.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::engine::find_rule_or_suggest;
using av::engine::rules_named;
using av::engine::select_rules;
using av::knowledge::builtin_rules;
using Words = std::vector<std::string>;

namespace {

const av::knowledge::Rule& first_rule() {
  return builtin_rules().front();
}

}  // namespace

TEST_CASE("a selector is an id, a name, a chapter or all") {
  const auto& rule = first_rule();
  for (const std::string_view selector : {rule.id, rule.name}) {
    const auto rules = rules_named(selector);
    REQUIRE(rules);
    REQUIRE(rules->size() == 1);
    CHECK(rules->front() == &rule);
  }
  const auto chapter = rules_named(rule.chapter);
  REQUIRE(chapter);
  CHECK_FALSE(chapter->empty());
  for (const auto* const one : *chapter) {
    CHECK(one->chapter == rule.chapter);
  }
  CHECK(rules_named("all")->size() == builtin_rules().size());
}

TEST_CASE("a misspelt selector is an error with a suggestion") {
  const auto rules = rules_named("shell-comand");
  REQUIRE_FALSE(rules);
  CHECK(rules.error().message == "there is no rule `shell-comand`");
  CHECK(rules.error().hint == "did you mean `shell-command`?");
  const auto hopeless = rules_named("xyzzy-plugh-42");
  REQUIRE_FALSE(hopeless);
  CHECK(hopeless.error().hint == "`antivenom rules list` lists the rules");
}

TEST_CASE("select chooses and ignore takes away") {
  CHECK(select_rules({}, {})->size() == builtin_rules().size());
  const Words one = {std::string(first_rule().name)};
  CHECK(select_rules(one, {})->size() == 1);
  CHECK(select_rules(one, one)->empty());
  CHECK(select_rules({}, one)->size() == builtin_rules().size() - 1);
  const Words everything = {"all"};
  CHECK(select_rules({}, everything)->empty());
  const Words wrong = {"nothing-such"};
  CHECK_FALSE(select_rules(wrong, {}));
  CHECK_FALSE(select_rules({}, wrong));
}

TEST_CASE("one rule is found by id or name, not by chapter") {
  CHECK(*find_rule_or_suggest("AV101") == *find_rule_or_suggest("shell-command"));
  CHECK_FALSE(find_rule_or_suggest(first_rule().chapter));
}
