#include "analysis/regex/char_set.h"

#include <algorithm>

namespace av::regex {

CharSet CharSet::range(std::uint32_t first, std::uint32_t last) {
  CharSet set;
  set.add(Range{first, last});
  return set;
}

void CharSet::add(Range range) {
  if (range.first > range.last) {
    return;
  }
  ranges_.push_back(range);
  normalize();
}

void CharSet::add(const CharSet& other) {
  ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
  normalize();
}

void CharSet::normalize() {
  std::sort(ranges_.begin(), ranges_.end(), [](Range a, Range b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const Range range : ranges_) {
    if (kept != 0 && range.first <= ranges_[kept - 1].last + 1) {
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

CharSet CharSet::complement() const {
  CharSet result;
  std::uint32_t next = 0;
  for (const Range range : ranges_) {
    if (range.first > next) {
      result.ranges_.push_back({next, range.first - 1});
    }
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) {
    result.ranges_.push_back({next, kLastCodePoint});
  }
  return result;
}

CharSet CharSet::intersection(const CharSet& other) const {
  CharSet result;
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() && b != other.ranges_.end()) {
    const std::uint32_t first = std::max(a->first, b->first);
    const std::uint32_t last = std::min(a->last, b->last);
    if (first <= last) {
      result.ranges_.push_back({first, last});
    }
    if (a->last < b->last) {
      ++a;
    } else {
      ++b;
    }
  }
  return result;
}

bool CharSet::intersects(const CharSet& other) const {
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() && b != other.ranges_.end()) {
    if (a->last < b->first) {
      ++a;
    } else if (b->last < a->first) {
      ++b;
    } else {
      return true;
    }
  }
  return false;
}

bool CharSet::contains(std::uint32_t code_point) const {
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                       [](std::uint32_t value, Range range) { return value < range.first; });
  return behind != ranges_.begin() && std::prev(behind)->last >= code_point;
}

CharSet CharSet::with_ascii_case() const {
  CharSet result = *this;
  const auto add_other_case = [&](char low, char high, int shift) {
    const auto letters =
        intersection(range(static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high)));
    for (const Range part : letters.ranges_) {
      const auto move = [shift](std::uint32_t c) {
        return static_cast<std::uint32_t>(static_cast<int>(c) + shift);
      };
      result.ranges_.push_back({move(part.first), move(part.last)});
    }
  };
  add_other_case('a', 'z', 'A' - 'a');
  add_other_case('A', 'Z', 'a' - 'A');
  result.normalize();
  return result;
}

std::optional<std::uint32_t> CharSet::example() const {
  static constexpr Range kPreferred[] = {
      {'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {'!', '~'}, {' ', ' '}};
  for (const Range wanted : kPreferred) {
    for (const Range range : ranges_) {
      if (range.first <= wanted.last && range.last >= wanted.first) {
        return std::max(range.first, wanted.first);
      }
    }
  }
  return empty() ? std::nullopt : std::optional(ranges_.front().first);
}

}  // namespace av::regex
