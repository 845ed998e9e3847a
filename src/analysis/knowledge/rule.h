#pragma once
// rule.h — what is known of a rule, in the form the rest of antivenom reads.
//
// Made from catalog/rules/<chapter>/<name>.md: ours at build time into a frozen table, so that
// start-up parses nothing.

#include "analysis/knowledge/pattern.h"
#include "analysis/knowledge/taint_model.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace av::knowledge {

// Severity is how bad it is if the finding is true.
enum class Severity : std::uint8_t { Note, Low, Medium, High };

// Confidence is how sure the rule is that the finding is true.
enum class Confidence : std::uint8_t { Low, Medium, High };

// Status is how settled a rule is: a preview may still change what it reports.
enum class Status : std::uint8_t { Stable, Preview };

// Example is one fenced block of a rule page, and whether the rule must find it.
struct Example {
  std::string_view code;
  std::uint32_t page_line = 0;  // line of its first line in the page
  bool vulnerable = false;
};

// FlowGrade is how bad it is that values from under one threat arrive, if it is reported at all.
struct FlowGrade {
  bool is_reported = false;
  Severity severity = Severity::Medium;
};

// FlowRule is one [[flow]] of a page: what some sources bring must not get to some sinks.
struct FlowRule {
  SinkSet sinks = 0;
  SourceSet sources = kAllSources;
  std::array<FlowGrade, kThreats> grades;    // by Threat
  Confidence confidence = Confidence::High;  // at most
  std::string_view message, mend;            // $SINK, $SOURCE: what is called, where it comes from
  // Paths of what may, or may not, be called there, as models write them; "yaml.*": anything below.
  std::span<const std::string_view> calls = {}, other_calls = {};

  [[nodiscard]] const FlowGrade& grade(SourceKind source) const {
    return grades[static_cast<std::size_t>(threat_of(source))];
  }
  // is_at says whether it is about a call of `path`.
  [[nodiscard]] bool is_at(std::string_view path) const;
  // tells says whether what comes from `source` must not get to `sink`.
  [[nodiscard]] bool tells(SinkKind sink, SourceKind source) const {
    return (sinks & set_of(sink)) != 0 && (sources & set_of(source)) != 0 &&
           grade(source).is_reported;
  }
};

// Rule is one page.  All text lives as long as the table that holds the rule.
struct Rule {
  std::string_view id;       // "AV101"
  std::string_view name;     // "shell-from-input": reads after "allow"
  std::string_view chapter;  // folder: "injection"
  std::string_view title;
  std::span<const std::uint16_t> cwes;
  Severity severity = Severity::Medium;
  Confidence confidence = Confidence::Medium;
  std::string_view guide_section;  // "1.1", or empty
  std::string_view since;          // version of antivenom
  Status status = Status::Stable;
  bool is_spelling = false;  // it judges how names are written, not what they mean
  std::string_view what, why, misses, mend, references;  // Markdown of each heading
  std::span<const Example> examples;
  std::span<const Pattern> patterns;
  std::span<const FlowRule> flows;
  std::string_view page;  // the whole page, for `explain`
};

// builtin_rules is the frozen table of our own rules, ascending by id.
std::span<const Rule> builtin_rules();

// find_rule looks a rule up, ours or an installed one (rule_book.h), by id or name; nullptr when
// there is none.
const Rule* find_rule(std::string_view id_or_name);

// name_of is the word users read and write: "note", "low", "medium", "high".
std::string_view name_of(Severity severity);
std::string_view name_of(Confidence confidence);
std::string_view name_of(Status status);  // "stable", "preview"

// parse_severity and parse_confidence read those words; nullopt for any other.
std::optional<Severity> parse_severity(std::string_view word);
std::optional<Confidence> parse_confidence(std::string_view word);

}  // namespace av::knowledge
