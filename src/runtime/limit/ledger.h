#pragma once
// ledger.h — accounts of keys that need more than one word: counters, and lists of runs.
//
// It lies in one mapping: shards, each with a lock, entries of 64 bytes (16 ways a bucket), their
// tags side by side for who looks for one, and blocks of runs that the entries' lists take as they
// grow.  Every change is made visible by one store, so that a process killed while it holds a lock
// leaves entries that are true; repair() works out the rest again: which blocks are free, how much
// is used.

#include "runtime/limit/lock.h"
#include "runtime/limit/mapping.h"

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace av::limit {

// Run is what an account's list holds.  Log: a time, and how many hits it had.  Places: a process
// and the number of its place, 0 when it is free.
struct Run {
  std::int64_t time_ns = 0;
  std::uint64_t count = 0;
};

// Kind of an account; a key has one account of each kind at most.
enum class Kind : std::uint8_t { Counter = 1, Slide, Log, Places };

inline constexpr std::uint32_t kEntryWays = 16;  // entries that a key may have, side by side

// Entry is one account.
struct Entry {
  std::uint64_t tag;       // of the key, once more; 0: empty
  std::uint64_t chain;     // the list: its first block, runs of that which are gone, runs
  std::uint64_t used;      // of Counter and Slide, the count
  std::uint64_t limit;     // 0: not known
  std::int64_t until_ns;   // Counter: its end.  Slide: the end of its current window
  std::int64_t period_ns;  // of Slide and Log
  std::uint64_t previous;  // Slide: the window before
  std::uint32_t last;      // block of the newest run
  Kind kind;
};
static_assert(sizeof(Entry) == 64);

// Block is part of a list.
struct alignas(64) Block {
  static constexpr std::uint32_t kRuns = 7;
  std::uint32_t next;
  std::array<Run, kRuns> runs;
};
static_assert(sizeof(Block) == 128);

// Ledger is the accounts.  It stays where it is made.
class Ledger {
 public:
  class Held;

  // AccountCopy is an account by itself.
  struct AccountCopy {
    Entry entry;
    std::vector<Run> runs;
  };
  using HashKey = std::array<unsigned char, 16>;

  static Result<std::unique_ptr<Ledger>> in_memory(std::size_t capacity);
  static Result<std::unique_ptr<Ledger>> shared(const std::string& name, std::size_t capacity);

  // tag_of names a key's account, and asks memory for where it likely is.
  [[nodiscard]] std::uint64_t tag_of(Kind kind, std::string_view key) const;
  // reset empties all accounts and says how many there were.
  std::size_t reset();

  // copy is all accounts; restore enters them in a new ledger, whose keys then hash alike.
  [[nodiscard]] std::vector<AccountCopy> copy() const;
  [[nodiscard]] const HashKey& hash_key() const;
  [[nodiscard]] std::size_t capacity() const { return shape_.shards * shape_.entries; }
  void restore(const HashKey& hash_key, const std::vector<AccountCopy>& accounts);

 private:
  struct Header;
  struct alignas(64) ShardHeader {
    Lock lock;
    std::uint32_t free;   // head of the list of blocks given back, 0 none
    std::uint32_t fresh;  // blocks beyond these were never taken
    std::uint32_t hand;   // where the last search for blocks stopped
    std::uint32_t is_suspect;
  };
  struct Shape {
    std::uint64_t shards, entries, blocks;  // entries and blocks of one shard

    [[nodiscard]] std::uint64_t shard_of(std::uint64_t tag) const {
      return std::rotl(tag, 6) & (shards - 1);
    }
    [[nodiscard]] std::uint64_t bucket_of(std::uint64_t tag) const {
      return (tag & (entries / kEntryWays - 1)) * kEntryWays;
    }
    // The entry of its bucket that a tag takes when it is free.
    [[nodiscard]] std::uint64_t likely_place(std::uint64_t tag) const {
      return bucket_of(tag) + (tag >> 40) % kEntryWays;
    }
  };

  explicit Ledger(Mapping mapping, const Shape& shape);
  static Shape shape_for(std::size_t capacity);
  static std::size_t shard_bytes(const Shape& shape);
  static std::size_t bytes_for(const Shape& shape);
  static Result<void> prepare(void* data, const Shape& shape, Lock::Reach reach);
  static void after_fork(void* ledger);
  [[nodiscard]] ShardHeader& shard(std::uint64_t number) const {
    return *reinterpret_cast<ShardHeader*>(shards_ + number * shard_bytes_);
  }
  [[nodiscard]] Header& header() const;

  Mapping mapping_;
  Shape shape_;
  char* shards_;
  std::size_t shard_bytes_;
  std::unique_ptr<ForkWatch> watch_;
};

// Held is one shard, locked: that of a tag.
class Ledger::Held {
 public:
  Held(const Ledger& ledger, std::uint64_t tag)
      : Held(ledger, ledger.shard(ledger.shape_.shard_of(tag))) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { shard_.lock.unlock(); }

  // find is null when there is no account; enter makes room for one, null when there is none to be
  // had.  A new one is of `fresh`, whose tag is that asked for.
  [[nodiscard]] Entry* find(std::uint64_t tag) const {
    Entry* const likely = entries_ + shape_.likely_place(tag);
    return likely->tag == tag ? likely : find_in(shape_.bucket_of(tag), tag);
  }
  Entry* enter(const Entry& fresh, std::int64_t now_ns) {
    Entry* const found = find(fresh.tag);
    return found != nullptr ? found : add(fresh, now_ns);
  }
  void drop(Entry& entry);

  // push adds the newest run; false when there is no memory for it.
  bool push(Entry& entry, const Run& run, std::int64_t now_ns);
  // pop takes the oldest away.
  void pop(Entry& entry);
  [[nodiscard]] static std::uint32_t runs(const Entry& entry) {
    return static_cast<std::uint32_t>(entry.chain);
  }
  [[nodiscard]] Run& oldest(const Entry& entry) const {
    const Chain chain = unpacked(entry.chain);
    return blocks_[chain.first - 1].runs[chain.gone];
  }
  [[nodiscard]] Run& newest(const Entry& entry) const {
    const Chain chain = unpacked(entry.chain);
    return blocks_[entry.last - 1].runs[(chain.gone + chain.runs - 1) % Block::kRuns];
  }
  // each calls `see` with the runs, oldest first, until it is false.
  template <class See>
  void each(const Entry& entry, See see) const {
    const Chain chain = unpacked(entry.chain);
    std::uint32_t block = chain.first;
    for (std::uint32_t i = 0, at = chain.gone; i < chain.runs; ++i, ++at) {
      if (at == Block::kRuns) {
        at = 0;
        block = blocks_[block - 1].next;
      }
      if (!see(blocks_[block - 1].runs[at])) {
        return;
      }
    }
  }
  // expire brings an account up to now; kBlocked and parts of 1000 are as in words.h.
  void expire(Entry& entry, std::int64_t now_ns);
  std::uint32_t use_of(Entry& entry, std::int64_t now_ns);
  std::size_t clear();
  void copy_to(std::vector<AccountCopy>& out) const;

 private:
  friend class Ledger;
  struct Chain {
    std::uint32_t first = 0;  // blocks count from 1
    std::uint32_t gone = 0;
    std::uint32_t runs = 0;
  };
  // Words of chains: first block in 24 bits, runs gone of it in 8, runs in 32.
  static Chain unpacked(std::uint64_t word) {
    return {static_cast<std::uint32_t>(word >> 40), static_cast<std::uint32_t>(word >> 32) & 0xFFU,
            static_cast<std::uint32_t>(word)};
  }
  static std::uint64_t packed(const Chain& chain) {
    return std::uint64_t{chain.first} << 40 | std::uint64_t{chain.gone} << 32 | chain.runs;
  }
  // What is stored before is there before, for whoever finds the lock's holder dead.
  static void store(std::uint64_t& word, std::uint64_t value) {
    __atomic_store_n(&word, value, __ATOMIC_RELEASE);
  }

  Held(const Ledger& ledger, ShardHeader& shard)
      : shard_(shard),
        tags_(reinterpret_cast<std::uint64_t*>(&shard + 1)),
        entries_(reinterpret_cast<Entry*>(tags_ + ledger.shape_.entries)),
        blocks_(reinterpret_cast<Block*>(entries_ + ledger.shape_.entries)),
        shape_(ledger.shape_) {
    const bool is_orphan = shard_.lock.lock();
    if (is_orphan || shard_.is_suspect != 0) {
      repair_or_unlock();
    }
  }
  void repair_or_unlock();
  void repair();
  void repair_list(Entry& entry, std::vector<bool>& taken);
  // find_in finds a tag in a bucket, 0 for an empty place.
  [[nodiscard]] Entry* find_in(std::uint64_t bucket, std::uint64_t tag) const;
  Entry* add(const Entry& fresh, std::int64_t now_ns);
  [[nodiscard]] Entry* least_used(std::uint64_t bucket, std::int64_t now_ns);
  std::uint32_t take_block(const Entry& for_whom, std::int64_t now_ns);
  bool free_blocks(const Entry& for_whom, std::int64_t now_ns);
  void give_block(std::uint32_t block);

  ShardHeader& shard_;
  std::uint64_t* tags_;  // of the entries; 0: empty
  Entry* entries_;
  Block* blocks_;
  Shape shape_;
};

}  // namespace av::limit
