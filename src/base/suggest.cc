#include "base/suggest.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace av::base {
namespace {

// Longer "names" are no typing slips, and would cost their length squared.
constexpr std::size_t kLongestName = 100;

}  // namespace

unsigned edit_distance(std::string_view left, std::string_view right) {
  const std::size_t width = right.size() + 1;
  std::vector<unsigned> before(width), above(width), row(width);
  for (std::size_t j = 0; j < width; ++j) {
    row[j] = static_cast<unsigned>(j);
  }
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j < width; ++j) {
      const unsigned changed = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + changed});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[right.size()];
}

std::string_view suggest(std::string_view wanted, std::span<const std::string_view> known) {
  std::string_view best;
  if (wanted.empty() || wanted.size() > kLongestName) {
    return best;
  }
  std::size_t least = wanted.size() + 1;
  for (const std::string_view name : known) {
    const std::size_t longer = std::max(name.size(), wanted.size());
    const std::size_t distance = edit_distance(wanted, name);
    if (distance < least && distance * 3 <= longer) {
      least = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace av::base
