#pragma once
// operators.h — the nodes that CPython's tree has for operators and contexts.

#include "analysis/syntax/cpython/printer.h"

namespace av::syntax::cpython {

// operator_node is "Add()" and its kin.
const char* operator_node(Operator op);

// context_node is "Load()" and its kin.
const char* context_node(Context context);

// rank_of tells binary operators of different precedence apart.
int rank_of(Operator op);

}  // namespace av::syntax::cpython
