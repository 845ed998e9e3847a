#include "analysis/engine/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace av::engine {
namespace {

// number_at reads digits at the front of `text`; nothing when there are none or too many.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

struct SizeUnit {
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array kUnits = {
    SizeUnit{"", 1},
    SizeUnit{"b", 1},
    SizeUnit{"kb", 1000},
    SizeUnit{"mb", 1'000'000},
    SizeUnit{"gb", 1'000'000'000},
    SizeUnit{"kib", std::uint64_t{1} << 10},
    SizeUnit{"mib", std::uint64_t{1} << 20},
    SizeUnit{"gib", std::uint64_t{1} << 30},
};

// unit_bytes is the size of a unit, however it is written; 0 for none.
std::uint64_t unit_bytes(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != ' ') {
      lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  const auto* const unit = std::ranges::find(kUnits, lower, &SizeUnit::name);
  return unit == kUnits.end() ? 0 : unit->bytes;
}

std::string in_backquotes(std::string_view text) {
  return "`" + std::string(text) + "`";
}

}  // namespace

void add_origin(Settings& settings, std::string_view key, std::string_view where) {
  const auto known = std::ranges::find(settings.origins, key, &SettingOrigin::key);
  if (known == settings.origins.end()) {
    settings.origins.push_back({std::string(key), std::string(where)});
  } else {
    known->where.append(", ").append(where);
  }
}

void set_origin(Settings& settings, std::string_view key, std::string_view where) {
  std::erase_if(settings.origins, [&](const SettingOrigin& origin) { return origin.key == key; });
  if (!where.empty()) {
    add_origin(settings, key, where);
  }
}

std::string_view origin_of(const Settings& settings, std::string_view key) {
  const auto known = std::ranges::find(settings.origins, key, &SettingOrigin::key);
  return known == settings.origins.end() ? std::string_view() : std::string_view(known->where);
}

Result<knowledge::Severity> parse_severity_word(std::string_view word) {
  const auto severity = knowledge::parse_severity(word);
  if (!severity) {
    return fail(ErrorCode::InvalidArgument, in_backquotes(word) + " is no severity",
                "severities are note, low, medium and high");
  }
  return *severity;
}

Result<knowledge::Confidence> parse_confidence_word(std::string_view word) {
  const auto confidence = knowledge::parse_confidence(word);
  if (!confidence) {
    return fail(ErrorCode::InvalidArgument, in_backquotes(word) + " is no confidence",
                "confidences are low, medium and high");
  }
  return *confidence;
}

Result<FailLevel> parse_fail_level(std::string_view text) {
  FailLevel level;
  const std::size_t colon = text.find(':');
  level.severity = AV_TRY(parse_severity_word(text.substr(0, colon)));
  if (colon != std::string_view::npos) {
    level.confidence = AV_TRY(parse_confidence_word(text.substr(colon + 1)));
  }
  return level;
}

Result<std::uint64_t> parse_byte_size(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::uint64_t> number = take_number(rest);
  const std::uint64_t unit = number ? unit_bytes(rest) : 0;
  if (unit == 0 || *number == 0 || *number > kMostFileBytes / unit) {
    return fail(ErrorCode::InvalidArgument, in_backquotes(text) + " is no size of a file to scan",
                "a size is like 500000, 512 KiB or 32 MiB, at most 512 MiB");
  }
  return *number * unit;
}

Result<unsigned> parse_jobs(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::uint64_t> number = take_number(rest);
  if (!number || !rest.empty() || *number == 0 || *number > kMostJobs) {
    return fail(ErrorCode::InvalidArgument, in_backquotes(text) + " is no number of threads",
                "a number from 1 to " + std::to_string(kMostJobs));
  }
  return static_cast<unsigned>(*number);
}

Result<Threats> parse_threats(std::span<const std::string> words) {
  using knowledge::Threat;
  Threats threats = kDefaultThreats & ~threat_bit(Threat::Remote) & ~threat_bit(Threat::Local);
  for (const std::string& word : words) {
    const std::optional<Threat> threat = knowledge::parse_threat(word);
    if (!threat || threat == Threat::Own) {
      return fail(ErrorCode::InvalidArgument, in_backquotes(word) + " is no threat",
                  "threats are remote, local and library");
    }
    threats |= threat_bit(*threat);
  }
  return threats;
}

}  // namespace av::engine
