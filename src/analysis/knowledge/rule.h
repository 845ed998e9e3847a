#pragma once
// rule.h — what is known of a rule, in the form the rest of antivenom reads.
//
// Made from catalog/rules/<chapter>/<name>.md: ours at build time into a frozen table, so that
// start-up parses nothing.

#include "analysis/knowledge/pattern.h"

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
