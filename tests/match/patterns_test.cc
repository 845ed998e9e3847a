// Holds the patterns of our own pages to what only `names` can tell.
#include "analysis/knowledge/rule.h"
#include "analysis/names/library.h"
#include "analysis/names/path_pool.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using av::knowledge::Pattern;
using av::knowledge::PatternNode;
using av::knowledge::PatternOp;
using av::knowledge::Rule;

template <class Look>
void for_each_pattern(Look look) {
  for (const Rule& rule : av::knowledge::builtin_rules()) {
    for (const Pattern& pattern : rule.patterns) {
      look(rule, pattern);
    }
  }
}

TEST_CASE("patterns use the names by which things are known") {
  av::names::PathPool paths;
  for_each_pattern([&](const Rule& rule, const Pattern& pattern) {
    for (const PatternNode& node : pattern.nodes) {
      if (node.op == PatternOp::Path) {
        CHECK_MESSAGE(paths.canonical(node.text) == node.text,
                      rule.name << ": write " << paths.canonical(node.text));
      }
    }
    for (const av::knowledge::Constraint& constraint : pattern.constraints) {
      for (const std::string_view name : constraint.names) {
        CHECK_MESSAGE(paths.canonical(name) == name,
                      rule.name << ": write " << paths.canonical(name));
      }
    }
  });
}

TEST_CASE("a bare name in a pattern is a builtin") {
  constexpr std::string_view kBuiltins = "builtins.";
  for_each_pattern([&](const Rule& rule, const Pattern& pattern) {
    for (const PatternNode& node : pattern.nodes) {
      if (node.op == PatternOp::Path && node.text.starts_with(kBuiltins)) {
        std::string_view name = node.text.substr(kBuiltins.size());
        name = name.substr(0, name.find('.'));
        CHECK_MESSAGE(av::names::is_builtin(name), rule.name << ": " << name);
      }
    }
  });
}

TEST_CASE("an import alone is never above a note") {
  for_each_pattern([](const Rule& rule, const Pattern& pattern) {
    for (const std::uint16_t root : pattern.find) {
      const PatternOp op = pattern.nodes[root].op;
      if (op == PatternOp::Import || op == PatternOp::ImportOf) {
        CHECK_MESSAGE(pattern.severity == av::knowledge::Severity::Note, rule.name);
      }
    }
  });
}

}  // namespace
