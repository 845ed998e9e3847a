#include <antivenom/limit_http.h>

#include <algorithm>

namespace av::limit {
namespace {

std::int64_t seconds_up(Duration duration) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t ns = std::max<std::int64_t>(0, duration.count());
  return ns / kSecond + (ns % kSecond != 0 ? 1 : 0);
}

// A string of structured fields: quotes and backslashes escaped, what may not be in one left out.
std::string quoted(std::string_view text) {
  constexpr std::size_t kMostName = 64;
  std::string out = "\"";
  for (const char c : text.substr(0, kMostName)) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (c >= ' ' && c <= '~') {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::vector<HeaderField> header_fields(Convention convention, const Policy& policy,
                                       const Decision& decision, Duration wall) {
  std::vector<HeaderField> fields;
  const std::string remaining = std::to_string(decision.remaining);
  if (convention == Convention::X) {
    fields.emplace_back("X-RateLimit-Limit", std::to_string(decision.limit));
    fields.emplace_back("X-RateLimit-Remaining", remaining);
    fields.emplace_back("X-RateLimit-Reset", std::to_string(seconds_up(wall + decision.reset)));
  } else {
    const std::string name = quoted(policy.name);
    fields.emplace_back("RateLimit-Policy",
                        name + ";q=" + std::to_string(policy.limit.amount) +
                            ";w=" + std::to_string(seconds_up(policy.limit.period)));
    // A client that used nothing yet waits for nothing: `t` says when what remains grows.
    const Duration until = decision.allowed ? decision.reset : decision.retry_after;
    fields.emplace_back("RateLimit",
                        name + ";r=" + remaining + ";t=" + std::to_string(seconds_up(until)));
  }
  if (!decision.allowed) {
    fields.emplace_back(
        "Retry-After", std::to_string(std::max<std::int64_t>(1, seconds_up(decision.retry_after))));
  }
  return fields;
}

}  // namespace av::limit
