#pragma once
// signature.h — by which name and at which position a library's function takes an argument.

#include "analysis/match/call.h"

#include <cstddef>
#include <string_view>

namespace av::match {

// parameter_at is the parameter at `position` of what is called; without a name when that is not
// known.
Parameter parameter_at(const Call& call, std::size_t position);

// parameter_named is the parameter `name` of what is called; by keyword only when its position is
// not known.
Parameter parameter_named(const Call& call, std::string_view name);

}  // namespace av::match
