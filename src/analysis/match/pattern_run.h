#pragma once
// pattern_run.h — runs the patterns of a RuleSet over the nodes of one file.

#include "analysis/match/call.h"
#include "analysis/match/check_context.h"
#include "analysis/match/pattern_glance.h"
#include "analysis/match/pattern_index.h"
#include "analysis/match/pattern_matcher.h"
#include "analysis/match/versions.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace av::match {

// PatternRun is for one file; findings go to its CheckContext.
class PatternRun {
 public:
  PatternRun(CheckContext& check, const PatternIndex& index, const Versions& versions)
      : check_(check), index_(index), versions_(versions) {}

  // look_at tries what may begin at `node`, which is of a kind that the index wants.
  void look_at(syntax::NodeId node);
  // look_at_call is the same for a call.
  void look_at_call(const Call& call);
  void look_at_names(const Call& call);

 private:
  using Entries = PatternIndex::Entries;
  using Key = PatternIndex::Key;
  void look_at_name(std::string_view name, syntax::NodeId node);
  void look_at_import(syntax::NodeId alias);
  void look_at_assign(syntax::NodeId node);
  void look_at_value(syntax::NodeId value, syntax::NodeId assign);
  // CalleeKeys is what patterns of a callee stand under: its path, or the path around it.
  struct CalleeKeys {
    Key whole;
    Key below;
  };
  void try_callee(const names::Meanings& callee, CalleeKeys keys, syntax::NodeId node,
                  const Call* call);
  void try_all(const Entries* entries, syntax::NodeId node, const Call* call);
  void try_at_call(const Entries& entries, const Call& call);
  [[nodiscard]] bool may_match(const PatternIndex::Entry& entry, syntax::NodeId node) const;
  [[nodiscard]] bool may_have_around(const PatternGlance& glance, const knowledge::Pattern& pattern,
                                     syntax::NodeId node) const;
  void try_one(const PatternIndex::Entry& entry, syntax::NodeId node, const Call* call);
  [[nodiscard]] bool is_for_file(const knowledge::Pattern& pattern) const;
  [[nodiscard]] bool is_within(const knowledge::Pattern& pattern, syntax::NodeId node) const;
  bool has_around(const ReadyPattern& ready, PatternMatcher& matcher,
                  std::span<const std::uint16_t> roots, syntax::NodeId node);
  bool is_in_place(const ReadyPattern& ready, PatternMatcher& matcher, syntax::NodeId node);
  bool file_has(const ReadyPattern& ready, std::uint16_t root);
  bool search(const ReadyPattern& ready, std::uint16_t root);
  void report(const ReadyPattern& ready, const PatternMatcher& matcher, syntax::NodeId node);
  std::string filled(std::string_view sentence, const knowledge::Pattern& pattern,
                     const PatternMatcher& matcher, syntax::NodeId node);

  CheckContext& check_;
  const PatternIndex& index_;
  const Versions& versions_;
  std::map<std::pair<const knowledge::Pattern*, std::uint16_t>, bool> searched_;
};

// matches_glob: `*` is any text, `?` any character.  A glob without a slash is for the last part
// of a path, others for its end: "settings/*.py" is for "shop/settings/base.py".
bool matches_glob(std::string_view glob, std::string_view path);

}  // namespace av::match
