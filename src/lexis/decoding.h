#pragma once
// decoding.h — bytes in some encoding to UTF-8.
//
// Never fails: what is no text in the encoding becomes U+FFFD and is counted.  Linear.

#include "lexis/encodings.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace av::lexis {

// DamagedRun is neighbouring replacement characters: bytes [start, end) of the decoded text.
struct DamagedRun {
  std::size_t start;
  std::size_t end;
};

// Decoded is text in UTF-8 and where it is damaged.
struct Decoded {
  std::string text;
  std::vector<DamagedRun> damage;  // ascending; the first kMaxDamagedRuns
  std::size_t damaged_runs = 0;    // how many there are
  bool is_available = true;        // false: this system's iconv lacks it; `text` is empty

  static constexpr std::size_t kMaxDamagedRuns = 20;
};

// decode_bytes decodes all of `bytes`.  Thread-safe.
Decoded decode_bytes(const Codec& codec, std::string_view bytes);

}  // namespace av::lexis
