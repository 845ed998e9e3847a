#pragma once
// words.h — what a key used, in one 63-bit word, and how a hit changes it.
//
// Pure functions of word, time and cost, so that the table can exchange words without a lock.  The
// word 0 is a key that used nothing.  Times are nanoseconds since the table was made.  A time
// before the last one (a clock that stepped back) never admits more, and blocks for one period at
// most.

#include <antivenom/limit.h>

#include <cstdint>

namespace av::limit {

// Rule is a limit as the table keeps it.
struct Rule {
  Strategy strategy = Strategy::Gcra;
  std::uint32_t amount = 1;
  std::uint32_t burst = 1;
  std::int64_t period_ns = 1;
};

Rule rule_of(const Limit& limit, Strategy strategy);

// Take is what a hit asks.
struct Take {
  std::uint32_t cost = 1;
  Spending spending = Spending::Allowed;
};

// Step is a hit's answer and the word after it.
struct Step {
  Decision decision;
  std::uint64_t word = 0;
};

// step answers a hit; a denied one leaves the word as it was, unless it counts all the same.
Step step(const Rule& rule, std::uint64_t word, std::int64_t now_ns, const Take& take);

// Use is what eviction asks of a word: the part of the limit that is used, of 1000; kBlocked when
// not even a hit of cost 1 is allowed.
inline constexpr std::uint32_t kBlocked = 1001;
std::uint32_t use_of(const Rule& rule, std::uint64_t word, std::int64_t now_ns);

}  // namespace av::limit
