#include "runtime/limit/ledger.h"

#include "base/memory.h"
#include "runtime/limit/exchange.h"

#include <algorithm>
#include <sodium.h>
#include <utility>

namespace av::limit {
namespace {

constexpr std::uint64_t kLedgerMagic = 0x33'72'64'6C'6D'69'76'61;  // "avimldr3"
constexpr std::uint64_t kMostShards = 64;
constexpr std::uint64_t kEntriesOfShard = 256;  // at least, when there are more than one
constexpr std::uint64_t kBlocksOfShard = 1024;  // at least: the longest list fits

}  // namespace

// The header's magic is written last.
struct alignas(64) Ledger::Header {
  std::uint64_t magic;
  Shape shape;
  HashKey hash_key;
};

Ledger::Shape Ledger::shape_for(std::size_t capacity) {
  const std::uint64_t keys = std::bit_ceil(std::max<std::uint64_t>(capacity, kEntryWays));
  const std::uint64_t shards = std::clamp<std::uint64_t>(keys / kEntriesOfShard, 1, kMostShards);
  const std::uint64_t entries = keys / shards;
  return {shards, entries, std::max(kBlocksOfShard, 2 * entries)};
}

std::size_t Ledger::shard_bytes(const Shape& shape) {
  return sizeof(ShardHeader) + shape.entries * (sizeof(std::uint64_t) + sizeof(Entry)) +
         shape.blocks * sizeof(Block);
}

std::size_t Ledger::bytes_for(const Shape& shape) {
  return sizeof(Header) + shape.shards * shard_bytes(shape);
}

Ledger::Ledger(Mapping mapping, const Shape& shape)
    : mapping_(std::move(mapping)),
      shape_(shape),
      shards_(static_cast<char*>(mapping_.data()) + sizeof(Header)),
      shard_bytes_(shard_bytes(shape)) {}

Result<std::unique_ptr<Ledger>> Ledger::in_memory(std::size_t capacity) {
  const Shape shape = shape_for(capacity);
  Mapping mapping = AV_TRY(Mapping::private_memory(bytes_for(shape)));
  AV_TRY(prepare(mapping.data(), shape, Lock::Reach::Process));
  std::unique_ptr<Ledger> made(new Ledger(std::move(mapping), shape));
  made->watch_ = std::make_unique<ForkWatch>(&Ledger::after_fork, made.get());
  return made;
}

Result<std::unique_ptr<Ledger>> Ledger::shared(const std::string& name, std::size_t capacity) {
  const Shape shape = shape_for(capacity);
  Mapping mapping = AV_TRY(Mapping::shared_memory(name, bytes_for(shape), [&](void* data) {
    return prepare(data, shape, Lock::Reach::Machine);
  }));
  return std::unique_ptr<Ledger>(new Ledger(std::move(mapping), shape));
}

Result<void> Ledger::prepare(void* data, const Shape& shape, Lock::Reach reach) {
  Header& header = *static_cast<Header*>(data);
  const std::uint64_t magic = load(header.magic);
  if (sodium_init() < 0) {
    return fail(ErrorCode::Io, "the system gives no random bytes");
  }
  if (magic == kLedgerMagic && header.shape.entries == shape.entries) {
    return {};
  }
  if (magic != 0) {
    return fail(ErrorCode::InvalidArgument, "the shared table is of another version");
  }
  header.shape = shape;
  randombytes_buf(header.hash_key.data(), header.hash_key.size());
  for (std::uint64_t i = 0; i < shape.shards; ++i) {
    char* place = static_cast<char*>(data) + sizeof(Header) + i * shard_bytes(shape);
    reinterpret_cast<ShardHeader*>(place)->lock.prepare(reach);
  }
  __atomic_store_n(&header.magic, kLedgerMagic, __ATOMIC_RELEASE);
  return {};
}

// What another thread of the parent was changing is half done in the child.
void Ledger::after_fork(void* ledger) {
  const auto& self = *static_cast<Ledger*>(ledger);
  for (std::uint64_t i = 0; i < self.shape_.shards; ++i) {
    self.shard(i).lock.prepare(Lock::Reach::Process);
    self.shard(i).is_suspect = 1;
  }
}

Ledger::Header& Ledger::header() const {
  return *static_cast<Header*>(mapping_.data());
}

std::uint64_t Ledger::tag_of(Kind kind, std::string_view key) const {
  std::uint64_t hash = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                   header().hash_key.data());
  hash += static_cast<std::uint64_t>(kind) * 0x9E3779B97F4A7C15;
  const std::uint64_t tag = hash == 0 ? 1 : hash;
  ShardHeader& its_shard = shard(shape_.shard_of(tag));
  const auto* const tags = reinterpret_cast<const std::uint64_t*>(&its_shard + 1);
  const auto* const entries = reinterpret_cast<const Entry*>(tags + shape_.entries);
  __builtin_prefetch(entries + shape_.likely_place(tag), 1);
  return tag;
}

