#pragma once
// sarif_rules.h — the rules of a SARIF log, and the taxonomy of weaknesses that they refer to.

#include "analysis/engine/scan_result.h"
#include "analysis/report/json_text.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace av::report {

// sarif_text is a text as SARIF's messages have it: in an object of its own.
Json sarif_text(std::string text);

// sarif_level is SARIF's word for a severity: note, note, warning, error.
std::string_view sarif_level(knowledge::Severity severity);

// security_severity is what GitHub sorts by: from 0.1 to 10.0, as text.
std::string_view security_severity(knowledge::Severity severity);

// SarifRules is the rules that a result has findings of, by id, and their CWEs, ascending.
class SarifRules {
 public:
  explicit SarifRules(const engine::ScanResult& result);

  // index_of is a rule's place in rules().
  [[nodiscard]] std::size_t index_of(const knowledge::Rule& rule) const;
  [[nodiscard]] Json rules() const;
  [[nodiscard]] Json taxonomies() const;

 private:
  [[nodiscard]] Json described(const knowledge::Rule& rule) const;

  std::map<std::string_view, const knowledge::Rule*> rules_;
  std::map<std::uint16_t, std::size_t> cwes_;  // number, and place in the taxonomy
};

}  // namespace av::report
