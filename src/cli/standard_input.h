#pragma once
// standard_input.h — all of standard input, as bytes.

#include "base/stop.h"
#include <antivenom/result.h>

#include <cstdint>
#include <string>

namespace av::cli {

// read_standard_input reads to the end.  Error when that fails or there are more than `max_bytes`;
// once `stop` is requested, what came until then.
Result<std::string> read_standard_input(std::uint64_t max_bytes, const base::StopFlag& stop);

}  // namespace av::cli
