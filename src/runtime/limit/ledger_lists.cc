// The entries of a locked shard, and the lists of runs that hang on them.

#include "base/assert.h"
#include "runtime/limit/ledger.h"
#include "runtime/limit/words.h"

#include <algorithm>

namespace av::limit {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint32_t kWhole = 1000;

std::uint32_t part_of(std::uint64_t used, std::uint64_t limit) {
  if (limit == 0) {  // not known: worth more than what used little, and never blocked
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(used, kWhole - 1));
  }
  return used >= limit ? kBlocked : static_cast<std::uint32_t>(Wide{used} * kWhole / Wide{limit});
}

}  // namespace

Entry* Ledger::Held::find_in(std::uint64_t bucket, std::uint64_t tag) const {
  const std::uint64_t* const first = tags_ + bucket;
  const std::uint64_t* const found = std::find(first, first + kEntryWays, tag);
  return found == first + kEntryWays ? nullptr : entries_ + (found - tags_);
}

Entry* Ledger::Held::least_used(std::uint64_t bucket, std::int64_t now_ns) {
  Entry* best = nullptr;
  std::uint32_t least = kBlocked;
  for (Entry* entry = entries_ + bucket; entry < entries_ + bucket + kEntryWays && least > 0;
       ++entry) {
    const std::uint32_t use = use_of(*entry, now_ns);
    if (use < least) {
      least = use;
      best = entry;
    }
  }
  return best;
}

Entry* Ledger::Held::add(const Entry& fresh, std::int64_t now_ns) {
  const std::uint64_t bucket = shape_.bucket_of(fresh.tag);
  Entry* place = entries_ + shape_.likely_place(fresh.tag);
  place = place->tag == 0 ? place : find_in(bucket, 0);
  if (place == nullptr) {
    place = least_used(bucket, now_ns);
    if (place == nullptr) {
      return nullptr;
    }
    drop(*place);
  }
  *place = fresh;
  store(tags_[place - entries_], fresh.tag);
  return place;
}

void Ledger::Held::drop(Entry& entry) {
  const Chain chain = unpacked(entry.chain);
  store(tags_[&entry - entries_], 0);
  std::uint32_t block = chain.first;
  for (std::uint32_t left = chain.gone + chain.runs; left > 0 && block != 0;) {
    const std::uint32_t next = blocks_[block - 1].next;
    give_block(block);
    left -= std::min(left, Block::kRuns);
    block = next;
  }
  entry.chain = 0;
  entry.tag = 0;
}

bool Ledger::Held::push(Entry& entry, const Run& run, std::int64_t now_ns) {
  Chain chain = unpacked(entry.chain);
  const std::uint32_t place = (chain.gone + chain.runs) % Block::kRuns;
  if (chain.first == 0 || place == 0) {
    const std::uint32_t block = take_block(entry, now_ns);
    if (block == 0) {
      return false;
    }
    if (chain.first == 0) {
      chain.first = block;
    } else {
      blocks_[entry.last - 1].next = block;
    }
    entry.last = block;
  }
  blocks_[entry.last - 1].runs[place] = run;
  ++chain.runs;
  store(entry.chain, packed(chain));
  return true;
}

// The last run takes its block along, so that an empty list has none.
void Ledger::Held::pop(Entry& entry) {
  Chain chain = unpacked(entry.chain);
  AV_ASSERT(chain.runs > 0);
  const std::uint32_t block = chain.first;
  const bool is_last_of_block = ++chain.gone == Block::kRuns || chain.runs == 1;
  if (--chain.runs == 0) {
    chain = {};
  } else if (is_last_of_block) {
    chain = {blocks_[block - 1].next, 0, chain.runs};
  }
  store(entry.chain, packed(chain));
  if (is_last_of_block) {
    give_block(block);
  }
}

std::uint32_t Ledger::Held::take_block(const Entry& for_whom, std::int64_t now_ns) {
  if (shard_.free == 0 && shard_.fresh < shape_.blocks) {
    return ++shard_.fresh;
  }
  if (shard_.free == 0 && !free_blocks(for_whom, now_ns)) {
    return 0;
  }
  const std::uint32_t block = shard_.free;
  shard_.free = blocks_[block - 1].next;
  return block;
}

void Ledger::Held::give_block(std::uint32_t block) {
  blocks_[block - 1].next = shard_.free;
  shard_.free = block;
}

// Accounts whose time is over give their blocks first, then the one that used least.
bool Ledger::Held::free_blocks(const Entry& for_whom, std::int64_t now_ns) {
  Entry* best = nullptr;
  std::uint32_t least = kBlocked;
  for (std::uint64_t i = 0; i < shape_.entries; ++i) {
    shard_.hand = static_cast<std::uint32_t>((shard_.hand + 1) % shape_.entries);
    Entry& entry = entries_[shard_.hand];
    if (tags_[shard_.hand] == 0 || &entry == &for_whom || entry.chain == 0) {
      continue;
    }
    const std::uint32_t use = use_of(entry, now_ns);
    if (shard_.free != 0) {
      return true;
    }
    if (use < least) {
      least = use;
      best = &entry;
    }
  }
  if (best != nullptr) {
    drop(*best);
  }
  return shard_.free != 0;
}

void Ledger::Held::expire(Entry& entry, std::int64_t now_ns) {
  if (entry.kind != Kind::Log) {
    return;
  }
  if (runs(entry) > 0 && newest(entry).time_ns > now_ns) {  // the clock stepped back
    each(entry, [&](Run& run) {
      run.time_ns = std::min(run.time_ns, now_ns);
      return true;
    });
  }
  while (runs(entry) > 0 && oldest(entry).time_ns < now_ns - entry.period_ns) {
    entry.used -= oldest(entry).count;
    pop(entry);
  }
}

std::uint32_t Ledger::Held::use_of(Entry& entry, std::int64_t now_ns) {
  expire(entry, now_ns);
  switch (entry.kind) {
    case Kind::Counter:
      return entry.until_ns <= now_ns ? 0 : part_of(entry.used, entry.limit);
    case Kind::Slide:  // as if nothing of the window before had slid out yet
      return now_ns >= entry.until_ns + entry.period_ns ? 0
             : now_ns >= entry.until_ns                 ? part_of(entry.used, entry.limit)
                                        : part_of(entry.used + entry.previous, entry.limit);
    case Kind::Log:
      return part_of(entry.used, entry.limit);
    case Kind::Places:
      return entry.used == 0 ? 0 : kBlocked;
  }
  return kBlocked;
}

}  // namespace av::limit
