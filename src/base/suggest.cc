#include "base/suggest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace av::base {
namespace {

// Longer "names" are no typing slips, and would cost their length squared.
constexpr std::size_t kLongestName = 100;

// Rows is three neighbouring rows of the table of distances between all prefixes.
struct Rows {
  std::vector<unsigned> before, above, row;

  explicit Rows(std::size_t width) : before(width), above(width), row(width) {}

  void advance() {
    before.swap(above);
    above.swap(row);
  }
};

// fill_row computes the row of the first `i` letters of `left`.
void fill_row(std::string_view left, std::string_view right, std::size_t i, Rows& rows) {
  rows.row[0] = static_cast<unsigned>(i);
  for (std::size_t j = 1; j <= right.size(); ++j) {
    const unsigned changed = left[i - 1] == right[j - 1] ? 0 : 1;
    unsigned least =
        std::min({rows.above[j] + 1, rows.row[j - 1] + 1, rows.above[j - 1] + changed});
    if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
      least = std::min(least, rows.before[j - 2] + 1);
    }
    rows.row[j] = least;
  }
}

}  // namespace

unsigned edit_distance(std::string_view left, std::string_view right) {
  Rows rows(right.size() + 1);
  std::iota(rows.row.begin(), rows.row.end(), 0U);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    rows.advance();
    fill_row(left, right, i, rows);
  }
  return rows.row[right.size()];
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
