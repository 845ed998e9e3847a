#include "analysis/knowledge/rule.h"

#include <algorithm>
#include <array>

namespace av::knowledge {
namespace {

constexpr std::array<std::string_view, 4> kSeverities = {"note", "low", "medium", "high"};
constexpr std::array<std::string_view, 3> kConfidences = {"low", "medium", "high"};

template <class Level, std::size_t kCount>
std::optional<Level> parse_level(const std::array<std::string_view, kCount>& names,
                                 std::string_view word) {
  const auto* found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<Level>(found - names.begin());
}

}  // namespace

std::string_view name_of(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::string_view name_of(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}

std::string_view name_of(Status status) {
  return status == Status::Stable ? "stable" : "preview";
}

std::optional<Severity> parse_severity(std::string_view word) {
  return parse_level<Severity>(kSeverities, word);
}

std::optional<Confidence> parse_confidence(std::string_view word) {
  return parse_level<Confidence>(kConfidences, word);
}

bool FlowRule::is_at(std::string_view path) const {
  const auto fits = [path](std::string_view one) {
    return one.ends_with(".*") ? path.starts_with(one.substr(0, one.size() - 1)) : path == one;
  };
  return (calls.empty() || std::ranges::any_of(calls, fits)) &&
         std::ranges::none_of(other_calls, fits);
}

}  // namespace av::knowledge
