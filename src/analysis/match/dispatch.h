#pragma once
// dispatch.h — which code looks at which kind of node: a RuleSet's inside.

#include "analysis/knowledge/rule.h"
#include "analysis/match/call.h"
#include "analysis/match/name_table.h"
#include "analysis/match/pattern_index.h"
#include "analysis/match/rule_code.h"
#include "analysis/syntax/tree.h"

#include <array>
#include <cstddef>
#include <cstdint>
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
  struct Flow {
    const knowledge::Rule* rule;
    const knowledge::FlowRule* what;
  };
  explicit Dispatch(std::span<const knowledge::Rule* const> enabled);

  [[nodiscard]] std::span<const Entry> at(syntax::NodeKind kind) const {
    return by_kind[static_cast<std::size_t>(kind)];
  }
  // wants says whether anybody looks at nodes of this kind.
  [[nodiscard]] bool wants(syntax::NodeKind kind) const {
    return !at(kind).empty() || patterns.wants(kind);
  }
  // CallEntries is a set of at(NodeKind::Call), a bit each from the lowest on.
  using CallEntries = std::uint64_t;
  // of_call is those that look at a call.
  [[nodiscard]] CallEntries of_call(const Call& call) const;

  std::vector<const knowledge::Rule*> rules;  // ascending by address
  const knowledge::Rule* ignore_rule = nullptr;
  std::array<std::vector<Entry>, kNodeKinds> by_kind;
  PatternIndex patterns;
  std::vector<Flow> flows;

 private:
  void add(const knowledge::Rule& rule, const Subscription& subscription);
  void add_names(const Subscription& subscription, CallEntries entry);

  NameTable<CallEntries> callees_;      // by name of what is called
  CallEntries of_named_arguments_ = 0;  // of calls that give arguments by name
};

}  // namespace av::match
