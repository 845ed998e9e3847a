#pragma once
// dispatch.h — which code looks at which kind of node: a RuleSet's inside.

#include "analysis/knowledge/rule.h"
#include "analysis/match/pattern_index.h"
#include "analysis/match/rule_code.h"
#include "analysis/syntax/tree.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace av::match {

// kIgnoreRule is the rule about comments that ignore rules; its code is in ignores.cc.
inline constexpr std::string_view kIgnoreRule = "faulty-ignore";

// Dispatch is made once and only read.
struct Dispatch {
  struct Entry {
    const knowledge::Rule* rule;
    Subscription subscription;
  };
  explicit Dispatch(std::span<const knowledge::Rule* const> enabled);

  [[nodiscard]] std::span<const Entry> at(syntax::NodeKind kind) const {
    return by_kind[static_cast<std::size_t>(kind)];
  }

  std::vector<const knowledge::Rule*> rules;  // ascending by address
  const knowledge::Rule* ignore_rule = nullptr;
  std::array<std::vector<Entry>, kNodeKinds> by_kind;
  PatternIndex patterns;
};

}  // namespace av::match
