#include "analysis/match/versions.h"

#include <algorithm>

namespace av::match {
namespace {

// take_number takes the first part of a version away and returns its number; 0 when none is left.
std::uint64_t take_number(std::string_view& version) {
  constexpr std::uint64_t kMost = 1'000'000'000;
  std::uint64_t number = 0;
  std::size_t i = 0;
  for (; i < version.size() && version[i] >= '0' && version[i] <= '9'; ++i) {
    number = std::min(number * 10 + static_cast<std::uint64_t>(version[i] - '0'), kMost);
  }
  version.remove_prefix(i);
  const bool has_more = version.starts_with('.');
  version = has_more ? version.substr(1) : std::string_view();
  return number;
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const std::uint64_t left = take_number(a);
    const std::uint64_t right = take_number(b);
    if (left != right) {
      return left < right ? -1 : 1;
    }
  }
  return 0;
}

bool Versions::may_be(const knowledge::VersionLimit& limit) const {
  using knowledge::Comparison;
  const auto known = least_.find(limit.library);
  if (known == least_.end()) {
    return true;
  }
  const int order = compare_versions(known->second, limit.version);
  switch (limit.comparison) {
    case Comparison::Less:
      return order < 0;
    case Comparison::LessEqual:
    case Comparison::Equal:
      return order <= 0;
    default:
      return true;  // a later version may always be in use
  }
}

}  // namespace av::match
