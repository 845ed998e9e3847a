#pragma once
// grade.h — how bad and how sure a finding is, by where the value comes from.

#include "analysis/knowledge/rule.h"
#include "analysis/match/origin.h"

namespace av::match {

// lowered is one severity less; a note stays one.
constexpr knowledge::Severity lowered(knowledge::Severity severity) {
  return severity == knowledge::Severity::Note
             ? severity
             : static_cast<knowledge::Severity>(static_cast<int>(severity) - 1);
}

// kByDefault is what a message adds where only a parameter's default does harm.
inline constexpr const char* kByDefault = ", unless its caller says otherwise";

// Grade is a severity and a confidence.
struct Grade {
  knowledge::Severity severity;
  knowledge::Confidence confidence;
};

// grade_of_input grades what does harm if an attacker chooses it: high from a request, medium from
// a service that the program asks itself, and from what is typed.  It is low from the command line,
// the environment and what is piped in, as whoever sets those could do the harm himself, and where
// only the shape speaks: a parameter may be the very purpose of a function, and a file may be the
// program's own.
constexpr Grade grade_of_input(const Provenance& from) {
  switch (from.origin) {
    case Origin::Remote:
      return {from.is_answer ? knowledge::Severity::Medium : knowledge::Severity::High,
              knowledge::Confidence::High};
    case Origin::Local:
      return {from.is_typed ? knowledge::Severity::Medium : knowledge::Severity::Low,
              knowledge::Confidence::High};
    default:
      return {knowledge::Severity::Low, knowledge::Confidence::Medium};
  }
}

// grade_of_flaw is the same for what is a mistake wherever the value comes from, because a safe way
// does as well: medium also where only the shape speaks.
constexpr Grade grade_of_flaw(const Provenance& from) {
  switch (from.origin) {
    case Origin::Unknown:
    case Origin::Parameter:
      return {knowledge::Severity::Medium, knowledge::Confidence::Medium};
    case Origin::Local:
      return {knowledge::Severity::Medium, knowledge::Confidence::High};
    default:
      return grade_of_input(from);
  }
}

}  // namespace av::match
