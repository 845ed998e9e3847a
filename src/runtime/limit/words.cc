#include "runtime/limit/words.h"

#include "base/assert.h"

#include <algorithm>

namespace av::limit {
namespace {

__extension__ using Wide = unsigned __int128;  // products of a count and a period

constexpr std::int64_t kMillisecond = 1'000'000;

// Fixed window: count in 23 bits, end of the window in 40 bits of milliseconds.
constexpr unsigned kCountBits = 23;
constexpr std::uint64_t kCountMask = (std::uint64_t{1} << kCountBits) - 1;
constexpr std::uint64_t kEndMask = (std::uint64_t{1} << 40) - 1;

// Sliding window: number of the current window in 27 bits, counts of the previous and this in 18.
constexpr unsigned kSlideBits = 18;
constexpr std::uint64_t kSlideMask = (std::uint64_t{1} << kSlideBits) - 1;
constexpr std::uint64_t kIndexMask = (std::uint64_t{1} << 27) - 1;

struct Window {
  std::uint64_t count = 0;
  std::int64_t end_ms = 0;
};

Window window_at(const Rule& rule, std::uint64_t word, std::int64_t now_ms) {
  const std::int64_t period_ms = (rule.period_ns + kMillisecond - 1) / kMillisecond;
  Window window = {word & kCountMask, static_cast<std::int64_t>(word >> kCountBits)};
  if (word == 0 || window.end_ms <= now_ms) {
    return {0, now_ms + period_ms};
  }
  window.end_ms = std::min(window.end_ms, now_ms + period_ms);
  return window;
}

std::uint64_t pack(const Window& window) {
  return std::min(window.count, kCountMask) |
         ((static_cast<std::uint64_t>(window.end_ms) & kEndMask) << kCountBits);
}

Step fixed_step(const Rule& rule, std::uint64_t word, std::int64_t now_ns, const Take& take) {
  Window window = window_at(rule, word, now_ns / kMillisecond);
  Step out;
  out.decision.allowed = window.count + take.cost <= rule.amount;
  const bool takes = out.decision.allowed || take.spending == Spending::Always;
  window.count += takes ? take.cost : 0;
  // An end too far away (the clock stepped back) is corrected, or it would move along with the
  // time.
  const bool is_kept = !takes && window.end_ms == static_cast<std::int64_t>(word >> kCountBits);
  out.word = is_kept || window.count == 0 ? word : pack(window);
  const auto used = std::min<std::uint64_t>(window.count, rule.amount);
  out.decision.remaining = rule.amount - static_cast<std::uint32_t>(used);
  const Duration left(std::max<std::int64_t>(0, window.end_ms * kMillisecond - now_ns));
  out.decision.reset = window.count > 0 ? left : Duration(0);
  out.decision.retry_after = out.decision.allowed ? Duration(0) : left;
  return out;
}

struct Slide {
  std::uint64_t index = 0;
  std::uint64_t previous = 0;
  std::uint64_t current = 0;
  std::int64_t elapsed_ns = 0;  // of the current window
  bool is_corrected = false;    // the clock stepped back
};

Slide slide_at(const Rule& rule, std::uint64_t word, std::int64_t now_ns) {
  const std::uint64_t index = static_cast<std::uint64_t>(now_ns / rule.period_ns) & kIndexMask;
  const std::int64_t elapsed = now_ns % rule.period_ns;
  const std::uint64_t stored = (word >> (2 * kSlideBits)) & kIndexMask;
  const std::uint64_t previous = (word >> kSlideBits) & kSlideMask;
  const std::uint64_t current = word & kSlideMask;
  if (word == 0 || stored == index) {
    return {index, word == 0 ? 0 : previous, word == 0 ? 0 : current, elapsed};
  }
  if (((stored + 1) & kIndexMask) == index) {
    return {index, current, 0, elapsed};
  }
  if (((stored - index) & kIndexMask) <= kIndexMask / 2) {  // the clock stepped back
    return {index, 0, std::min(previous + current, kSlideMask), elapsed, true};
  }
  return {index, 0, 0, elapsed};
}

std::uint64_t pack(const Slide& slide) {
  return (slide.index << (2 * kSlideBits)) | (slide.previous << kSlideBits) | slide.current;
}

// What is counted now, of the whole hits.
std::uint64_t weighted(const Rule& rule, const Slide& slide) {
  const auto left = static_cast<Wide>(rule.period_ns - slide.elapsed_ns);
  const auto period = static_cast<Wide>(rule.period_ns);
  return static_cast<std::uint64_t>(slide.previous * left / period) + slide.current;
}

// When `needed` hits fewer are counted: as the previous window slides out, then this one does.
std::int64_t wait_for(const Rule& rule, const Slide& slide, std::uint64_t room) {
  const std::int64_t to_border = rule.period_ns - slide.elapsed_ns;
  const auto counted_after = [&](std::uint64_t count, std::uint64_t allowed) {
    // The least time into a window at which floor(count * (period - t) / period) <= allowed.
    const auto keep = static_cast<Wide>(allowed + 1) * static_cast<Wide>(rule.period_ns);
    const auto still = static_cast<std::int64_t>((keep - 1) / count);
    return std::max<std::int64_t>(0, rule.period_ns - still);
  };
  if (slide.current <= room) {
    const std::uint64_t allowed = room - slide.current;
    return slide.previous <= allowed
               ? 0
               : std::max<std::int64_t>(0,
                                        counted_after(slide.previous, allowed) - slide.elapsed_ns);
  }
  return to_border + counted_after(slide.current, room);
}

Step slide_step(const Rule& rule, std::uint64_t word, std::int64_t now_ns, const Take& take) {
  Slide slide = slide_at(rule, word, now_ns);
  Step out;
  std::uint64_t counted = weighted(rule, slide);
  out.decision.allowed = counted + take.cost <= rule.amount;
  if (!out.decision.allowed) {
    const bool is_possible = take.cost <= rule.amount;
    out.decision.retry_after =
        Duration(is_possible ? wait_for(rule, slide, rule.amount - take.cost) : 2 * rule.period_ns);
  }
  const bool takes = out.decision.allowed || take.spending == Spending::Always;
  if (takes) {
    slide.current = std::min<std::uint64_t>(slide.current + take.cost, kSlideMask);
    counted = std::min<std::uint64_t>(counted + take.cost, rule.amount);
  }
  const bool is_kept = !takes && !slide.is_corrected;
  out.word = is_kept ? word : pack(slide);
  out.decision.remaining =
      rule.amount - static_cast<std::uint32_t>(std::min<std::uint64_t>(counted, rule.amount));
  const std::int64_t to_border = rule.period_ns - slide.elapsed_ns;
  out.decision.reset = Duration(slide.current > 0    ? to_border + rule.period_ns
                                : slide.previous > 0 ? to_border
                                                     : 0);
  return out;
}

// The time one hit takes up, rounded up so that no more than the amount fits.
std::int64_t interval_of(const Rule& rule) {
  return (rule.period_ns + rule.amount - 1) / rule.amount;
}

// The word is when everything will be there again.
Step gcra_step(const Rule& rule, std::uint64_t word, std::int64_t now_ns, const Take& take) {
  const std::int64_t interval = interval_of(rule);
  const std::int64_t most = interval * rule.burst;
  const std::int64_t stored = static_cast<std::int64_t>(word);
  std::int64_t full_at = std::clamp(stored, now_ns, now_ns + most);
  const std::int64_t after = full_at + interval * take.cost;
  Step out;
  out.decision.allowed = after - now_ns <= most;
  out.decision.retry_after = Duration(out.decision.allowed ? 0 : after - now_ns - most);
  if (out.decision.allowed || take.spending == Spending::Always) {
    full_at = std::min(after, now_ns + most);
    out.word = static_cast<std::uint64_t>(full_at);
  } else {  // corrected when the clock stepped back
    out.word = stored > full_at ? static_cast<std::uint64_t>(full_at) : word;
  }
  out.decision.remaining = static_cast<std::uint32_t>((most - (full_at - now_ns)) / interval);
  out.decision.reset = Duration(full_at - now_ns);
  return out;
}

}  // namespace

Rule rule_of(const Limit& limit, Strategy strategy) {
  return {strategy, limit.amount, limit.burst == 0 ? limit.amount : limit.burst,
          limit.period.count()};
}

Step step(const Rule& rule, std::uint64_t word, std::int64_t now_ns, const Take& take) {
  Step out;
  switch (rule.strategy) {
    case Strategy::FixedWindow:
      out = fixed_step(rule, word, now_ns, take);
      break;
    case Strategy::SlidingWindow:
      out = slide_step(rule, word, now_ns, take);
      break;
    case Strategy::Gcra:
    case Strategy::TokenBucket:
      out = gcra_step(rule, word, now_ns, take);
      break;
    case Strategy::MovingWindow:
      AV_ASSERT(false && "a moving window is no word");
  }
  out.decision.limit = rule.strategy == Strategy::Gcra || rule.strategy == Strategy::TokenBucket
                           ? rule.burst
                           : rule.amount;
  return out;
}

std::uint32_t use_of(const Rule& rule, std::uint64_t word, std::int64_t now_ns) {
  const Decision now = step(rule, word, now_ns, {0, Spending::Allowed}).decision;
  if (now.remaining == 0) {
    return kBlocked;
  }
  constexpr std::uint64_t kThousand = 1000;
  return static_cast<std::uint32_t>((now.limit - now.remaining) * kThousand / now.limit);
}

}  // namespace av::limit
