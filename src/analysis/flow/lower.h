#pragma once
// lower.h — from a file's tree to blocks of instructions.
//
// In: tree, scopes and bindings.  Out: ir.h's File.  Never fails: text that is no Python becomes
// Opaque.  Linear in the tree; recursion is bounded by the parser's limit on nesting, and chains
// (a.b().c, a + b + c, elif) are followed in loops.
//
// How Python is rendered:
// - short circuits and conditional expressions: branches that store into a temporary;
// - `with`: Enter and Exit, the latter also on the way of an exception, which may end there;
// - `try`: every block within has a handler; `finally` is lowered once and ends in a Dispatch to
//   wherever its ways in were going;
// - comprehensions and generator expressions: loops in place that Collect into a container;
// - decorators: calls; `match`: tests and parts; augmented assignment: load, InPlace, store;
// - a condition that is a literal has only the edge it takes.

#include "analysis/flow/ir.h"
#include "analysis/names/bindings.h"

namespace av::flow {

// lower makes the instructions of a whole file.  The result keeps ids of `bindings`' tree.
File lower(const names::Bindings& bindings);

}  // namespace av::flow
