#pragma once
// guide.h — what the guide's own snippets must yield, where that data lies beside the repository.

#include <cstdint>
#include <string>
#include <vector>

namespace av::test {

// GuideEntry is one expectation: met when a finding with one of `cwes` overlaps the lines, or, for
// good code, when none of medium severity or above does.
struct GuideEntry {
  std::string file;
  std::string code;
  bool is_good = false;
  std::uint32_t first_line = 0;
  std::uint32_t last_line = 0;
  std::vector<std::uint16_t> cwes;
  std::string section;
};

// read_guide reads ../shared/guide; empty when it is not there.
std::vector<GuideEntry> read_guide();

}  // namespace av::test
