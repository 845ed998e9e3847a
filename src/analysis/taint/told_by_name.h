#pragma once
// told_by_name.h — what the name of a function says of the values that it gets.
//
// A program that checks or cleans its input in a function of its own calls it so:
// `sanitize_for_log`, `validate_redirect_uri`, `get_user`.  How it does so is often more than can
// be followed, and whoever wrote it knows.  In: a name.  Out: what may be concluded, for the kinds
// of sinks that such words speak of and no others.  Takes time by the length of the name, allocates
// nothing.

#include "analysis/knowledge/taint_model.h"

#include <cstdint>
#include <string_view>

namespace av::taint {

// Told is what may be concluded of a call.
struct Told {
  enum class When : std::uint8_t {
    Never,
    Made,    // what it returns is harmless
    Passed,  // it raises, or what was passed is harmless from then on, and what it returns
    True,    // what was passed is harmless where what it returns counts as true
    False,   // … where that counts as false, or is None
    Found,   // what was asked for is there where something is returned
  };
  When when = When::Never;
  knowledge::SinkSet clears = 0;
};

// told_by_name says what the function `name` tells.
Told told_by_name(std::string_view name);

}  // namespace av::taint
