#pragma once
// plan.h — settings made ready for the files of a scan: rules looked up, patterns compiled.
//
// Made once; then read-only and safe for any number of threads.

#include "analysis/engine/selection.h"
#include "analysis/engine/settings.h"
#include "analysis/match/check.h"
#include "analysis/match/finding.h"
#include "analysis/text/gitignore.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace av::engine {

// Wanted is what a scan works out beyond findings, because somebody will read it.
struct Wanted {
  bool fingerprints = false;
  bool line_hashes = false;  // in the fingerprints
  bool digests = false;      // of the files of which there is something to say
};

// Plan answers, for every file and finding, what the settings say.
class Plan {
 public:
  // make fails on a selector or a pattern that means nothing.  `today` is what `until=` in a
  // comment is compared with.
  static Result<Plan> make(Settings settings, std::chrono::sys_days today, Wanted wanted = {});

  // of_rules is a plan of nothing but these rules.
  static Plan of_rules(Rules rules);

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] std::chrono::sys_days today() const { return today_; }
  [[nodiscard]] const Wanted& wanted() const { return wanted_; }
  // rules are those to run: the selected ones, and those about secrets, which masking needs.
  [[nodiscard]] const match::RuleSet& rules() const { return rules_; }

  // Verdict is what becomes of a finding.
  enum class Verdict : unsigned char {
    Reported,
    Hidden,   // below the least severity or confidence
    Dropped,  // of a rule that is off, here or everywhere
  };
  // judge sets a finding's severity where the settings override it, and decides.  `off` are the
  // rules off for its file.
  [[nodiscard]] Verdict judge(match::Finding& finding, const Rules& off) const;
  // rules_off are the rules that the settings turn off for the file at `path`.
  [[nodiscard]] Rules rules_off(std::string_view path) const;
  // fails says whether a reported finding makes the exit code 1.
  [[nodiscard]] bool fails(knowledge::Severity severity, knowledge::Confidence confidence) const;

 private:
  // PathRules is rules that are off for the files that a pattern matches.
  struct PathRules {
    text::IgnoreRules pattern;
    Rules off;
  };

  Plan(Settings settings, std::chrono::sys_days today, Rules selected, const Rules& run);

  Settings settings_;
  std::chrono::sys_days today_;
  Wanted wanted_;
  Rules selected_;
  std::vector<PathRules> path_rules_;
  match::RuleSet rules_;
};

}  // namespace av::engine