std::size_t Ledger::reset() {
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < shape_.shards; ++i) {
    count += Held(*this, shard(i)).clear();
  }
  return count;
}

std::vector<Ledger::AccountCopy> Ledger::copy() const {
  std::vector<AccountCopy> out;
  for (std::uint64_t i = 0; i < shape_.shards; ++i) {
    Held(*this, shard(i)).copy_to(out);
  }
  return out;
}

const Ledger::HashKey& Ledger::hash_key() const {
  static_assert(sizeof(HashKey) == crypto_shorthash_KEYBYTES);
  return header().hash_key;
}

void Ledger::restore(const HashKey& hash_key, const std::vector<AccountCopy>& accounts) {
  header().hash_key = hash_key;
  for (const AccountCopy& account : accounts) {
    Entry fresh = account.entry;
    fresh.chain = 0;
    Held held(*this, fresh.tag);
    Entry* entry = held.enter(fresh, 0);
    for (const Run& run : account.runs) {
      if (entry != nullptr) {
        held.push(*entry, run, 0);
      }
    }
  }
}

// What throws here would leave the shard locked; it stays suspect, for the next to repair.
void Ledger::Held::repair_or_unlock() {
  if (!base::had_memory([&] { repair(); })) {
    shard_.lock.unlock();
    base::fail_allocation();
  }
  shard_.is_suspect = 0;
}

// The tags may be read as the truth, and the chains; who has which block follows from them.
void Ledger::Held::repair() {
  shard_.is_suspect = 1;  // stays, when this process dies here
  std::vector<bool> taken(shape_.blocks + 1);
  for (std::uint64_t i = 0; i < shape_.entries; ++i) {
    entries_[i].tag = tags_[i];
    if (tags_[i] != 0) {
      repair_list(entries_[i], taken);
    }
  }
  shard_.free = 0;
  for (std::uint32_t block = 1; block <= shard_.fresh; ++block) {
    if (!taken[block]) {
      give_block(block);
    }
  }
}

void Ledger::Held::repair_list(Entry& entry, std::vector<bool>& taken) {
  const Chain chain = unpacked(entry.chain);
  std::uint32_t block = chain.runs == 0 ? 0 : chain.first;
  for (std::uint32_t left = chain.gone + chain.runs; block != 0 && left > 0;) {
    taken[block] = true;
    entry.last = block;
    left -= std::min(left, Block::kRuns);
    block = left == 0 ? 0 : blocks_[block - 1].next;
  }
  if (entry.kind == Kind::Log || entry.kind == Kind::Places) {
    std::uint64_t used = 0;
    each(entry, [&](const Run& run) {
      used += entry.kind == Kind::Log ? run.count : std::uint64_t{run.count != 0};
      return true;
    });
    entry.used = used;
  }
}

void Ledger::Held::copy_to(std::vector<AccountCopy>& out) const {
  for (std::uint64_t i = 0; i < shape_.entries; ++i) {
    if (tags_[i] != 0) {
      out.push_back({entries_[i], {}});
      each(entries_[i], [&](const Run& run) {
        out.back().runs.push_back(run);
        return true;
      });
    }
  }
}

std::size_t Ledger::Held::clear() {
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < shape_.entries; ++i) {
    if (tags_[i] != 0) {
      drop(entries_[i]);
      ++count;
    }
  }
  return count;
}

}  // namespace av::limit
