#pragma once
// accounts.h — what may be done with a key's accounts: count, remember, hold.
//
// Counter, Slide and Log are the three strategies as the Python library `limits` defines them, to
// the bit: a counter that ends a period after its first hit; two windows that begin at multiples
// of the period, the older weighted by what of it still overlaps; the times of all hits.  Each
// function locks one shard.  Times are nanoseconds of any clock that all who share a ledger use.
// A hit may name its account by its tag too: between Ledger::tag_of and the hit memory brings it.

#include "runtime/limit/ledger.h"
#include <antivenom/limit.h>

#include <cstdint>
#include <string_view>

namespace av::limit {

// Amounts is what a hit asks.
struct Amounts {
  std::uint64_t limit = 0;  // 0: not known, so always allowed
  std::int64_t period_ns = 0;
  std::uint64_t cost = 1;
  Spending spending = Spending::Allowed;
};

// Account is what a key used, after the hit if there was one.
struct Account {
  bool allowed = true;
  bool full = false;               // no room for the key
  std::uint64_t used = 0;          // Slide: of the current window
  std::uint64_t previous = 0;      // Slide: of the window before
  std::int64_t until_ns = 0;       // Counter: its end; Slide: the current window's; 0: no account
  std::int64_t oldest_ns = 0;      // Log: time of the oldest hit, 0 when there is none
  std::int64_t newest_ns = 0;      // Log: of the newest
  std::int64_t allowed_at_ns = 0;  // Log: when a hit that was not allowed would be
};

// count hits a counter, whether it may or not; counted only looks.
Account count(Ledger& ledger, std::string_view key, const Amounts& amounts, std::int64_t now_ns);
Account count(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns);
Account counted(Ledger& ledger, std::string_view key, std::int64_t now_ns);
// uncount takes back from a counter, down to 0.
Account uncount(Ledger& ledger, std::string_view key, std::uint64_t cost, std::int64_t now_ns);

// slide hits two windows if it may; slid only looks.
Account slide(Ledger& ledger, std::string_view key, const Amounts& amounts, std::int64_t now_ns);
Account slide(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns);
Account slid(Ledger& ledger, std::string_view key, std::int64_t period_ns, std::int64_t now_ns);

// remember enters a hit in a log if it may; remembered says what it would do.
Account remember(Ledger& ledger, std::string_view key, const Amounts& amounts, std::int64_t now_ns);
Account remember(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns);
Account remembered(Ledger& ledger, std::string_view key, const Amounts& amounts,
                   std::int64_t now_ns);

// in_window counts a log's hits younger than a period; one just as old no longer counts here,
// though a new hit still waits for it.  O(runs).
Account in_window(Ledger& ledger, std::string_view key, std::int64_t period_ns,
                  std::int64_t now_ns);

// forget drops a key's account of one kind.
void forget(Ledger& ledger, Kind kind, std::string_view key);

}  // namespace av::limit
