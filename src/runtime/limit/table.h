#pragma once
// table.h — a table of fixed size from keys to words, exchanged without locks.
//
// It lies in one mapping, private or shared: a header, the rules in use, then slots of 16 bytes.
// A slot holds a tag (52 bits of a keyed hash, 12 of the rule's number) and a word (words.h), and
// both change in one exchange, so that no thread ever changes another key's word.  A process that
// is killed at any point leaves nothing that others wait for.
//
// A key may be in any slot of its bucket.  A new key is first entered with a pending word that is
// unlike any other; whoever enters it looks whether another slot of the bucket has the same tag,
// and the lower slot stays.  Only a pending word that survived that look may become a real one, so
// a key never has two.

#include "runtime/limit/mapping.h"
#include "runtime/limit/words.h"
#include <antivenom/limit.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace av::limit {

// Slot is read as two words, which may not belong together, and changed by exchange() only.
struct alignas(16) Slot {
  std::uint64_t tag = 0;  // 0: empty
  std::uint64_t word = 0;
};

// Table is the slots and who may have them.
class Table {
 public:
  // Found is a slot and what was in it.
  struct Found {
    Slot* slot = nullptr;  // null: none to be had
    Slot content;
  };

  static constexpr std::uint32_t kNoRule = 0xFFFFFFFF;

  static Result<Table> in_memory(std::size_t capacity);
  static Result<Table> shared(const std::string& name, std::size_t capacity);

  // number_of is a rule's number in this table, entering it when new; kNoRule when 4095 others are
  // there.
  std::uint32_t number_of(const Rule& rule);
  [[nodiscard]] std::uint64_t tag_of(std::uint32_t rule, std::string_view key) const;

  // find looks a tag up; enter also makes room for it.
  [[nodiscard]] Found find(std::uint64_t tag) const;
  Found enter(std::uint64_t tag, std::int64_t now_ns);
  // exchange changes a slot if it still holds what was found.
  static bool exchange(const Found& found, const Slot& next);
  void reset();

  // is_pending says whether a word is that of a key just entered, which used nothing.
  static bool is_pending(std::uint64_t word) { return (word >> 63) != 0; }
  // epoch is when the table was made, on the clock of the one who made it.
  std::int64_t epoch(std::int64_t now_ns);

 private:
  static constexpr std::size_t kWays = 16;
  static constexpr std::size_t kRules = 4095;
  struct Header;

  static std::size_t bytes_for(std::size_t buckets);
  static std::size_t buckets_for(std::size_t capacity);
  Table(Mapping mapping, std::size_t buckets);
  [[nodiscard]] Header& header() const;
  [[nodiscard]] Slot* rules() const;
  [[nodiscard]] Slot* bucket_of(std::uint64_t tag) const;
  [[nodiscard]] Rule rule(std::uint32_t number) const;
  [[nodiscard]] Found choose(Slot* bucket, std::int64_t now_ns) const;
  [[nodiscard]] std::uint32_t cost_of_losing(const Slot& slot, std::int64_t now_ns) const;
  bool is_only(const Found& mine, std::uint64_t tag);
  static Result<void> prepare(void* data, std::uint64_t buckets);

  Mapping mapping_;
  std::size_t buckets_;
};

}  // namespace av::limit
