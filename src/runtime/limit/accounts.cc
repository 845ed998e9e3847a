#include "runtime/limit/accounts.h"

#include <algorithm>

namespace av::limit {
namespace {

__extension__ using SignedWide = __int128;

// Longer lists remember the hits of this part of the period together, as of the last of them.
constexpr std::uint32_t kMostRuns = 4096;

Entry fresh_entry(Kind kind, std::uint64_t tag, const Amounts& amounts) {
  Entry entry = {};
  entry.tag = tag;
  entry.kind = kind;
  entry.limit = amounts.limit;
  entry.period_ns = amounts.period_ns;
  return entry;
}

Account no_room() {
  Account out;
  out.allowed = false;
  out.full = true;
  return out;
}

// A counter whose time is over is none.  One that ends too late was begun before the clock stepped
// back; it ends a period from now.
void renew_counter(Entry& entry, std::int64_t now_ns) {
  if (entry.until_ns <= now_ns) {
    entry.used = 0;
    entry.until_ns = 0;
  } else if (entry.period_ns > 0) {
    entry.until_ns = std::min(entry.until_ns, now_ns + entry.period_ns);
  }
}

void renew_slide(Entry& entry, std::int64_t now_ns) {
  const std::int64_t end = (now_ns / entry.period_ns + 1) * entry.period_ns;
  if (end == entry.until_ns) {
    return;
  }
  const std::int64_t windows = (end - entry.until_ns) / entry.period_ns;
  if (windows < 0) {  // the clock stepped back: all of it is now
    entry.used += entry.previous;
    entry.previous = 0;
  } else {
    entry.previous = windows == 1 ? entry.used : 0;
    entry.used = 0;
  }
  entry.until_ns = end;
}

// What two windows count now; `until_ns - now` of the older one still overlaps.
std::uint64_t windows_count(const Entry& entry, std::int64_t now_ns) {
  const SignedWide overlap = static_cast<SignedWide>(entry.previous) * (entry.until_ns - now_ns);
  return static_cast<std::uint64_t>(overlap / entry.period_ns) + entry.used;
}

Account account_of(const Entry& entry) {
  Account out;
  out.used = entry.used;
  out.previous = entry.previous;
  out.until_ns = entry.until_ns;
  return out;
}

Account log_account(const Ledger::Held& held, const Entry& entry) {
  Account out;
  out.used = entry.used;
  if (Ledger::Held::runs(entry) > 0) {
    out.oldest_ns = held.oldest(entry).time_ns;
    out.newest_ns = held.newest(entry).time_ns;
  }
  return out;
}

// When so much has left the log that `needed` more hits fit.
std::int64_t time_for(const Ledger::Held& held, const Entry& entry, const Amounts& amounts) {
  std::uint64_t gone = 0;
  std::int64_t last = 0;
  const std::uint64_t needed = entry.used + amounts.cost - amounts.limit;
  held.each(entry, [&](const Run& run) {
    gone += run.count;
    last = run.time_ns;
    return gone < needed;
  });
  return last + entry.period_ns + 1;
}

bool is_together(const Entry& entry, const Run& newest, std::int64_t now_ns) {
  const std::int64_t part = std::max<std::int64_t>(1, entry.period_ns / kMostRuns);
  return newest.time_ns == now_ns ||
         (Ledger::Held::runs(entry) >= kMostRuns && newest.time_ns / part == now_ns / part);
}

bool append(Ledger::Held& held, Entry& entry, std::uint64_t cost, std::int64_t now_ns) {
  if (Ledger::Held::runs(entry) > 0 && is_together(entry, held.newest(entry), now_ns)) {
    Run& newest = held.newest(entry);
    newest.time_ns = now_ns;
    __atomic_store_n(&newest.count, newest.count + cost, __ATOMIC_RELEASE);
  } else if (!held.push(entry, {now_ns, cost}, now_ns)) {
    return false;
  }
  entry.used += cost;
  return true;
}

}  // namespace

Account count(Ledger& ledger, std::string_view key, const Amounts& amounts, std::int64_t now_ns) {
  return count(ledger, ledger.tag_of(Kind::Counter, key), amounts, now_ns);
}

Account count(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns) {
  const Entry fresh = fresh_entry(Kind::Counter, tag, amounts);
  Ledger::Held held(ledger, tag);
  Entry* entry = held.enter(fresh, now_ns);
  if (entry == nullptr) {
    return no_room();
  }
  renew_counter(*entry, now_ns);
  if (amounts.limit != 0) {
    entry->limit = amounts.limit;
  }
  if (entry->used == 0) {
    entry->period_ns = amounts.period_ns;
    entry->until_ns = now_ns + amounts.period_ns;
  }
  entry->used += std::min(amounts.cost, ~entry->used);
  Account out = account_of(*entry);
  out.allowed = amounts.limit == 0 || entry->used <= amounts.limit;
  return out;
}

Account counted(Ledger& ledger, std::string_view key, std::int64_t now_ns) {
  const std::uint64_t tag = ledger.tag_of(Kind::Counter, key);
  const Ledger::Held held(ledger, tag);
  Entry* entry = held.find(tag);
  if (entry == nullptr) {
    return {};
  }
  renew_counter(*entry, now_ns);
  return account_of(*entry);
}

Account uncount(Ledger& ledger, std::string_view key, std::uint64_t cost, std::int64_t now_ns) {
  const std::uint64_t tag = ledger.tag_of(Kind::Counter, key);
  const Ledger::Held held(ledger, tag);
  Entry* entry = held.find(tag);
  if (entry == nullptr) {
    return {};
  }
  renew_counter(*entry, now_ns);
  entry->used -= std::min(cost, entry->used);
  return account_of(*entry);
}

Account slide(Ledger& ledger, std::string_view key, const Amounts& amounts, std::int64_t now_ns) {
  return slide(ledger, ledger.tag_of(Kind::Slide, key), amounts, now_ns);
}

Account slide(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns) {
  const Entry fresh = fresh_entry(Kind::Slide, tag, amounts);
  Ledger::Held held(ledger, tag);
  Entry* entry = held.enter(fresh, now_ns);
  if (entry == nullptr) {
    return no_room();
  }
  if (entry->period_ns != amounts.period_ns) {
    *entry = fresh;
  }
  entry->limit = amounts.limit;
  renew_slide(*entry, now_ns);
  const bool allowed = windows_count(*entry, now_ns) + amounts.cost <= amounts.limit;
  if (allowed || amounts.spending == Spending::Always) {
    entry->used += amounts.cost;
  }
  Account out = account_of(*entry);
  out.allowed = allowed;
  return out;
}

Account slid(Ledger& ledger, std::string_view key, std::int64_t period_ns, std::int64_t now_ns) {
  const std::uint64_t tag = ledger.tag_of(Kind::Slide, key);
  const Ledger::Held held(ledger, tag);
  Entry* entry = held.find(tag);
  if (entry == nullptr || entry->period_ns != period_ns) {
    return {};
  }
  renew_slide(*entry, now_ns);
  return account_of(*entry);
}

Account remember(Ledger& ledger, std::string_view key, const Amounts& amounts,
                 std::int64_t now_ns) {
  return remember(ledger, ledger.tag_of(Kind::Log, key), amounts, now_ns);
}

Account remember(Ledger& ledger, std::uint64_t tag, const Amounts& amounts, std::int64_t now_ns) {
  const Entry fresh = fresh_entry(Kind::Log, tag, amounts);
  Ledger::Held held(ledger, tag);
  Entry* entry = held.enter(fresh, now_ns);
  if (entry == nullptr) {
    return no_room();
  }
  entry->limit = amounts.limit;
  entry->period_ns = amounts.period_ns;
  held.expire(*entry, now_ns);
  const bool allowed = entry->used + amounts.cost <= amounts.limit;
  const bool is_taken = allowed || amounts.spending == Spending::Always;
  if (is_taken && amounts.cost > 0 && !append(held, *entry, amounts.cost, now_ns)) {
    return no_room();
  }
  // What is beyond the limit without its oldest run needs that no more.
  while (entry->used > amounts.limit && entry->used - held.oldest(*entry).count >= amounts.limit) {
    entry->used -= held.oldest(*entry).count;
    held.pop(*entry);
  }
  Account out = log_account(held, *entry);
  out.allowed = allowed;
  if (!allowed && amounts.cost <= amounts.limit) {
    out.allowed_at_ns = time_for(held, *entry, amounts);
  }
  return out;
}

Account remembered(Ledger& ledger, std::string_view key, const Amounts& amounts,
                   std::int64_t now_ns) {
  const std::uint64_t tag = ledger.tag_of(Kind::Log, key);
  Ledger::Held held(ledger, tag);
  Entry* entry = held.find(tag);
  Account out;
  if (entry != nullptr) {
    held.expire(*entry, now_ns);
    out = log_account(held, *entry);
  }
  out.allowed = out.used + amounts.cost <= amounts.limit;
  if (!out.allowed && entry != nullptr && amounts.cost <= amounts.limit) {
    out.allowed_at_ns = time_for(held, *entry, amounts);
  }
  return out;
}

Account in_window(Ledger& ledger, std::string_view key, std::int64_t period_ns,
                  std::int64_t now_ns) {
  const std::uint64_t tag = ledger.tag_of(Kind::Log, key);
  Ledger::Held held(ledger, tag);
  Entry* entry = held.find(tag);
  Account out;
  if (entry == nullptr) {
    return out;
  }
  held.expire(*entry, now_ns);
  held.each(*entry, [&](const Run& run) {
    if (run.time_ns > now_ns - period_ns) {
      out.oldest_ns = out.used == 0 ? run.time_ns : out.oldest_ns;
      out.used += run.count;
    }
    return true;
  });
  return out;
}

void forget(Ledger& ledger, Kind kind, std::string_view key) {
  const std::uint64_t tag = ledger.tag_of(kind, key);
  Ledger::Held held(ledger, tag);
  if (Entry* entry = held.find(tag)) {
    held.drop(*entry);
  }
}

}  // namespace av::limit
