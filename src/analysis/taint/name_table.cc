#include "analysis/taint/name_table.h"

#include "analysis/knowledge/workers.h"
#include "analysis/taint/hash_index.h"

#include <algorithm>
#include <array>
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
    grow();
  }
  Slot& slot = slots_[slot_of(hash, text)];
  if (!slot.id.exists()) {
    slot = {hash, NameId(static_cast<std::uint32_t>(ends_.size()))};
    texts_ += text;
    ends_.push_back(texts_.size());
    hashes_.push_back(hash);
  }
  return slot.id;
}

// add_texts appends texts of which it has none.
void NameTable::add_texts(const NameTable& other) {
  for (std::uint32_t i = 0; i < other.size(); ++i) {
    intern(other.text(NameId(i)), other.hashes_[i]);
  }
}

// Texts are told apart by some bits of their hashes, and numbered by several threads, each kind in
// the order of the tables.
NameTable NameTable::join(std::span<const NameTable> tables, unsigned threads,
                          std::vector<std::vector<NameId>>& numbers) {
  constexpr std::size_t kParts = 8;
  const auto part_of = [](std::uint32_t hash) { return hash >> 29; };
  numbers.resize(tables.size());
  for (std::size_t t = 0; t < tables.size(); ++t) {
    numbers[t].resize(tables[t].size());
  }
  std::vector<NameTable> parts(kParts);
  const base::StopFlag never;
  knowledge::run_with_catalog(kParts, {.threads = threads}, never, [&](unsigned, std::size_t part) {
    for (std::size_t t = 0; t < tables.size(); ++t) {
      const std::vector<std::uint32_t>& hashes = tables[t].hashes_;
      for (std::uint32_t i = 0; i < hashes.size(); ++i) {
        if (part_of(hashes[i]) == part) {
          numbers[t][i] = parts[part].intern(tables[t].text(NameId(i)), hashes[i]);
        }
      }
    }
  });
  NameTable all;
  std::array<std::uint32_t, kParts> first = {};
  for (std::size_t part = 0; part < kParts; ++part) {
    first[part] = static_cast<std::uint32_t>(all.size());
    all.add_texts(parts[part]);
    parts[part] = {};
  }
  knowledge::run_with_catalog(
      tables.size(), {.threads = threads}, never, [&](unsigned, std::size_t t) {
        for (std::size_t i = 0; i < numbers[t].size(); ++i) {
          numbers[t][i] = NameId(numbers[t][i].index() + first[part_of(tables[t].hashes_[i])]);
        }
      });
  return all;
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

void NameTable::grow() {
  std::vector<Slot> old(std::max(kFirstSlots, slots_.size() * 2));
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
