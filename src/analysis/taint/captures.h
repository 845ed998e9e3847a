#pragma once
// captures.h — which variables of functions around them functions use.

#include "analysis/taint/program.h"

namespace av::taint {

// find_captures sets UnitFunction::captures of all functions of a unit.
void find_captures(Unit& unit);

}  // namespace av::taint
