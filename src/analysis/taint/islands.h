#pragma once
// islands.h — which files of a program may hand each other values at all.
//
// Files lie on one island when one names something of the other, however many files apart, or when
// they lie in one folder of scripts or below it: a program may call what it finds there by names
// that it makes up.  Packages beside each other that know nothing of each other lie apart: what is
// found in one is the same whatever else is looked at.

#include "analysis/taint/number_map.h"
#include "analysis/taint/program.h"

#include <cstdint>
#include <span>
#include <vector>

namespace av::taint {

// Islands is the islands of units.
struct Islands {
  std::vector<std::uint32_t> of_unit;
  std::uint32_t count = 0;
};

// islands_of numbers them in the order of their first units.  `unit_of_module`: units by modules.
Islands islands_of(std::span<const Unit> units, const NumberMap& unit_of_module);

}  // namespace av::taint
