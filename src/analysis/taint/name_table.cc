#include "analysis/taint/name_table.h"

#include "analysis/knowledge/workers.h"
#include "analysis/taint/hash_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace av::taint {
namespace {

constexpr std::size_t kFirstSlots = 64;

}  // namespace

std::uint32_t NameTable::hash_of(std::string_view text) {
  std::uint64_t hash = text.size();
  while (!text.empty()) {
    std::uint64_t word = 0;
    const std::size_t length = std::min(text.size(), sizeof(word));
    std::memcpy(&word, text.data(), length);
    hash = hash_on(hash, word);
    text.remove_prefix(length);
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

NameId NameTable::intern(std::string_view text, std::uint32_t hash) {
  if ((ends_.size() + 1) * 2 > slots_.size()) {
    make_slots(std::max(kFirstSlots, slots_.size() * 2));
  }
  const std::size_t slot = slot_of(hash, text);
  return slots_[slot].id.exists() ? slots_[slot].id : add(text, hash, slot);
}

NameId NameTable::add(std::string_view text, std::uint32_t hash, std::size_t slot) {
  slots_[slot] = {hash, NameId(static_cast<std::uint32_t>(ends_.size()))};
  texts_ += text;
  ends_.push_back(texts_.size());
  hashes_.push_back(hash);
  return slots_[slot].id;
}

// Texts are told apart by the first bits of their hashes, and put into order by several threads.
NameTable NameTable::join(std::span<const NameTable* const> tables, unsigned threads,
                          std::vector<std::vector<NameId>>& numbers) {
  constexpr std::uint32_t kParts = 8;
  struct Row {
    std::uint32_t hash;
    std::uint32_t table;
    NameId id;
  };
  const auto text_of = [&](const Row& row) { return tables[row.table]->text(row.id); };
  std::array<std::vector<Row>, kParts> parts;
  const base::StopFlag never;
  knowledge::run_with_catalog(kParts, {.threads = threads}, never, [&](unsigned, std::size_t part) {
    for (std::uint32_t t = 0; t < tables.size(); ++t) {
      const std::vector<std::uint32_t>& hashes = tables[t]->hashes_;
      for (std::uint32_t i = 0; i < hashes.size(); ++i) {
        if (hashes[i] >> 29 == part) {
          parts[part].push_back({hashes[i], t, NameId(i)});
        }
      }
    }
    std::ranges::sort(parts[part], [&](const Row& a, const Row& b) {
      return a.hash != b.hash ? a.hash < b.hash : text_of(a) < text_of(b);
    });
  });
  numbers.clear();
  std::size_t count = 0;
  for (const NameTable* table : tables) {
    numbers.emplace_back(table->size());
    count = std::max(count, table->size());
  }
  NameTable all;
  all.reserve(count);
  for (const std::vector<Row>& part : parts) {
    for (const Row& row : part) {
      numbers[row.table][row.id.index()] = all.intern(text_of(row), row.hash);
    }
  }
  return all;
}

// reserve makes room for so many texts.
void NameTable::reserve(std::size_t texts) {
  ends_.reserve(texts);
  hashes_.reserve(texts);
  make_slots(std::bit_ceil(std::max(kFirstSlots, texts * 2)));
}

NameId NameTable::find(std::string_view text) const {
  return slots_.empty() ? NameId::none() : slots_[slot_of(hash_of(text), text)].id;
}

std::size_t NameTable::slot_of(std::uint32_t hash, std::string_view text) const {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].id.exists() && (slots_[at].hash != hash || this->text(slots_[at].id) != text)) {
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

void NameTable::make_slots(std::size_t count) {
  std::vector<Slot> old(count);
  old.swap(slots_);
  for (const Slot& slot : old) {
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slot.id.exists() && slots_[at].id.exists()) {
      at = (at + 1) & (slots_.size() - 1);
    }
    if (slot.id.exists()) {
      slots_[at] = slot;
    }
  }
}

}  // namespace av::taint
