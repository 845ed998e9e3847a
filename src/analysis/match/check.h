#pragma once
// check.h — runs rules over one file.
//
// In: a parsed file, what its names mean, the rules that are on.  Out: findings in source order,
// those that a comment in the file silences kept apart, and how many foreign comments (# nosec,
// # noqa: S…) there are.
// Never fails.  Time linear in the file.  Threads: a RuleSet is shared, all else is the caller's.

#include "analysis/knowledge/rule.h"
#include "analysis/match/finding.h"
#include "analysis/match/flow_end.h"
#include "analysis/match/versions.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/source.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace av::match {

struct Dispatch;  // which code looks at which kind of node

// RuleSet is the rules that are on, arranged by what they look at.  Made once per scan (or per set
// of path-dependent settings); then read-only and safe for any number of threads.
class RuleSet {
 public:
  explicit RuleSet(std::span<const knowledge::Rule* const> rules);
  // all is every rule of the catalog.
  static RuleSet all();
  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  ~RuleSet();

  [[nodiscard]] bool has(const knowledge::Rule& rule) const;
  // wants_flows says whether any of the rules has something to say of flows; wants_flow, of those
  // from one kind of source to one kind of sink.
  [[nodiscard]] bool wants_flows() const;
  [[nodiscard]] bool wants_flow(knowledge::SinkKind sink, knowledge::SourceKind source) const;
  [[nodiscard]] const Dispatch& dispatch() const { return *dispatch_; }

 private:
  std::unique_ptr<const Dispatch> dispatch_;
};

// ForeignComments says what other scanners' comments (# nosec, # noqa: S…) do here.
enum class ForeignComments : std::uint8_t { Count, Honor };

// CheckInput is one file and how to look at it.  Borrowed for the call.
struct CheckInput {
  const text::Source& source;
  const syntax::Tree& tree;
  names::FileNames& names;
  const RuleSet& rules;
  std::chrono::sys_days today;  // `until=` in a comment compares with it
  ForeignComments foreign = ForeignComments::Count;
  const Versions* versions = nullptr;  // of the project; nullptr: nothing is known
  std::span<const FlowEnd> flows = {};
  std::span<const ClearedEnd> cleared = {};  // where there is no flow
};

// SilencedFinding is a finding that a comment in the file silences.
struct SilencedFinding {
  Finding finding;
  std::string reason;    // what the comment says
  text::Span comment;    // where
  bool foreign = false;  // by a comment of another scanner
};

// CheckResult is what the rules say of one file.
struct CheckResult {
  std::vector<Finding> findings;          // ascending by place, then rule id
  std::vector<SilencedFinding> silenced;  // the same order
  std::uint32_t foreign_comments = 0;     // # nosec and # noqa: S… in the file
};

// check_file runs the rules.  Files that are tests by their path (text/test_path.h) get every
// severity one step lower.
CheckResult check_file(const CheckInput& input);

}  // namespace av::match
