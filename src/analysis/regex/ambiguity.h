#pragma once
// ambiguity.h — where an automaton can read the same text in many ways.
//
// Exponential: a state that returns to itself by two paths on one word; each repetition of the
// word doubles the ways.  Polynomial: a loop, a later loop, and one word that both read and that
// leads from the one to the other; n repetitions can be split in n ways.
// Source: Weber and Seidl, "On the degree of ambiguity of finite automata" (1991): criteria EDA
// and IDA.

#include "analysis/regex/automaton.h"

#include <cstdint>
#include <string>
#include <vector>

namespace av::regex {

using Word = std::vector<std::uint32_t>;

// Candidate is an ambiguity: after `prefix`, each repetition of `pump` multiplies or adds ways.
struct Candidate {
  bool is_exponential = false;
  Word prefix;
  Word pump;
};

// Scope is which kinds are wanted.  Exponential ones are far cheaper to look for, and so are
// patterns that may be steep: those where one letter can stay in three loops, one behind the other.
enum class Scope : std::uint8_t { ExponentialOnly, SteepOnly, All };

// Search is what find_ambiguities found, and whether it looked everywhere.
struct Search {
  std::vector<Candidate> candidates;  // exponential ones first
  bool is_complete = true;            // false: the work limit was reached
};

// find_ambiguities looks with a fixed limit on work.
Search find_ambiguities(const Automaton& automaton, Scope scope = Scope::All);

}  // namespace av::regex
