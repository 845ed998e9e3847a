#include "runtime/limit/table.h"

#include "base/assert.h"
#include "runtime/limit/exchange.h"

#include <algorithm>
#include <bit>
#include <sodium.h>
#include <sys/random.h>
#include <unistd.h>
#include <utility>

namespace av::limit {
namespace {

constexpr std::uint64_t kTableMagic = 0x31'74'69'6D'69'6C'76'61;  // "avlimit1"
constexpr unsigned kRuleBits = 12;
constexpr std::uint64_t kPending = std::uint64_t{1} << 63;

// A word no other thread or process has: the same slot entered anew is told from the old one.
std::uint64_t new_pending() {
  thread_local std::uint64_t next = 0;
  if (next == 0) {
    randombytes_buf(&next, sizeof next);
  }
  next += 2;
  return (next | kPending) | 1;
}

// A rule in one slot: strategy and amounts in the tag, which is never 0, the period in the word.
Slot packed(const Rule& rule) {
  const auto strategy = static_cast<std::uint64_t>(rule.strategy) + 1;
  return {strategy << 60 | std::uint64_t{rule.amount} << 30 | rule.burst,
          static_cast<std::uint64_t>(rule.period_ns)};
}

Rule unpacked(const Slot& slot) {
  constexpr std::uint64_t kAmount = (std::uint64_t{1} << 30) - 1;
  return {static_cast<Strategy>((slot.tag >> 60) - 1),
          static_cast<std::uint32_t>((slot.tag >> 30) & kAmount),
          static_cast<std::uint32_t>(slot.tag & kAmount), static_cast<std::int64_t>(slot.word)};
}

bool same(const Slot& a, const Slot& b) {
  return a.tag == b.tag && a.word == b.word;
}

// Both words of a slot as they were at one moment, near enough: an exchange decides.
Slot read(const Slot& slot) {
  const std::uint64_t tag = load(slot.tag);
  return {tag, load(slot.word)};
}

}  // namespace

struct Table::Header {
  std::uint64_t magic;
  std::uint64_t buckets;
  Slot hash_key;  // random
  std::uint64_t epoch_ns;
  std::uint64_t unused[3];
};

std::size_t Table::buckets_for(std::size_t capacity) {
  return std::bit_ceil(std::max<std::size_t>(capacity, kWays)) / kWays;
}

std::size_t Table::bytes_for(std::size_t buckets) {
  return sizeof(Header) + (kRules + 1 + buckets * kWays) * sizeof(Slot);
}

Table::Table(Mapping mapping, std::size_t buckets)
    : mapping_(std::move(mapping)), buckets_(buckets) {}

Result<Table> Table::in_memory(std::size_t capacity) {
  const std::size_t buckets = buckets_for(capacity);
  Mapping mapping = AV_TRY(Mapping::private_memory(bytes_for(buckets)));
  AV_TRY(prepare(mapping.data(), buckets));
  return Table(std::move(mapping), buckets);
}

Result<Table> Table::shared(const std::string& name, std::size_t capacity) {
  const std::size_t buckets = buckets_for(capacity);
  Mapping mapping = AV_TRY(Mapping::shared_memory(
      name, bytes_for(buckets), [&](void* data) { return prepare(data, buckets); }));
  return Table(std::move(mapping), buckets);
}

// A header is ready when it has its magic, which is written last.
Result<void> Table::prepare(void* data, std::uint64_t buckets) {
  Header& header = *static_cast<Header*>(data);
  const std::uint64_t magic = load(header.magic);
  if (sodium_init() < 0) {
    return fail(ErrorCode::Io, "the system gives no random bytes");
  }
  if (magic != 0) {
    const bool is_ours = magic == kTableMagic && header.buckets == buckets;
    return is_ours ? Result<void>()
                   : fail(ErrorCode::InvalidArgument, "the shared table is of another version");
  }
  randombytes_buf(&header.hash_key, sizeof header.hash_key);
  header.buckets = buckets;
  __atomic_store_n(&header.magic, kTableMagic, __ATOMIC_RELEASE);
  return {};
}

Table::Header& Table::header() const {
  return *static_cast<Header*>(mapping_.data());
}

Slot* Table::rules() const {
  return reinterpret_cast<Slot*>(static_cast<char*>(mapping_.data()) + sizeof(Header));
}

Slot* Table::bucket_of(std::uint64_t tag) const {
  const std::size_t bucket = static_cast<std::size_t>(tag >> kRuleBits) & (buckets_ - 1);
  return rules() + kRules + 1 + bucket * kWays;
}

std::int64_t Table::epoch(std::int64_t now_ns) {
  std::uint64_t none = 0;
  const auto mine = static_cast<std::uint64_t>(now_ns) | 1;
  __atomic_compare_exchange_n(&header().epoch_ns, &none, mine, false, __ATOMIC_SEQ_CST,
                              __ATOMIC_SEQ_CST);
  return static_cast<std::int64_t>(none == 0 ? mine : none);
}

std::uint32_t Table::number_of(const Rule& rule) {
  const Slot wanted = packed(rule);
  for (std::uint32_t i = 0; i < kRules; ++i) {
    Slot& entry = rules()[i];
    const Slot there = read(entry);
    if (same(there, wanted) || (there.tag == 0 && exchange16(entry, {0, 0}, wanted)) ||
        same(read(entry), wanted)) {
      return i;
    }
  }
  return kNoRule;
}

Rule Table::rule(std::uint32_t number) const {
  return unpacked(read(rules()[number]));
}

std::uint64_t Table::tag_of(std::uint32_t rule, std::string_view key) const {
  std::uint64_t hash = 0;
  static_assert(sizeof(Slot) == crypto_shorthash_KEYBYTES);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                   reinterpret_cast<const unsigned char*>(&header().hash_key));
  hash += rule * 0x9E3779B97F4A7C15ULL;  // a key's limits lie in different buckets
  const std::uint64_t tag = (hash << kRuleBits) | rule;
  return tag >> kRuleBits == 0 ? tag | (std::uint64_t{1} << kRuleBits) : tag;
}

