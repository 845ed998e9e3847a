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

// Texts are joined in so many parts, told apart by the first bits of their hashes.
constexpr std::uint32_t kParts = 8;
constexpr std::uint32_t part_of(std::uint32_t hash) {
  return hash >> 29;
}

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

NameId NameTable::intern(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  if ((ends_.size() + 1) * 2 > slots_.size()) {
    make_slots(std::max(kFirstSlots, slots_.size() * 2));
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

// A part is the texts whose hashes begin with the same bits, each once, in their order.
struct NameTable::Part {
  struct Row {
    std::uint32_t hash;
    std::uint32_t table;
    NameId id;
  };

  // gather takes the texts of some tables, and gives each its place among those of the part.
  void gather(std::span<const NameTable* const> tables, std::uint32_t part,
              std::vector<std::vector<NameId>>& numbers);

  std::string texts;
  std::vector<std::size_t> ends;
  std::vector<std::uint32_t> hashes;
};

void NameTable::Part::gather(std::span<const NameTable* const> tables, std::uint32_t part,
                             std::vector<std::vector<NameId>>& numbers) {
  std::vector<Row> rows;
  for (std::uint32_t t = 0; t < tables.size(); ++t) {
    const std::vector<std::uint32_t>& all = tables[t]->hashes_;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (part_of(all[i]) == part) {
        rows.push_back({all[i], t, NameId(i)});
      }
    }
  }
  const auto text_of = [&](const Row& row) { return tables[row.table]->text(row.id); };
  std::ranges::sort(rows, [&](const Row& a, const Row& b) {
    return a.hash != b.hash ? a.hash < b.hash : text_of(a) < text_of(b);
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const bool is_same =
        i != 0 && row.hash == rows[i - 1].hash && text_of(row) == text_of(rows[i - 1]);
    if (!is_same) {
      texts += text_of(row);
      ends.push_back(texts.size());
      hashes.push_back(row.hash);
    }
    numbers[row.table][row.id.index()] = NameId(static_cast<std::uint32_t>(ends.size() - 1));
  }
}

// Several threads put parts of the texts into order; one after the other they are the whole.
NameTable NameTable::join(std::span<const NameTable* const> tables, unsigned threads,
                          std::vector<std::vector<NameId>>& numbers) {
  numbers.clear();
  for (const NameTable* table : tables) {
    numbers.emplace_back(table->size());
  }
  std::array<Part, kParts> parts;
  const base::StopFlag never;
  knowledge::run_with_catalog(kParts, {.threads = threads}, never, [&](unsigned, std::size_t part) {
    parts[part].gather(tables, static_cast<std::uint32_t>(part), numbers);
  });
  NameTable all;
  std::array<std::uint32_t, kParts> first = {};
  for (std::uint32_t part = 0; part < kParts; ++part) {
    first[part] = static_cast<std::uint32_t>(all.size());
    all.append(parts[part]);
    parts[part] = {};
  }
  all.make_slots(std::bit_ceil(std::max(kFirstSlots, all.size() * 2 + 1)));
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::size_t i = 0; i < numbers[t].size(); ++i) {
      numbers[t][i] = NameId(numbers[t][i].index() + first[part_of(tables[t]->hashes_[i])]);
    }
  }
  return all;
}

// append takes texts that it does not have; their slots are made afterwards.
void NameTable::append(const Part& part) {
  const std::size_t before = texts_.size();
  texts_ += part.texts;
  for (const std::size_t end : part.ends) {
    ends_.push_back(before + end);
  }
  hashes_.insert(hashes_.end(), part.hashes.begin(), part.hashes.end());
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

// make_slots makes room for so many texts, and puts those that there are into their slots.
void NameTable::make_slots(std::size_t count) {
  slots_.assign(count, {});
  for (std::uint32_t i = 0; i < hashes_.size(); ++i) {
    std::size_t at = hashes_[i] & (count - 1);
    while (slots_[at].id.exists()) {
      at = (at + 1) & (count - 1);
    }
    slots_[at] = {hashes_[i], NameId(i)};
  }
}

}  // namespace av::taint
