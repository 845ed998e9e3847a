#include "analysis/taint/name_table.h"

#include "analysis/taint/hash_index.h"

#include <algorithm>
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

std::vector<NameId> NameTable::intern_all(const NameTable& other) {
  std::vector<NameId> numbers;
  numbers.reserve(other.size());
  for (std::uint32_t i = 0; i < other.size(); ++i) {
    numbers.push_back(intern(other.text(NameId(i)), other.hashes_[i]));
  }
  return numbers;
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
