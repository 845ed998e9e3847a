#pragma once
// finding.h — one result of a rule: what, where, how bad, how sure, and how to mend it.

#include "analysis/knowledge/rule.h"
#include "analysis/text/span.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace av::match {

// RelatedPlace is another place that explains a finding, in the same file: where a constant was
// bound, where a parser was made.
struct RelatedPlace {
  text::Span span;
  std::string message;
};

// FoundWay is how a value from outside got there.
struct FoundWay {
  std::uint32_t number = 0;  // of the way in the whole scan
  std::uint32_t others = 0;  // sources that get there too
};

// Finding is one result in one file.  Ordered by place, then rule, so that output does not depend
// on threads.
struct Finding {
  const knowledge::Rule* rule = nullptr;  // in the frozen rule table, which outlives all findings
  knowledge::Severity severity = knowledge::Severity::Medium;
  knowledge::Confidence confidence = knowledge::Confidence::Medium;
  text::Span span;      // the text to mark
  std::string message;  // what is wrong here, one sentence, with the names in it
  std::string mend;     // how to mend it here, one sentence
  std::vector<RelatedPlace> related;
  std::optional<FoundWay> way;
  std::vector<text::Span> secrets;  // what no format may show, wherever it lies in the file
};

}  // namespace av::match
