#pragma once
// solve.h — from the facts of all files to the call graph.
//
// In: a project's index and the facts of those of its modules that are analysed.  Out: graph.h.
// Functions, classes, instances, containers and the like flow from where they are made along the
// rows until nothing new arrives (Andersen's analysis with difference propagation); what a call
// does depends on what arrives at its callee.  One instance stands for all of a class, one
// container for all that its expression makes.
// Then calls of methods of receivers that nothing is known of go to the few methods of that name.
// Limits are counts; what they cut is counted in Graph::limits.  The result depends on nothing but
// the modules' names and contents.

#include "analysis/calls/facts.h"
#include "analysis/calls/graph.h"

#include <span>

namespace av::calls {

// kMaxSet is how many objects one variable holds at most.
inline constexpr std::size_t kMaxSet = 128;
// kMaxKeys is how many constant keys of one container are told apart.
inline constexpr std::size_t kMaxKeys = 256;
// kMaxGuesses is how many methods of a name a call of an unknown receiver may go to.
inline constexpr std::size_t kMaxGuesses = 3;

// solve makes the graph.  A module's facts come at most once.
Graph solve(const names::Project& project, std::span<const FileFacts> files);

}  // namespace av::calls
