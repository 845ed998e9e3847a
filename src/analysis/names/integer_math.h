#pragma once
// integer_math.h — Python's arithmetic on whole numbers that fit 64 bits.

#include "analysis/syntax/tree.h"

#include <cstdint>
#include <optional>

namespace av::names {

// integer_result is `left op right`; nothing when that is no number or does not fit.
std::optional<std::int64_t> integer_result(syntax::Operator op, std::int64_t left,
                                           std::int64_t right);

}  // namespace av::names
