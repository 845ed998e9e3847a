#pragma once
// automaton.h — a pattern as an automaton whose states are the characters of the pattern.
//
// Each Set of the pattern is a state (Glushkov's construction).  An edge counts in how many ways
// one state can follow the other without reading anything between: two ways are ambiguity by
// themselves, as in (a*)*.
// Approximations, which the matcher sorts out later: a lookaround is a side branch that leads
// nowhere, anchors and back references are empty, an atomic group is an ordinary one.

#include "analysis/regex/expression.h"

#include <cstdint>
#include <vector>

namespace av::regex {

// States beyond this, counted repeats written out, are too many to judge.
inline constexpr std::size_t kMaxStates = 600;
// Counted repeats are written out up to this often; more repetitions behave like any number.
inline constexpr std::uint32_t kMaxCopies = 12;

struct Edge {
  std::uint32_t to;
  bool is_ambiguous;  // there is more than one way
};

// Automaton reads a pattern's language.  State 0 is the start, before any character.
struct Automaton {
  std::vector<CharSet> sets;             // by state; of state 0 empty
  std::vector<std::vector<Edge>> edges;  // by state
  std::vector<bool> accepting;           // by state: the pattern may end behind it
};

// make_automaton fails with LimitExceeded when there are too many states.
Result<Automaton> make_automaton(const Expression& expression);

}  // namespace av::regex
