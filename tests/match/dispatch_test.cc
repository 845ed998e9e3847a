#include "analysis/match/dispatch.h"

#include "analysis/names/file_names.h"
#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using av::match::Dispatch;
using av::syntax::NodeKind;

TEST_CASE("rules are called for what they subscribe to") {
  const av::knowledge::Rule* const rules[] = {av::knowledge::find_rule("dynamic-code")};
  const Dispatch dispatch(rules);
  CHECK(dispatch.at(NodeKind::Call).size() == 1);
  CHECK(dispatch.at(NodeKind::Exec).size() == 1);
  CHECK(dispatch.at(NodeKind::Assign).empty());
  CHECK(dispatch.ignore_rule == nullptr);
}

// shown says of each call of `code`, in order, whether a rule is asked about it.
std::vector<bool> shown(std::string_view code, std::string_view rule) {
  const av::knowledge::Rule* const rules[] = {av::knowledge::find_rule(rule)};
  const Dispatch dispatch(rules);
  const av::base::PaddedText text(code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(text.view(), {}, arena);
  av::names::FileNames names(tree);
  std::vector<bool> out;
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    const av::syntax::NodeId node(i);
    if (tree.is(node, NodeKind::Call)) {
      out.push_back(dispatch.of_call(av::match::Call(names, node)) != 0);
    }
  }
  return out;
}

TEST_CASE("a rule is asked about calls of what it names, whatever they are called") {
  CHECK(shown("import os as o\nfrom os import system as s\ngo = o.system\n"
              "o.system(x)\ns(x)\ngo(x)\nany.system(x)\no.getcwd()\nf(x)\n",
              "shell-command") == std::vector<bool>{true, true, true, true, false, false});
}

TEST_CASE("a rule about arguments is asked about calls that may have them") {
  CHECK(shown("f(verify=False)\nf(**more)\nf(x)\nf(*x)\n", "unverified-certificate") ==
        std::vector<bool>{true, true, false, false});
  CHECK(shown("import functools\ng = functools.partial(f, verify=False)\ng(x)\n",
              "unverified-certificate") == std::vector<bool>{true, true});
}

TEST_CASE("the rule about comments is kept aside") {
  const av::knowledge::Rule* const rules[] = {av::knowledge::find_rule("faulty-ignore")};
  const Dispatch dispatch(rules);
  CHECK(dispatch.ignore_rule == rules[0]);
  CHECK(dispatch.at(NodeKind::Call).empty());
}

TEST_CASE("a rule's file is called as the rule") {
  std::vector<std::string> names;
  for (const av::match::RuleCode* code : av::match::rule_codes()) {
    names.emplace_back(code->name);
    std::replace(names.back().begin(), names.back().end(), '-', '_');
  }
  CHECK_FALSE(names.empty());
  CHECK(std::is_sorted(names.begin(), names.end()));
}

}  // namespace
