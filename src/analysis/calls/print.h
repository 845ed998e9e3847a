#pragma once
// print.h — the call graph as text, for people and for tests.

#include "analysis/calls/graph.h"

#include <string>

namespace av::calls {

// Guesses says whether to print edges that are guessed.
enum class Guesses : std::uint8_t { Left, Shown };

// print is JSON in the form of PyCG: {"module.function": ["callee", …]}, names ascending.  What is
// outside the project is a dotted path, builtins are `<builtin>.print`, methods of the built-in
// types `<**PyStr**>.join`.
std::string print(const Graph& graph, Guesses guesses);

}  // namespace av::calls
