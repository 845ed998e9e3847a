#pragma once
// print.h — the call graph as text, for people and for tests.

#include "analysis/calls/graph.h"
#include "analysis/names/project.h"

#include <string>

namespace av::calls {

// Guesses says whether to print edges that are guessed.
enum class Guesses : std::uint8_t { Left, Shown };

// PrintOptions says what is printed, and how functions are named.
struct PrintOptions {
  Guesses guesses = Guesses::Left;
  // Where there is one, functions are named by their files: "src/app.py:Runner.run".
  const names::Project* files = nullptr;
};

// print is JSON in the form of PyCG: {"module.function": ["callee", …]}, names ascending.  What is
// outside the project is a dotted path, builtins are `<builtin>.print`, methods of the built-in
// types `<**PyStr**>.join`.
std::string print(const Graph& graph, const PrintOptions& options);

}  // namespace av::calls
