#include <antivenom/limit.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace av::limit {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t seconds;
};

constexpr std::array<Unit, 7> kUnits = {{{"second", 1},
                                         {"minute", 60},
                                         {"hour", 3600},
                                         {"day", 86'400},
                                         {"week", 604'800},
                                         {"month", 2'592'000},
                                         {"year", 31'536'000}}};

// Words of one limit: digits, letters and the slash are words of their own.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  // next is the next word, in lower case; empty at the end or at a sign that has no place here.
  std::string next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
    std::string word;
    if (at_ < text_.size() && text_[at_] == '/') {
      return std::string(1, text_[at_++]);
    }
    const auto sort = [](char c) {
      return c >= '0' && c <= '9' ? 1 : std::isalpha(c) != 0 ? 2 : 0;
    };
    for (const int first = at_ < text_.size() ? sort(text_[at_]) : 0;
         at_ < text_.size() && first != 0 && sort(text_[at_]) == first; ++at_) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(text_[at_])));
    }
    return word;
  }

  [[nodiscard]] bool at_end() const {
    return text_.find_first_not_of(" \t\n", at_) == std::string_view::npos;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::uint32_t> number(const std::string& word) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool is_whole = error == std::errc() && end == word.data() + word.size();
  return is_whole ? std::optional(value) : std::nullopt;
}

std::int64_t unit_seconds(std::string word) {
  if (word.ends_with('s')) {
    word.pop_back();
  }
  const auto* unit = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& known) { return known.name == word; });
  return unit == kUnits.end() ? 0 : unit->seconds;
}

// One limit: AMOUNT (/ or per) [COUNT] UNIT[s].
Result<Limit> parse_one(std::string_view text) {
  Words words(text);
  const auto amount = number(words.next());
  const std::string per = words.next();
  std::string unit = words.next();
  std::uint32_t count = 1;
  if (const auto counted = number(unit)) {
    count = *counted;
    unit = words.next();
  }
  const std::int64_t seconds = unit_seconds(unit);
  const bool is_good = amount && (per == "/" || per == "per") && seconds != 0 && words.at_end();
  if (!is_good) {
    return fail(ErrorCode::InvalidArgument, "`" + std::string(text) + "` is no limit",
                "write 100/minute, or 5 per 2 hours; apart by ; when there are several");
  }
  // Longer than any limit may be, and short enough for nanoseconds.
  constexpr std::int64_t kCut = std::int64_t{1} << 32;
  const Limit limit = {*amount, std::chrono::seconds(std::min(seconds * count, kCut)), 0};
  AV_TRY(check_limit(limit, Strategy::Gcra));
  return limit;
}

}  // namespace

Result<std::vector<Limit>> parse_limits(std::string_view text) {
  std::vector<Limit> limits;
  while (true) {
    const std::size_t end = std::min(text.find_first_of(";,|"), text.size());
    limits.push_back(AV_TRY(parse_one(text.substr(0, end))));
    if (end == text.size()) {
      return limits;
    }
    text.remove_prefix(end + 1);
  }
}

std::string to_text(const Limit& limit) {
  const std::int64_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(limit.period).count();
  Unit unit = kUnits.front();
  for (const Unit& longer : kUnits) {
    if (seconds % longer.seconds == 0 && seconds > 0) {
      unit = longer;
    }
  }
  const std::int64_t count = seconds / unit.seconds;
  return std::to_string(limit.amount) + " per " + std::to_string(count) + " " +
         std::string(unit.name) + (count == 1 ? "" : "s");
}

Result<void> check_limit(const Limit& limit, Strategy strategy) {
  constexpr std::uint32_t kMostSliding = (1U << 18) - 1;
  const std::uint32_t most = strategy == Strategy::SlidingWindow ? kMostSliding : kMostAmount;
  const bool is_windowed = strategy != Strategy::Gcra && strategy != Strategy::TokenBucket;
  if (limit.amount == 0 || limit.amount > most || limit.burst > most) {
    return fail(ErrorCode::InvalidArgument,
                "a limit's amount is from 1 to " + std::to_string(most));
  }
  const Duration least = is_windowed ? Duration(std::chrono::seconds(1)) : Duration(limit.amount);
  constexpr Duration kMost = std::chrono::hours(24 * 366 * 10);
  if (limit.period < least || limit.period > kMost) {
    return fail(ErrorCode::InvalidArgument, "a limit's period is from a second to ten years");
  }
  return {};
}

}  // namespace av::limit