Table::Found Table::find(std::uint64_t tag) const {
  Slot* bucket = bucket_of(tag);
  for (std::size_t i = 0; i < kWays; ++i) {
    if (load(bucket[i].tag) == tag) {
      return {&bucket[i], {tag, load(bucket[i].word)}};
    }
  }
  return {};
}

Table::Found Table::enter(std::uint64_t tag, std::int64_t now_ns) {
  for (;;) {
    Found mine = find(tag);
    if (mine.slot == nullptr) {
      const Found room = choose(bucket_of(tag), now_ns);
      if (room.slot == nullptr) {
        return room;
      }
      const Slot pending = {tag, new_pending()};
      if (!exchange(room, pending)) {
        continue;
      }
      mine = {room.slot, pending};
    }
    if (!is_pending(mine.content.word) || is_only(mine, tag)) {
      return mine;
    }
  }
}

// A pending slot stays if no other slot of the bucket has its tag.  Of two pending ones the lower
// stays; a real one always does.
bool Table::is_only(const Found& mine, std::uint64_t tag) {
  Slot* bucket = bucket_of(tag);
  for (std::size_t i = 0; i < kWays; ++i) {
    Slot* slot = &bucket[i];
    if (slot == mine.slot || load(slot->tag) != tag) {
      continue;
    }
    const Found other = {slot, read(*slot)};
    if (other.content.tag != tag) {
      continue;
    }
    if (!is_pending(other.content.word) || slot < mine.slot || !exchange(other, {0, 0})) {
      exchange(mine, {0, 0});
      return false;
    }
  }
  return true;
}

bool Table::exchange(const Found& found, const Slot& next) {
  return exchange16(*found.slot, found.content, next);
}

std::uint32_t Table::cost_of_losing(const Slot& slot, std::int64_t now_ns) const {
  if (slot.tag == 0 || is_pending(slot.word)) {
    return 0;
  }
  const auto number = static_cast<std::uint32_t>(slot.tag & ((1U << kRuleBits) - 1));
  return use_of(rule(number), slot.word, now_ns);
}

Table::Found Table::choose(Slot* bucket, std::int64_t now_ns) const {
  Found best;
  std::uint32_t least = kBlocked;
  for (std::size_t i = 0; i < kWays && least > 0; ++i) {
    const Slot there = read(bucket[i]);
    const std::uint32_t cost = cost_of_losing(there, now_ns);
    if (cost < least) {
      least = cost;
      best = {&bucket[i], there};
    }
  }
  return best;
}

void Table::reset() {
  Slot* first = rules() + kRules + 1;
  for (Slot* slot = first; slot < first + buckets_ * kWays; ++slot) {
    for (Slot there = read(*slot); there.tag != 0 && !exchange16(*slot, there, {0, 0});) {
      there = read(*slot);
    }
  }
}

}  // namespace av::limit
